/** What lies half written is known by the key it lies under, named before somebody signs out, and listed with the way back to it. */
import { describe, expect, test } from 'vitest'
import { draftLines, type Noted } from '../src/engine/draft-lines'
import { begunRecords, draftKey, draftOfKey, draftsSaid, type DraftOf } from '../src/engine/drafts'
import type { Known } from '../src/engine/known'
import type { CaseRow } from '../src/engine/rows'
import { listed, useWords } from '../src/engine/words'

const KEYS: readonly (readonly [string, DraftOf])[] = [
  ['report', { makes: 'case.report' }],
  ['complaint', { makes: 'app.complaint' }],
  ['answer:c1', { makes: 'case.answer', case: 'c1' }],
  ['settle:c1', { makes: 'case.settle', case: 'c1' }],
  ['check:c1', { makes: 'case.check', case: 'c1' }],
  ['note:c1', { makes: 'case.note', case: 'c1' }],
  ['help:c1', { makes: 'case.help', case: 'c1' }],
  ['return:c1', { makes: 'case.return', case: 'c1' }],
  ['step:c1:meet', { makes: 'case.step', case: 'c1', step: 'meet' }],
  ['visit:v1', { makes: 'visit.made', visit: 'v1' }],
  ['visit:new:h1', { makes: 'visit.made', household: 'h1' }],
  ['visit:new:door:d1', { makes: 'visit.made', dwelling: 'd1' }],
  ['plan:h1', { makes: 'visit.plan', household: 'h1' }],
  ['plan:door:d1', { makes: 'visit.plan', dwelling: 'd1' }],
  ['move:v1', { makes: 'visit.move', visit: 'v1' }],
  ['cancel:v1', { makes: 'visit.cancel', visit: 'v1' }],
  ['person:p1', { makes: 'person.edit', person: 'p1' }],
  ['dwelling:d1', { makes: 'dwelling.edit', dwelling: 'd1' }],
  ['form:f1://', { makes: 'form.submit', form: 'f1' }],
  ['form:f1:h1/p1/', { makes: 'form.submit', form: 'f1', household: 'h1', person: 'p1' }],
  ['form:f1://d1', { makes: 'form.submit', form: 'f1', dwelling: 'd1' }],
]

describe('the key of a draft', () => {
  test.each(KEYS)('%s says what the draft is, and is made of that', (key, of) => {
    expect([draftKey(of), draftOfKey(key)]).toEqual([key, of])
  })

  test('that no page of this version writes says nothing', () => {
    expect(draftOfKey('poem:x')).toBeUndefined()
  })

  test('names the records of which something is half written', () => {
    const found = begunRecords(['visit:v1', 'visit:new:h1', 'step:c1:meet', 'form:f1:h2//', 'report', 'poem:x'])
    expect([...found].sort()).toEqual(['case:c1', 'form:f1', 'visit:v1'])
  })
})

describe('before signing out', () => {
  test('drafts are named by what they will become, each kind counted', () => {
    expect(draftsSaid(['visit:v1', 'report', 'visit:new:h1', 'poem:x'])).toBe('走访记录2份、上报问题1份、其他1份')
    expect(draftsSaid([])).toBe('')
  })

  test('what is listed is joined as the language does', () => {
    useWords({ '、': ', ' })
    expect(listed(['a', 'b'])).toBe('a, b')
    useWords({})
    expect(listed(['甲', '乙'])).toBe('甲、乙')
  })
})

const aCase: CaseRow = {
  id: 'c1', number: '2026-7', title: '井盖破损', text: '', state: 'handling', state_name: '', reported_at: '', is_open: true, mine: 'handle',
  steps: ['note', 'respond'], asks: [{ step: 'meet', name: '约见双方', fields: [] }],
}
const known: Known = {
  cases: [aCase], visits: [{ id: 'v1', purpose: 'care', purpose_name: '探访关爱', state: 'planned', whom: '王**', household: 'h1' }],
  forms: [{ id: 'f1', version: '1', title: '户情表', target: 'household' }],
  people: [{ id: 'p1', household: 'h1', name: '王**' }], households: [{ id: 'h1', area: 'g1', dwelling: 'd1' }],
  dwellings: [{ id: 'd1', building: 'b1', entrance: '1单元', no: '101' }], buildings: [{ id: 'b1', code: 'B1', name: '柳园3栋', area: 'g1' }],
  purposes: [{ code: 'care', name: '探访关爱' }],
}
const DOOR = '柳园3栋 1单元 101'

function noted(key: string, value: unknown = {}, at = '2026-11-23T08:00:00Z'): Noted {
  return { key, kept: { value, media: 0, at } }
}

function lineOf(key: string, value?: unknown, from: Known | undefined = known) {
  const [line] = draftLines([noted(key, value)], from)
  return line!
}

