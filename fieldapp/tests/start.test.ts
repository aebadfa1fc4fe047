/** Where filling a form begins: one about a home starts at a home, wherever the form was met. */
import { beforeAll, expect, test, vi } from 'vitest'
import { dueItems } from '../src/engine/today'

type StartOf = typeof import('../src/ui/pages/form/start').startOf
let startOf: StartOf

beforeAll(async () => {
  vi.stubGlobal('addEventListener', () => undefined)
  vi.stubGlobal('location', { hash: '' })
  startOf = (await import('../src/ui/pages/form/start')).startOf
})

const targets = ['household', 'person', 'place', 'none'] as const

test('a form about a home asks which home first, unless one is known', () => {
  expect(targets.map((target) => startOf({ id: 'f', target }))).toEqual(['#/homes?form=f', '#/homes?form=f', '#/homes?form=f', '#/form/f'])
  expect(startOf({ id: 'f', target: 'person' }, 'h1')).toBe('#/form/f?household=h1')
})

test('what is due carries whom a form is about, so that Today begins it there', () => {
  const forms = targets.map((target) => ({ id: target, version: '1', title: target, target, expires_on: '2026-11-23' }))
  expect(dueItems({ cases: [], visits: [], forms }, new Date('2026-11-20T10:00:00').getTime()).map((one) => one.target)).toEqual([...targets])
})
