import { expect, test } from 'vitest'
import {
  answerLacks, answerOf, beforePhoto, confirmers, doneSaid, isMain, maskedName, offers, photoNeeds, returnLacks, stepFields, stepLacks,
} from '../src/engine/steps'
import type { AskedField, CaseLine, CaseRow, PersonRow } from '../src/engine/rows'

const lamp: CaseRow = {
  id: 'c1', number: 'A-1', title: '路灯不亮', text: '', state: 'handling', state_name: '处置中', reported_at: '2026-11-01T00:00:00Z',
  is_open: true, mine: 'handle', steps: [],
}
const line = (name: string, note = ''): CaseLine => ({ at: '2026-11-02T00:00:00Z', by: '', name, name_text: '', note })
const answered: CaseRow = { ...lamp, kind_name: '道路照明', text: '三楼的老陈天天吵', lines: [line('report', '三楼的老陈天天吵'), line('respond', '已换灯泡'), line('note')] }

test('a case offers what its row opens, the steps that move it on first', () => {
  const row = { ...answered, steps: ['return', 'note', 'respond', 'ask-help', 'confirm', 'dispatch'] }
  expect(offers(row).map((one) => one.name)).toEqual(['answer', 'receipt', 'note', 'help', 'return'])
  expect(offers(row).filter(isMain).map((one) => one.command)).toEqual(['case.answer'])
})

test('a case that opens nothing offers nothing', () => {
  expect(offers(lamp)).toEqual([])
  expect(offers({ ...lamp, steps: ['close', 'void'] })).toEqual([])
})

test('a receipt is offered once there is an answer, and not for one that was sent back', () => {
  const names = (row: CaseRow) => offers({ ...row, steps: ['confirm', 'note'] }).map((one) => one.name)
  expect(names(lamp)).toEqual(['note'])
  expect(names(answered)).toEqual(['receipt', 'note'])
  expect(names({ ...answered, lines: [...answered.lines!, line('fail-check', '还是不亮')] })).toEqual(['note'])
  expect(answerOf({ ...answered, lines: [...answered.lines!, line('reopen'), line('respond', '换了整灯')] })).toBe('换了整灯')
})

test('whoever confirms reads what was done in which kind of matter, and nothing of the report', () => {
  expect(doneSaid(answered)).toBe('道路照明：已换灯泡')
  const { kind_name: _, ...unsorted } = answered
  expect(doneSaid(unsorted)).toBe('已换灯泡')
})

test('a declared step comes before those of every case, with what it asks', () => {
  const asks = { step: 'survey', name: '现场勘查', fields: [] }
  const found = offers({ ...lamp, steps: ['survey', 'note', 'respond'], asks: [asks] })
  expect(found.map((one) => one.name)).toEqual(['step', 'answer', 'note'])
  expect(found[0]?.asks).toEqual(asks)
})

test('passing and failing a check are one offer', () => {
  expect(offers({ ...lamp, mine: 'check', steps: ['pass-check', 'fail-check'] }).map((one) => one.name)).toEqual(['check'])
})

test.each([
  ['none', undefined, [], { before: false, after: false }],
  ['after', undefined, [], { before: false, after: true }],
  ['before-and-after', true, [], { before: true, after: true }],
  ['before-and-after', true, ['report'], { before: false, after: true }],
  ['before-and-after', true, ['check', 'after'], { before: true, after: true }],
] as const)('evidence %s with pair %s and photos %j asks for %j', (evidence, pair, purposes, needs) => {
  const photos = purposes.map((purpose, n) => ({ sha: `s${n}`, purpose }))
  expect(photoNeeds({ ...lamp, evidence, photos, ...(pair ? { pair } : {}) })).toEqual(needs)
})

test('the ghost is the newest photo from before the work', () => {
  const photos = [{ sha: 'a', purpose: 'report' }, { sha: 'b', purpose: 'before' }, { sha: 'c', purpose: 'after' }]
  expect(beforePhoto({ ...lamp, photos })?.sha).toBe('b')
  expect(beforePhoto(lamp)).toBeUndefined()
})

test('an answer names the first thing it lacks', () => {
  const row: CaseRow = { ...lamp, evidence: 'before-and-after' }
  expect(answerLacks(row, { result: '已修', before: false, after: false })).toBe('before')
  expect(answerLacks(row, { result: '已修', before: true, after: false })).toBe('after')
  expect(answerLacks(row, { result: '已修', before: true, after: true })).toBe('result')
  expect(answerLacks({ ...lamp, evidence: 'none' }, { result: '已修好了', before: false, after: false })).toBeUndefined()
})

test('a return needs a reason, and a sentence only where the reason says too little', () => {
  const reasons = [{ code: 'not-ours', name: '不属本单位' }, { code: 'other', name: '其他', note_required: true }]
  expect(returnLacks(reasons, '', '好')).toBe('reason_code')
  expect(returnLacks(reasons, 'not-ours', '')).toBeUndefined()
  expect(returnLacks(reasons, 'other', ' 缺 ')).toBe('reason')
  expect(returnLacks(reasons, 'other', '缺材料')).toBeUndefined()
})

test('a declared step asks for what is required and takes no word for a number', () => {
  const fields: AskedField[] = [
    { code: 'cost', name: '费用', takes: 'number' },
    { code: 'said', name: '情况', takes: 'text', required: false },
    { code: 'to', name: '去向', takes: 'choice', choices: [{ code: 'done', name: '完成' }] },
  ]
  expect(stepLacks(fields, { cost: 'ten', to: 'nowhere' })).toEqual(['cost', 'to'])
  expect(stepLacks(fields, { cost: '10.5', to: 'done' })).toEqual([])
  expect(stepFields(fields, { cost: ' 10.5 ', said: ' ', to: 'done', stray: 'x' })).toEqual({ cost: '10.5', to: 'done' })
})

test('a phone that is handed over shows surnames only, and no children', () => {
  const people: PersonRow[] = [
    { id: 'p1', household: 'h1', name: '王小明', born: '1980' },
    { id: 'p2', household: 'h1', name: '王一', born: '2015-03-01' },
    { id: 'p3', household: 'h2', name: '李四', born: '1970' },
  ]
  expect(confirmers(people, 'h1', 2026)).toEqual([{ id: 'p1', name: '王小明', shown: '王**', relation: '' }])
  expect(maskedName('李')).toBe('李')
})
