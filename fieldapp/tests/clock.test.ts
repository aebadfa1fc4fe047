/** The lease, clocks that are wrong, pauses, ids. */
import { expect, test } from 'vitest'
import { leaseOf, leaseStands, pauseAfter, risen, serverOffset } from '../src/engine/clock'
import { newId } from '../src/engine/ids'

const HOUR = 3600_000
const answer = { server_now: '2026-11-22T08:00:00Z', lease_until: '2026-11-25T08:00:00Z' }

test('a lease lasts as long on a phone whose clock is wrong', () => {
  const wrong = Date.parse('2019-01-01T00:00:00Z')
  expect(leaseOf(answer, wrong).ends_at - wrong).toBe(72 * HOUR)
})

test('turning the clock back does not lengthen a lease', () => {
  const begun = leaseOf(answer, 0)
  expect(leaseStands(begun, 71 * HOUR)).toBe(true)
  const late = risen(begun, 73 * HOUR)
  expect(leaseStands(late, 73 * HOUR)).toBe(false)
  expect(leaseStands(late, HOUR)).toBe(false)
  expect(risen(late, HOUR).high).toBe(73 * HOUR)
})

test('the server an hour ahead is known as an hour ahead', () => {
  expect(serverOffset(new Date(HOUR + 100).toISOString(), 0, 200)).toBe(HOUR)
})

test('pauses double from five seconds to five minutes', () => {
  expect([1, 2, 3, 9].map((tries) => pauseAfter(tries, 0.5))).toEqual([5000, 10_000, 20_000, 300_000])
})

test('ids are version 7 and sort by time', () => {
  const made = [1, 2, 3].map((at) => newId(1_790_000_000_000 + at))
  expect(made.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(true)
  expect([...made].sort()).toEqual(made)
})
