/** What the worker sees while changes are queued. */
import { expect, test } from 'vitest'
import { overlayCases, overlayDwellings, overlayPeople, overlayVisits } from '../src/engine/overlay'
import type { OutboxEntry } from '../src/engine/outbox'
import type { CommandName } from '../src/engine/protocol'
import { answerOf } from '../src/engine/steps'
import type { CaseRow, VisitRow } from '../src/engine/rows'

function entry(name: CommandName, record: string, payload: Record<string, unknown>, over: Partial<OutboxEntry> = {}): OutboxEntry {
  const command = { id: 'c', at: '2026-11-22T08:00:00Z', name, record, payload, media: [] }
  return { command, state: 'waiting', depends: [], order: 1, tries: 0, next_at: 0, uploaded: {}, sent_bytes: 0, total_bytes: 0, made_at: '', ...over }
}

const row: CaseRow = { id: 'a', number: '1', title: 't', text: 't', state: 's', state_name: 's', reported_at: '', is_open: true, mine: 'handle', steps: ['accept', 'return', 'note'] }
const visit: VisitRow = { id: 'v', purpose: 'p', purpose_name: 'P', state: 'planned', planned_on: '2026-11-22' }

test('a new report is seen at once, with its number as soon as the server gave one', () => {
  const report = entry('case.report', 'case:n', { case: 'n', text: '楼道灯坏了', area: '4205', lon: 111 })
  expect(overlayCases([row], [report])[1]).toMatchObject({ id: 'n', number: '', title: '楼道灯坏了', area: '4205', lon: 111, is_open: true })
  const done = { ...report, state: 'done' as const, result: { number: 'N7' } }
  expect(overlayCases([row], [done])[1]!.number).toBe('N7')
  expect(overlayCases([row], [{ ...done, seen: true }])).toHaveLength(1)
})

test('matters of a visit are cases, once the rows are here only once', () => {
  const made = entry('visit.made', 'visit:v', { visit: 'v', matters: [{ case: 'm', text: 'x' }] })
  expect(overlayCases([], [made]).map((one) => one.id)).toEqual(['m'])
  expect(overlayCases([{ ...row, id: 'm' }], [made])).toHaveLength(1)
})

test('an accepted case may be answered, an answered one is out of hand', () => {
  const accept = entry('case.accept', 'case:a', { case: 'a' })
  expect(overlayCases([row], [accept])[0]!.steps).toEqual(['return', 'note', 'respond', 'confirm'])
  const answer = entry('case.answer', 'case:a', { case: 'a', result: 'done' }, { order: 2 })
  const after = overlayCases([row], [accept, answer])[0]!
  expect(after).toMatchObject({ mine: 'view', steps: ['note', 'confirm'] })
  expect(answerOf(after), 'what is queued may be confirmed at the door').toBe('done')
  expect(overlayCases([row], [entry('case.settle', 'case:a', {})])[0]!.is_open).toBe(false)
})

test('what was set aside is not laid over, so that it can be done again', () => {
  const accept = entry('case.accept', 'case:a', { case: 'a' }, { state: 'set-aside' })
  expect(overlayCases([row], [accept])[0]!.steps).toEqual(row.steps)
})

test('visits are planned, moved, missed, made and cancelled', () => {
  const after = (name: CommandName, payload: object) => overlayVisits([visit], [entry(name, 'visit:v', { visit: 'v', ...payload })])[0]!
  expect(after('visit.move', { on: '2026-12-01' }).planned_on).toBe('2026-12-01')
  expect(after('visit.not-in', {})).toMatchObject({ state: 'not-in', tries: 1 })
  expect(after('visit.made', {}).state).toBe('made')
  expect(after('visit.cancel', {}).state).toBe('cancelled')
  const plan = entry('visit.plan', 'visit:w', { visit: 'w', purpose: 'care', on: '2026-11-30', household: 'h' })
  expect(overlayVisits([visit], [plan])[1]).toMatchObject({ id: 'w', purpose: 'care', planned_on: '2026-11-30', household: 'h' })
  const atDoor = entry('visit.made', 'visit:x', { visit: 'x', new: { dwelling: 'd', purpose: 'care', why: '亮着灯' } })
  expect(overlayVisits([], [atDoor])[0]).toMatchObject({ id: 'x', dwelling: 'd', why: '亮着灯', state: 'made' })
})

test('edits are laid over, disputed fields are not', () => {
  const edit = entry('person.edit', 'person:p', { person: 'p', set: { name: '张玮', born_on: '1950-03-21' } })
  const person = { id: 'p', name: '张伟', born: '1950' }
  expect(overlayPeople([person], [edit])).toEqual([{ id: 'p', name: '张玮', born: '1950-03-21' }])
  const clash = { field: 'name', base: '', mine: '', theirs: '', by: '', at: '' }
  expect(overlayPeople([person], [{ ...edit, state: 'done', conflicts: [clash] }])[0]!.name).toBe('张伟')
  const dwelling = entry('dwelling.edit', 'dwelling:d', { dwelling: 'd', set: { use: 'rented' } })
  expect(overlayDwellings([{ id: 'd', building: 'b', no: '1', use: 'home' }], [dwelling])[0]!.use).toBe('rented')
})
