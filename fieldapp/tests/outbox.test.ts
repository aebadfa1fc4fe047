/** What may be sent, what waits for what, and what answers do. */
import { describe, expect, test } from 'vitest'
import { answered, counts, dependents, isUploaded, mended, nextBatch, nextTime, nextUpload, paused, setAside, standing, type OutboxEntry } from '../src/engine/outbox'
import type { CommandName } from '../src/engine/protocol'

let orders = 0

function entry(name: CommandName, record: string, payload: Record<string, unknown> = {}, over: Partial<OutboxEntry> = {}): OutboxEntry {
  const order = ++orders
  const command = { id: `c${order}`, at: '2026-11-22T08:00:00Z', name, record, payload, media: [] }
  const none = { depends: [], tries: 0, next_at: 0, uploaded: {}, sent_bytes: 0, total_bytes: 0, made_at: command.at }
  return { command, state: 'waiting', order, ...none, ...over }
}

const report = (id: string, over: Partial<OutboxEntry> = {}) => entry('case.report', `case:${id}`, { case: id }, over)
const note = (id: string, over: Partial<OutboxEntry> = {}) => entry('case.note', `case:${id}`, { case: id }, over)
const ids = (entries: OutboxEntry[]) => entries.map((one) => one.command.id)
const refused = { code: 'case.refused', title: 'no' }
const withPhoto = (over: Partial<OutboxEntry> = {}) => {
  const made = report('p', over)
  made.command.media.push({ sha256: 'aa', size: 10, type: 'image/jpeg', role: 'report' })
  return made
}

describe('order', () => {
  test('one command of a record goes at a time, others beside it', () => {
    const [a1, a2, b1] = [note('a'), note('a'), note('b')]
    expect(ids(nextBatch([a1, a2, b1], 0))).toEqual(ids([a1, b1]))
  })

  test('the order of the queue counts, not that of the list', () => {
    const [a1, a2] = [note('a'), note('a')]
    expect(ids(nextBatch([a2, a1], 0))).toEqual(ids([a1]))
  })

  test('a command waits while an earlier one of its record is on its way or pauses', () => {
    expect(nextBatch([note('a', { state: 'sending' }), note('a')], 0)).toEqual([])
    expect(nextBatch([note('a', { next_at: 5 }), note('a')], 0)).toEqual([])
  })

  test('a pause that a clock gave which was ahead ends when that clock is put right', () => {
    const [tomorrow, photo] = [note('a', { next_at: 86_400_000 }), note('b', { next_at: 86_400_000 })]
    photo.command.media = [{ sha256: 'aa', size: 4, type: 'image/jpeg', role: 'report' }]
    expect(ids(nextBatch([tomorrow, photo], 0))).toEqual(ids([tomorrow]))
    expect(nextUpload([tomorrow, photo], 0)?.command.id).toBe(photo.command.id)
  })

  test('matters of a visit are records of their own: what follows on them waits for the visit', () => {
    const visit = entry('visit.made', 'visit:v', { visit: 'v', matters: [{ case: 'm' }] })
    expect(ids(nextBatch([visit, note('m')], 0))).toEqual(ids([visit]))
  })

  test('at most fifty commands and 900 kB go at once, but one command always', () => {
    const many = Array.from({ length: 60 }, (_, at) => note(`n${at}`))
    expect(nextBatch(many, 0)).toHaveLength(50)
    const heavy = ['x', 'y'].map((id) => entry('form.submit', `form:${id}`, { xml: 'x'.repeat(950_000) }))
    expect(nextBatch(heavy, 0)).toHaveLength(1)
  })

  test('what goes at once is counted in bytes as sent: a Chinese character is three', () => {
    const chinese = ['x', 'y', 'z'].map((id) => entry('form.submit', `form:${id}`, { xml: '楼'.repeat(140_000) }))
    expect(nextBatch(chinese, 0)).toHaveLength(2)
  })
})

