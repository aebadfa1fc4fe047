import { expect, test } from 'vitest'
import type { OutboxEntry } from '../src/engine/outbox'
import type { CommandName, MediaNote, Problem } from '../src/engine/protocol'
import { redone } from '../src/engine/redo'

function refused(name: CommandName, payload: Record<string, unknown>, media: MediaNote[] = [], problem?: Problem): OutboxEntry {
  const command = { id: 'k1', at: '2026-11-22T00:00:00Z', name, record: 'case:c1', payload, media }
  const none = { depends: [], order: 1, tries: 1, next_at: 0, uploaded: {}, sent_bytes: 0, total_bytes: 0, made_at: command.at }
  return { command, state: 'set-aside', ...none, ...(problem ? { problem } : {}) }
}

const photo = (role: 'before' | 'after'): MediaNote => ({ sha256: role, size: 1, type: 'image/jpeg', role, taken_at: 't', lon: 1, lat: 2 })

test('an answer goes back with its words and what is known of its photos', () => {
  const found = redone(refused('case.answer', { case: 'c1', result: '已清' }, [photo('before'), photo('after')]))
  expect(found?.key).toBe('answer:c1')
  expect(found?.value).toEqual({
    result: '已清', shots: [{ role: 'before', taken_at: 't', lon: 1, lat: 2 }, { role: 'after', taken_at: 't', lon: 1, lat: 2 }],
  })
})

test('an answer refused for helpers still at work asks why they are not waited for', () => {
  const problem = { code: 'case.co-units-working', title: '协办单位还在办理', field: 'despite' }
  expect(redone(refused('case.answer', { case: 'c1', result: '已清' }, [], problem))?.value).toMatchObject({ despite: '' })
})

test.each([
  ['case.settle', { case: 'c1', result: '清了' }, 'settle:c1', { result: '清了', shots: [] }],
  ['case.check', { case: 'c1', passed: false, text: '还在' }, 'check:c1', { passed: 'no', text: '还在' }],
  ['case.note', { case: 'c1', text: '明天来' }, 'note:c1', { text: '明天来' }],
  ['case.help', { case: 'c1', text: '要吊车' }, 'help:c1', { text: '要吊车' }],
  ['case.return', { case: 'c1', reason_code: 'not-ours', reason: '' }, 'return:c1', { reason_code: 'not-ours', reason: '' }],
  ['case.step', { case: 'c1', step: 'find', fields: { finding: 'differs' } }, 'step:c1:find', { finding: 'differs' }],
] as const)('a refused %s goes back to its draft', (name, payload, key, value) => {
  expect(redone(refused(name, payload))).toEqual({ key, value })
})

test('a visit goes back whole, planned or not', () => {
  const matters = [{ case: 'c9', text: '灯坏' }]
  const made = { visit: 'v1', made_at: 'now', talked: '好', agreed: '', matters }
  expect(redone(refused('visit.made', made))).toEqual({
    key: 'visit:v1', value: { visit: 'v1', talked: '好', agreed: '', next_on: '', matters, gathered: '' },
  })
  const fresh = { household: 'h1', purpose: 'care', why: '出院' }
  expect(redone(refused('visit.made', { ...made, new: fresh }))).toMatchObject({ key: 'visit:new:h1', value: { new: fresh } })
  const door = { dwelling: 'd1', purpose: 'care', why: '亮着灯' }
  expect(redone(refused('visit.made', { ...made, new: door }))).toMatchObject({ key: 'visit:new:door:d1', value: { new: door } })
})

test('what no sheet writes stays where it is', () => {
  expect(redone(refused('case.accept', { case: 'c1' }))).toBeUndefined()
})
