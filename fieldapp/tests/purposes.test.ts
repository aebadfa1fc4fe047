import { expect, test } from 'vitest'
import { asksSaid } from '../src/engine/purposes'

const purposes = [{ code: 'benefit', name: '政策落实', asks: '补贴到账没有' }, { code: 'own', name: '本地目的' }]

test('a purpose says what to come back with, where that is declared', () => {
  expect(asksSaid(purposes, 'benefit')).toBe('要问清：补贴到账没有')
  expect([asksSaid(purposes, 'own'), asksSaid(purposes, ''), asksSaid(purposes, 'gone')]).toEqual(['', '', ''])
})
