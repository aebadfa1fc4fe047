/** What is half written is named before somebody signs out. */
import { expect, test } from 'vitest'
import { draftsSaid, unfinished } from '../src/engine/drafts'
import { listed, useWords } from '../src/engine/words'

test('drafts are named by what they will become, each kind counted', () => {
  expect(draftsSaid(['visit:v1', 'report', 'visit:new:h1', 'answer:c1', 'form:f:h1//'])).toBe('上报1件、走访记录2份、表单1份、其他1项')
  expect(draftsSaid([])).toBe('')
})

test('the records of what is half written are known, whatever is written of them', () => {
  const found = unfinished(['visit:v1', 'visit:new:h1', 'visit:new:door:d1', 'step:c1:meet', 'form:f1:h2//', 'report'])
  expect(['v1', 'h1', 'd1', 'c1', 'f1'].filter((id) => !found.has(id))).toEqual([])
  expect(['visit', 'report', ''].filter((id) => found.has(id))).toEqual([])
})

test('what is listed is joined as the language does', () => {
  useWords({ '、': ', ' })
  expect(listed(['a', 'b'])).toBe('a, b')
  useWords({})
  expect(listed(['甲', '乙'])).toBe('甲、乙')
})
