import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CHOOSE, chosenUnits, neighbours, placesAlong } from '../behaviours/grid-choosing.js'

// Four units in a row: two blocks, the last two units one compound; water between the third and the second.
const facts = [{ block: 1, group: 0 }, { block: 1, group: 1 }, { block: 2, group: 2 }, { block: 2, group: 2 }]
const feature = (values) => ({ get: (name) => values[name] })
const ground = {
  byUnit: facts.map(feature),
  contacts: { getFeatures: () => [{ a: 0, b: 1, joins: true }, { a: 1, b: 2, joins: false }, { a: 2, b: 3, joins: true }].map(feature) },
  units: { getFeaturesAtCoordinate: ([x]) => (x >= 0 && x < 4 ? [feature({ unit: Math.floor(x) })] : []) },
}

function select(name, values, picked = []) {
  const options = values.map((value) => ({ value, selected: picked.includes(value) }))
  return { name, options, get selectedOptions() { return options.filter(({ selected }) => selected) } }
}

test('the grids beside a piece of ground are those it touches, not those across water', () => {
  assert.deepEqual(neighbours([0], [5, 6, 7, 7], ground), [6])
  assert.deepEqual(neighbours([0, 1], [6, 6, 7, 7], ground), [])
})

test('a block stands for its units in the same grid', () => {
  const form = (unit) => ({ dataset: { tool: 'move-block' }, querySelectorAll: () => [select('units', ['0', '2'], [unit])] })
  assert.deepEqual(chosenUnits(form('0'), [0, 0, 1, 1], ground), [0, 1])
  assert.deepEqual(chosenUnits(form('0'), [0, 1, 1, 1], ground), [0])
})

test('a compound is chosen and left out as a whole', () => {
  const list = select('units', ['0', '1', '2', '3'])
  const open = { querySelector: () => list }
  CHOOSE['move-units'](open, 3, [0, 0, 1, 1], ground)
  assert.deepEqual(list.selectedOptions.map(({ value }) => value), ['2', '3'])
  CHOOSE['move-units'](open, 2, [0, 0, 1, 1], ground)
  assert.equal(list.selectedOptions.length, 0)
})

test('two clicks name the grids of a merge, a third begins anew', () => {
  const pair = [{ value: '' }, { value: '' }]
  const open = { querySelectorAll: () => pair }
  for (const unit of [0, 1]) CHOOSE.merge(open, unit, [0, 1, 2, 2], ground)
  assert.deepEqual(pair.map(({ value }) => String(value)), ['0', '1'])
  CHOOSE.merge(open, 2, [0, 1, 2, 2], ground)
  assert.deepEqual(pair.map(({ value }) => String(value)), ['2', ''])
})

test('a line runs longest through the grids it was drawn in', () => {
  const along = placesAlong([[0.5, 0], [3.5, 0], [9, 0]], ground, [0, 0, 1, 1])
  assert.ok(along.includes(0) && along.includes(1))
  assert.ok(along.filter((place) => place === 1).length > along.filter((place) => place === 0).length)
})
