import { expect, test } from 'vitest'
import type { Conflict } from '../src/engine/protocol'
import { isChosen, settlingSaid, valueSaid } from '../src/engine/settling'

const of = (field: string): Conflict => ({ field, base: 'a', mine: 'b', theirs: 'c', by: '王明', at: '2026-11-22T00:00:00Z' })
const both = [of('phone'), of('sex')]

test.each([
  ['phone', '13900000021', '139******21'],
  ['name', '李小明', '李**'],
  ['sex', 'female', '女'],
  ['sex', 'unknown', 'unknown'],
  ['use', '', '（空）'],
])('the value of %s %j is said as %s', (field, value, said) => {
  expect(valueSaid(field, value, { sexes: [{ code: 'female', name: '女' }] })).toBe(said)
})

test('settling waits until every field is chosen', () => {
  expect(isChosen(both, { phone: 'mine' })).toBe(false)
  expect(isChosen(both, { phone: 'mine', sex: 'theirs' })).toBe(true)
})

test('what a choice does is said before it is done', () => {
  expect(settlingSaid(both, { phone: 'theirs', sex: 'theirs' })).toContain('不再上传')
  expect(settlingSaid(both, { phone: 'mine', sex: 'mine' })).toContain('留在历史记录里')
  expect(settlingSaid(both, { phone: 'mine', sex: 'theirs' })).toContain('1项用您的值')
})
