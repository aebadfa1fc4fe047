import { expect, test } from 'vitest'
import type { OutboxEntry } from '../src/engine/outbox'
import { draftOf, isWritten, mattersMade, openVisits, rowOfSaved, savedOf, splitMatters, visitLacks, visitPayload, visitsAt } from '../src/engine/visits'
import type { CaseRow, VisitRow } from '../src/engine/rows'

const TODAY = '2026-11-22'
const planned = draftOf('v1')

test('a visit needs something said: talked, agreed, a voice note or one matter', () => {
  expect(visitLacks(planned, { voice: false, today: TODAY })).toBe('talked')
  expect(visitLacks(planned, { voice: true, today: TODAY })).toBeUndefined()
  expect(visitLacks({ ...planned, agreed: '月底前换表' }, { voice: false, today: TODAY })).toBeUndefined()
  expect(visitLacks({ ...planned, matters: [{ case: 'c1', text: '楼道灯坏' }] }, { voice: false, today: TODAY })).toBeUndefined()
  expect(visitLacks({ ...planned, matters: [{ case: 'c1', text: ' ' }] }, { voice: false, today: TODAY })).toBe('talked')
})

test('an unplanned visit says its purpose and why first', () => {
  const fresh = draftOf('v2', { household: 'h1', purpose: '', why: '' })
  const said = { ...fresh, talked: '都好' }
  expect(visitLacks(said, { voice: false, today: TODAY })).toBe('purpose')
  expect(visitLacks({ ...said, new: { purpose: 'care', why: ' ' } }, { voice: false, today: TODAY })).toBe('why')
})

test('a visit is worth keeping once anything was written, and no earlier', () => {
  const fresh = { ...draftOf('v2', { household: 'h1', purpose: '', why: ' ' }), gathered: '' }
  expect([isWritten(fresh, []), isWritten({ ...planned, gathered: '' }, [])]).toEqual([false, false])
  expect(isWritten({ ...fresh, gathered: '楼道灯坏' }, [])).toBe(true)
  expect(isWritten({ ...fresh, new: { purpose: 'care', why: '' } }, [])).toBe(true)
  expect(isWritten(fresh, [new Blob(['x'])])).toBe(true)
})

test('a next visit is neither in the past nor more than a year ahead', () => {
  const said = { ...planned, talked: '都好', next_on: '2026-11-21' }
  expect(visitLacks(said, { voice: false, today: TODAY })).toBe('next_on')
  expect(visitLacks({ ...said, next_on: TODAY }, { voice: false, today: TODAY })).toBeUndefined()
  expect(visitLacks({ ...said, next_on: '2027-11-23' }, { voice: false, today: TODAY })).toBeUndefined()
  expect(visitLacks({ ...said, next_on: '2027-11-24' }, { voice: false, today: TODAY })).toBe('next_on')
})

test('what is sent carries no empty parts', () => {
  const said = { ...planned, talked: ' 水压低 ', matters: [{ case: 'c1', text: ' 水压低 ', kind: 'water' }, { case: 'c2', text: '' }] }
  expect(visitPayload(said, '2026-11-22T04:00:00.000Z')).toEqual({
    visit: 'v1', made_at: '2026-11-22T04:00:00.000Z', talked: '水压低', agreed: '',
    matters: [{ case: 'c1', text: '水压低', kind: 'water' }],
  })
})

test('a matter elsewhere carries its place, one without a chosen kind none', () => {
  const matters = [{ case: 'c1', text: '井盖松', kind: '', lon: 120.1, lat: 30.2 }, { case: 'c2', text: '灯坏', lon: undefined, lat: undefined }]
  expect(visitPayload({ ...planned, matters }, 'now')['matters']).toEqual([
    { case: 'c1', text: '井盖松', lon: 120.1, lat: 30.2 }, { case: 'c2', text: '灯坏' },
  ])
})

test('an unplanned visit carries whom it is for', () => {
  const said = { ...draftOf('v2', { household: 'h1', purpose: 'care', why: ' 刚出院 ' }), talked: '好', next_on: '2026-12-01' }
  expect(visitPayload(said, 'now')).toMatchObject({ new: { household: 'h1', purpose: 'care', why: '刚出院' }, next_on: '2026-12-01' })
})