describe('the list of drafts', () => {
  test.each([
    ['report', { text: ' 灯坏了 ', place: { how: 'building', building: 'B1' } }, '上报问题', '灯坏了 · 柳园3栋', 'report', {}],
    ['report', { text: '', place: { how: 'map', address: '柳园路' } }, '上报问题', '柳园路', 'report', {}],
    ['complaint', {}, '意见与投诉', '', 'settings', { complaint: '' }],
    ['note:c1', {}, '补充说明', '2026-7 井盖破损', 'case/c1', { draft: 'note:c1' }],
    ['step:c1:meet', {}, '约见双方', '2026-7 井盖破损', 'case/c1', { draft: 'step:c1:meet' }],
    ['visit:v1', {}, '走访记录', '王** · 探访关爱', 'visit/v1', {}],
    ['move:v1', {}, '走访改期', '王** · 探访关爱', 'visit/v1', { draft: 'move:v1' }],
    ['visit:new:h1', { new: { purpose: 'care' } }, '走访记录', `${DOOR} · 探访关爱`, 'visit/new', { household: 'h1' }],
    ['visit:new:door:d1', {}, '走访记录', DOOR, 'visit/new', { dwelling: 'd1' }],
    ['plan:h1', {}, '安排走访', DOOR, 'home/h1', { draft: 'plan:h1' }],
    ['plan:door:d1', {}, '安排走访', DOOR, 'door/d1', { draft: 'plan:door:d1' }],
    ['person:p1', {}, '更正居民信息', `王** · ${DOOR}`, 'home/h1', { draft: 'person:p1' }],
    ['dwelling:d1', {}, '更正房屋信息', DOOR, 'door/d1', { draft: 'dwelling:d1' }],
    ['form:f1:h1/p1/', {}, '户情表', `${DOOR} · 王**`, 'form/f1', { household: 'h1', person: 'p1' }],
    ['form:f1://', {}, '户情表', '', 'form/f1', {}],
  ])('says of %s %j what it is, of what, and where it goes on', (key, value, title, lead, page, query) => {
    expect(lineOf(key, value)).toMatchObject({ title, lead, on: { page: page.split('/'), query } })
  })

  test.each([
    ['note:c9', 'gone'], ['visit:v9', 'gone'], ['visit:new:h9', 'gone'], ['visit:new:door:d9', 'gone'], ['plan:h9', 'gone'],
    ['person:p9', 'gone'], ['dwelling:d9', 'gone'], ['form:f1:h9//', 'gone'], ['form:f1:h1/p9/', 'gone'],
    ['return:c1', 'over'], ['step:c1:other', 'over'], ['form:withdrawn:h1//', 'over'], ['poem:x', 'sealed'],
  ])('leads nowhere from %s: it is %s', (key, on) => {
    expect(lineOf(key).on).toBe(on)
  })

  test('a visit that has ended is over', () => {
    const visits = known.visits.map((one) => ({ ...one, state: 'made' }))
    expect(['visit:v1', 'cancel:v1'].map((key) => lineOf(key, {}, { ...known, visits }).on)).toEqual(['over', 'over'])
  })

  test('after the lease nothing is called gone before the rows are here again, and what needs none goes on', () => {
    const lines = draftLines(['note:c1', 'form:f1:h1//', 'report'].map((key) => noted(key)), undefined)
    expect(lines.map((one) => [one.key, typeof one.on === 'string' ? one.on : one.on.page])).toEqual([['form:f1:h1//', 'fetching'], ['note:c1', 'fetching'], ['report', ['report']]])
  })

  test('what another key sealed is told by its name alone', () => {
    expect(draftLines([{ key: 'note:c1' }], known)).toMatchObject([{ title: '补充说明', lead: '2026-7 井盖破损', on: 'sealed', at: '', media: 0, words: [] }])
  })

  test('two of the same form stand apart by their homes, the one last written to on top, one of unknown age last', () => {
    const old: Noted = { key: 'report', kept: { value: {}, media: 0 } }
    const lines = draftLines([old, noted('form:f1:h1//', {}, '2026-11-21T08:00:00Z'), noted('form:f1://d1', {}, '2026-11-22T08:00:00Z')], known)
    expect(lines.map((one) => one.key)).toEqual(['form:f1://d1', 'form:f1:h1//', 'report'])
  })

  test('gives what was written in own words, so that it can be read where it cannot be sent', () => {
    const written = { visit: 'v1', talked: ' 租客在 ', agreed: '', gathered: '灯坏', matters: [{ case: 'c9', text: '楼道堆物', kind: 'k' }], new: { purpose: 'care', why: '亮着灯' } }
    expect(lineOf('visit:v9', written).words).toEqual(['租客在', '灯坏', '楼道堆物', '亮着灯'])
  })
})