describe('set aside', () => {
  test('it holds up nothing but what needs the record it was to make', () => {
    const entries = [report('a', { state: 'set-aside' }), note('a'), note('b'), entry('case.note', 'case:c', {}, { depends: ['case:a'] })]
    expect(standing(entries).map((one) => one.state)).toEqual(['set-aside', 'held', 'waiting', 'held'])
  })

  test('a refused command on a record that exists does not hold up later ones', () => {
    const entries = [note('a', { state: 'set-aside' }), note('a')]
    expect(ids(nextBatch(entries, 0))).toEqual([entries[1]!.command.id])
  })

  test('holding goes on through what the held ones would make', () => {
    const plan = entry('visit.plan', 'visit:v', { visit: 'v' }, { state: 'set-aside' })
    const made = entry('visit.made', 'visit:v', { visit: 'v', matters: [{ case: 'm' }] })
    const on = entry('case.note', 'case:m')
    expect(standing([plan, made, on]).map((one) => one.state)).toEqual(['set-aside', 'held', 'held'])
    expect(ids(dependents([plan, made, on, note('b')], plan.command.id))).toEqual(ids([made, on]))
  })

  test('a visit that exists and is refused holds up none of its later moves', () => {
    const made = entry('visit.made', 'visit:v', { visit: 'v' }, { state: 'set-aside' })
    expect(standing([made, entry('visit.move', 'visit:v')])[1]!.state).toBe('waiting')
  })

  test('a report that belongs to a visit waits for the visit to be made', () => {
    const made = entry('visit.made', 'visit:v', { visit: 'v', new: {} }, { state: 'set-aside' })
    expect(standing([made, entry('case.report', 'case:x', { case: 'x', visit: 'v' })])[1]!.state).toBe('held')
  })

  test('mended it goes again under the same id with what was changed, and the held ones are free', () => {
    const first = setAside(report('a', { tries: 2 }), refused)
    const again = mended(first, { payload: { case: 'a', text: 'better' } })
    expect(again).toMatchObject({ state: 'waiting', tries: 0, next_at: 0, command: { id: first.command.id, payload: { text: 'better' } } })
    expect(again.problem).toBeUndefined()
    expect(standing([again, note('a')])[1]!.state).toBe('waiting')
  })
})

describe('answers', () => {
  const now = Date.parse('2026-11-22T09:00:00Z')

  test('applied is done, with what came of it', () => {
    const done = answered(note('a'), { id: '', outcome: 'applied', result: { number: 'N1' } }, now)
    expect(done).toMatchObject({ state: 'done', result: { number: 'N1' }, done_at: '2026-11-22T09:00:00.000Z' })
  })

  test('refused is set aside with its reason', () => {
    expect(answered(note('a'), { id: '', outcome: 'refused', problem: refused }, now)).toMatchObject({ state: 'set-aside', problem: refused })
  })

  test('a conflict keeps both values until the worker chooses', () => {
    const conflicts = [{ field: 'name', base: 'a', mine: 'b', theirs: 'c', by: 'Luo', at: '' }]
    expect(answered(note('a'), { id: '', outcome: 'conflict', conflicts }, now)).toMatchObject({ state: 'conflict', conflicts, found: 'server' })
  })

  test('media the server lost are sent again from where they broke off', () => {
    const sent = withPhoto({ uploaded: { aa: 10 } })
    expect(isUploaded(sent)).toBe(true)
    const asked = answered(sent, { id: '', outcome: 'needs-media', missing: [{ sha256: 'aa', offset: 4 }] }, now)
    expect(asked).toMatchObject({ state: 'waiting', uploaded: { aa: 4 }, sent_bytes: 4, next_at: 0 })
    expect(nextUpload([asked], now)).toBeDefined()
    expect(nextBatch([asked], now)).toEqual([])
  })

  test('a server that keeps asking for media is asked less and less often', () => {
    const asked = answered(withPhoto({ tries: 3 }), { id: '', outcome: 'needs-media', missing: [] }, now)
    expect(asked.next_at).toBeGreaterThan(now)
  })

  test('later pauses longer each time, up to five minutes, by chance apart', () => {
    const first = answered(note('a'), { id: '', outcome: 'later' }, now)
    expect(first.tries).toBe(1)
    expect(first.next_at - now).toBeGreaterThanOrEqual(4000)
    expect(first.next_at - now).toBeLessThanOrEqual(6000)
    expect(paused(note('a', { tries: 30 }), 0, 0.5).next_at).toBe(300_000)
    expect(paused(note('a'), 0, 0).next_at).not.toBe(paused(note('a'), 0, 1).next_at)
    expect(nextTime([first, note('b', { next_at: now + 1 })])).toBe(now + 1)
  })
})

test('what waits and what wants the worker is counted', () => {
  const entries = [note('a'), note('a', { state: 'held' }), note('b', { state: 'set-aside' }), note('c', { state: 'conflict' }), note('d', { state: 'done' })]
  expect(counts(entries)).toEqual({ waiting: 2, set_aside: 2 })
})
