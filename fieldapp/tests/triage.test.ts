/** Triage on the phone and on the server: the same examples (`tests/vectors/triage.json`), the same answers. */
import { expect, it } from 'vitest'
import examples from '../../tests/vectors/triage.json'
import { textLikeness } from '../src/engine/near'
import { suggestKinds } from '../src/engine/suggest'

const KINDS = Object.entries(examples.kinds).map(([id, words]) => ({ id, words }))

it.each(examples.likeness)('texts are as alike as on the server: $why', ({ one, other, alike }) => {
  expect(textLikeness(one, other)).toBeCloseTo(alike, 4)
})

it.each(examples.suggested)('a kind is suggested as on the server: $why', ({ text, kind }) => {
  expect(suggestKinds(text, KINDS)[0]?.kind ?? null).toBe(kind)
})