test('a visit to a door where nobody is registered carries the dwelling, and is asked for its purpose and why like any other', () => {
  const fresh = draftOf('v3', { dwelling: 'd1', purpose: '', why: '' })
  expect(visitLacks({ ...fresh, talked: '有人住' }, { voice: false, today: TODAY })).toBe('purpose')
  expect(visitLacks({ ...fresh, talked: '有人住', new: { dwelling: 'd1', purpose: 'get-to-know', why: '' } }, { voice: false, today: TODAY })).toBe('why')
  const said = { ...draftOf('v3', { dwelling: 'd1', purpose: 'get-to-know', why: '亮着灯' }), talked: '有人住' }
  expect(visitPayload(said, 'now')['new']).toEqual({ dwelling: 'd1', purpose: 'get-to-know', why: '亮着灯' })
})

test('a door lists the visits to it alone, a home those to the door, the household and its members', () => {
  const row = (id: string, more: Partial<VisitRow>): VisitRow => ({ id, purpose: 'care', purpose_name: '', state: 'planned', dwelling: 'd1', ...more })
  const rows = [row('door', {}), row('home', { household: 'h1' }), row('member', { resident: 'p1', household: 'h2' }), row('beside', { dwelling: 'd2' }), row('other', { household: 'h2' })]
  const at = (household: string, people: string[]) => visitsAt(rows, { dwelling: 'd1', household, people }).map((one) => one.id)
  expect([at('', []), at('h1', ['p1'])]).toEqual([['door'], ['door', 'home', 'member']])
})

test.each([
  ['楼道灯坏\n水压低', ['楼道灯坏', '水压低']],
  ['1. 楼道灯坏 2、水压低 3）垃圾没清', ['楼道灯坏', '水压低', '垃圾没清']],
  ['楼道灯坏；水压低；', ['楼道灯坏', '水压低']],
  ['3栋2单元灯坏', ['3栋2单元灯坏']],
  ['电费多收12.5元', ['电费多收12.5元']],
  ['', []],
])('%j is split into %j', (text, matters) => {
  expect(splitMatters(text)).toEqual(matters)
})

test('visits still to be made come by their day', () => {
  const row = (id: string, more: Partial<VisitRow>): VisitRow => ({ id, purpose: 'care', purpose_name: '探访', state: 'planned', ...more })
  const rows = [row('late', {}), row('b', { due_on: '2026-11-30' }), row('a', { planned_on: '2026-11-23' }), row('x', { state: 'made' }), row('again', { state: 'not-in', due_on: '2026-12-01' })]
  expect(openVisits(rows).map((one) => one.id)).toEqual(['a', 'b', 'again', 'late'])
})

const command = {
  id: 'x1', at: '2026-11-22T08:00:00Z', name: 'visit.made' as const, record: 'visit:v1', media: [],
  payload: { visit: 'v1', talked: '都好', matters: [{ case: 'c1', text: '楼道灯坏' }, { case: 'c2', text: '水压低' }] },
}
const saved: OutboxEntry = {
  command, state: 'done', seen: true, depends: [], order: 1, tries: 0, next_at: 0, uploaded: {}, sent_bytes: 0, total_bytes: 0,
  made_at: command.at, result: { matters: [{ case: 'c1', number: '2026-7' }, { case: 'c2', number: '' }] },
}

test('a visit that was saved is found for as long as the outbox lists it, also once the rows know of it', () => {
  const other = { ...saved, command: { ...command, name: 'visit.not-in' as const } }
  expect(savedOf('v1', [other, saved])).toBe(saved)
  expect(savedOf('v2', [saved])).toBeUndefined()
})

test('a saved visit nobody had planned is told with its purpose after the server has it', () => {
  const unplanned = { ...saved, command: { ...command, payload: { ...command.payload, new: { household: 'h1', purpose: 'care', why: '新搬来' } } } }
  expect(rowOfSaved(unplanned, undefined)).toMatchObject({ id: 'v1', purpose: 'care', household: 'h1', state: 'made' })
  expect(rowOfSaved(saved, undefined)).toBeUndefined()
})

test('the matters of a saved visit come with the numbers of their cases, from the rows or the answer', () => {
  const row = { id: 'c2', number: '2026-8' } as CaseRow
  expect(mattersMade(saved, [row])).toEqual([
    { case: 'c1', text: '楼道灯坏', number: '2026-7', here: false },
    { case: 'c2', text: '水压低', number: '2026-8', here: true },
  ])
  expect(mattersMade({ command: { ...command, payload: {} } }, [])).toEqual([])
})
