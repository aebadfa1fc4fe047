/** A phone number is checked where it is typed as the server will check it (`tests/vectors/phones.json`). */
import { expect, test } from 'vitest'
import examples from '../../tests/vectors/phones.json'
import { isPhone } from '../src/engine/phones'

test.each(examples)('$typed', ({ typed, is_phone: is }) => {
  expect(isPhone(typed)).toBe(is)
})
