import assert from 'node:assert/strict'
import { test } from 'node:test'
import { colourOf } from '../behaviours/grid-colours.js'

const grid = (facts) => ({ kind: 'basic', deviation: 0.8, oversize: false, ...facts })

test('a grid of one building that is more than a grid has a colour of its own, not that of too much work', () => {
  const colours = [grid({ oversize: true }), grid({}), grid({ deviation: 0 })].map((one) => colourOf(0, one, true))
  assert.equal(new Set(colours).size, 3)
  assert.equal(colourOf(0, grid({ oversize: true, deviation: -0.5 }), true), colours[0])
})

test('by grid, every grid has its colour; a dedicated one is grey either way', () => {
  assert.notEqual(colourOf(0, grid({}), false), colourOf(1, grid({}), false))
  assert.equal(colourOf(0, grid({ oversize: true }), false), colourOf(0, grid({}), false))
  assert.equal(colourOf(0, grid({ kind: 'dedicated' }), true), colourOf(3, grid({ kind: 'dedicated', oversize: true }), false))
})

test('what lies in no grid stays white', () => {
  assert.equal(colourOf(-1, undefined, true), colourOf(4, undefined, true))
})
