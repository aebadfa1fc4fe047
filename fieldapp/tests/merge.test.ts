/** Merging, by the examples the server runs as well; settling what does not merge. */
import { describe, expect, test } from 'vitest'
import examples from '../../tests/vectors/merge.json'
import { conflictsWith, masksTo, mergeField, settledPayload } from '../src/engine/merge'
import type { OutboxEntry } from '../src/engine/outbox'

test.each(examples)('$why', ({ base, mine, theirs, outcome }) => {
  expect(mergeField(base, mine, theirs)).toBe(outcome)
})

function edit(set: Record<string, string>, base: Record<string, string>, over: Partial<OutboxEntry> = {}): OutboxEntry {
  const command = { id: 'c', at: '', name: 'person.edit' as const, record: 'person:p', payload: { person: 'p', base, set, reason: 'r' }, media: [] }
  return { command, state: 'conflict', depends: [], order: 1, tries: 0, next_at: 0, uploaded: {}, sent_bytes: 0, total_bytes: 0, made_at: '', ...over }
}

const clash = { field: 'name', base: '张伟', mine: '张玮', theirs: '张炜', by: '罗', at: '' }

describe('conflicts', () => {
  test('are found against the row as it stands now, under the name the row gives the field', () => {
    const entry = edit({ name: '张玮', born_on: '1950-03-21' }, { name: '张伟', born_on: '1950-03-12' })
    const found = conflictsWith(entry, { id: 'p', name: '张炜', born: '1950-03-12' }, 'now')
    expect(found).toEqual([{ field: 'name', base: '张伟', mine: '张玮', theirs: '张炜', by: '', at: 'now' }])
  })

  test('a masked value hides only values of its own shape', () => {
    expect(masksTo('13900000002', '139******02')).toBe(true)
    expect(masksTo('1390000002', '139******02')).toBe(false)
    expect(masksTo('139', '139')).toBe(false)
  })

  test('mine is sent again on top of theirs, the applied fields are not', () => {
    const entry = edit({ name: '张玮', sex: 'male' }, { name: '张伟', sex: 'female' }, { conflicts: [clash], found: 'server' })
    expect(settledPayload(entry, { name: 'mine' })).toMatchObject({ base: { name: '张炜' }, set: { name: '张玮' } })
    expect(settledPayload(entry, { name: 'theirs' })).toBeUndefined()
  })

  test('found on the phone nothing was sent yet, so the other fields go too', () => {
    const entry = edit({ name: '张玮', sex: 'male' }, { name: '张伟', sex: 'female' }, { conflicts: [clash], found: 'here' })
    expect(settledPayload(entry, { name: 'theirs' })).toMatchObject({ base: { sex: 'female' }, set: { sex: 'male' } })
  })

  test('a visit moved twice is moved from where it stands now', () => {
    const entry = edit({}, {}, { conflicts: [{ field: 'on', base: '1', mine: '2', theirs: '3', by: '', at: '' }] })
    entry.command.payload = { visit: 'v', on: '2', base_on: '1' }
    expect(settledPayload(entry, {})).toEqual({ visit: 'v', on: '2', base_on: '3' })
    expect(settledPayload(entry, { on: 'theirs' })).toBeUndefined()
  })
})
