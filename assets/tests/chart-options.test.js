/** Plain figures become chart options with every value in its place. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { optionOf } from '../behaviours/chart-options.js'
import { stepsOf } from '../behaviours/chart-waterfall.js'

const figures = { kind: 'bar', title: '各社区', labels: ['甲', '乙'], series: [{ name: '受理', values: [3, 5] }], unit: '件' }

test('bars stand over the names of their areas', () => {
  const option = optionOf(figures)
  assert.deepEqual(option.xAxis.data, ['甲', '乙'])
  assert.deepEqual(option.series[0].data, [3, 5])
})

test('lying bars have their names on the left', () => {
  assert.deepEqual(optionOf({ ...figures, lying: true }).yAxis.data, ['甲', '乙'])
})

test('a few bars have their values written, many do not', () => {
  const many = { ...figures, labels: Array(16).fill('丙'), series: [{ name: '受理', values: Array(16).fill(1) }] }
  assert.equal(optionOf(figures).series[0].label.show, true)
  assert.equal(optionOf(many).series[0].label.show, false)
})

test('shares pair each name with its value', () => {
  assert.deepEqual(optionOf({ ...figures, kind: 'pie' }).series[0].data[1], { name: '乙', value: 5 })
})

test('a screen reader gets a description and a calm reader no movement', () => {
  const option = optionOf(figures, { calm: true })
  assert.equal(option.aria.enabled, true)
  assert.equal(option.animation, false)
})

test('a pyramid has its series back to back, written without a minus, and a gap where nothing is told', () => {
  const series = [{ name: '女', values: [3, null] }, { name: '男', values: [4, 5] }]
  const option = optionOf({ kind: 'pyramid', title: '年龄', labels: ['0-4', '5-9'], series })
  assert.deepEqual(option.series.map((one) => one.data), [[-3, null], [4, 5]])
  assert.equal(option.xAxis.axisLabel.formatter(-3), '3')
  assert.deepEqual(option.yAxis.data, ['0-4', '5-9'])
})

test('the steps of a waterfall begin where the one before ended, and the sum stands on nought', () => {
  const steps = stepsOf([-20, 16, -3, 30, 23])
  assert.deepEqual(
    steps.map(({ from, to }) => [from, to]),
    [[0, -20], [-20, -4], [-4, -7], [-7, 23], [0, 23]],
  )
  assert.equal(steps[1].colour === steps[2].colour, false)
})
