/** Photos keep their shape and never grow. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { fitWithin } from '../behaviours/photo-size.js'

test('a large photo is brought down to 1600 pixels on its longest side', () => {
  assert.deepEqual(fitWithin(4000, 3000), { width: 1600, height: 1200 })
  assert.deepEqual(fitWithin(3000, 4000), { width: 1200, height: 1600 })
})

test('a small photo stays as it is', () => {
  assert.deepEqual(fitWithin(800, 600), { width: 800, height: 600 })
})

test('a very thin picture keeps at least one pixel', () => {
  assert.deepEqual(fitWithin(100000, 3), { width: 1600, height: 1 })
})
