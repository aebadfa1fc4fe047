/** What an entry of the outbox is about, in words. */
import { expect, test } from 'vitest'
import type { Known } from '../src/engine/known'
import type { OutboxEntry } from '../src/engine/outbox'
import type { CommandName } from '../src/engine/protocol'
import { aboutSaid } from '../src/ui/pages/outbox/said'

const known: Known = {
  cases: [], visits: [], forms: [], people: [], households: [{ id: 'h1', area: 'g1', dwelling: 'd1' }],
  dwellings: [{ id: 'd1', building: 'b1', entrance: '1单元', no: '101' }, { id: 'd2', building: 'b1', entrance: '1单元', no: '102' }],
  buildings: [{ id: 'b1', code: 'B1', name: '柳园3栋', area: 'g1' }], purposes: [{ code: 'care', name: '探访关爱' }],
}

function about(name: CommandName, record: string, payload: Record<string, unknown>): string {
  return aboutSaid({ command: { id: 'x', at: '', name, record, payload, media: [] } } as unknown as OutboxEntry, known)
}

test('a visit nobody had planned is told by its door and purpose, also once it is sent', () => {
  const made = (at: object) => about('visit.made', 'visit:v', { visit: 'v', new: { ...at, purpose: 'care', why: '路过' } })
  expect(made({ household: 'h1' })).toBe('柳园3栋 1单元 101 · 探访关爱')
  expect(made({ dwelling: 'd2' })).toBe('柳园3栋 1单元 102 · 探访关爱')
  expect(about('visit.plan', 'visit:v', { visit: 'v', dwelling: 'd2', purpose: 'care' })).toBe('柳园3栋 1单元 102 · 探访关爱')
})

test('a planned visit that the phone no longer has, and one to a door it does not know, say nothing wrong', () => {
  expect(about('visit.made', 'visit:v', { visit: 'v' })).toBe('')
  expect(about('visit.plan', 'visit:v', { visit: 'v', dwelling: 'gone', purpose: 'unheard-of' })).toBe('')
})

test('a door is told with its entrance', () => {
  expect(about('dwelling.edit', 'dwelling:d1', { dwelling: 'd1' })).toBe('柳园3栋 1单元 101')
})
