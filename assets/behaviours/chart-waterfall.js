/** A waterfall: steps that add up to a sum, as ECharts' options. */

const FOR = '#1a7431'
const AGAINST = '#b91c1c'
const WHOLE = '#1a5cb8'

/** Where each step of a waterfall begins and ends; the first stands on nought, the last is the sum. */
export function stepsOf(values) {
  let reached = 0
  return values.map((value, at) => {
    const isWhole = at === 0 || at === values.length - 1
    const from = isWhole ? 0 : reached
    reached = from + value
    return { from, to: reached, value, colour: isWhole ? WHOLE : value < 0 ? AGAINST : FOR }
  })
}

/** Steps that add up, one under the other: what speaks for goes to the right, what speaks against to the left. */
export function waterfall(figures, fontSize) {
  const [one] = figures.series
  const steps = stepsOf(one.values)
  const signed = (value) => `${value > 0 ? '+' : ''}${value.toFixed(1)}`
  return {
    tooltip: { trigger: 'item', confine: true, textStyle: { fontSize }, formatter: ({ dataIndex }) => `${figures.labels[dataIndex]} ${signed(steps[dataIndex].value)}` },
    grid: { left: 8, right: 48, top: 8, bottom: 8, containLabel: true },
    xAxis: { type: 'value', axisLabel: { fontSize } },
    yAxis: { type: 'category', data: figures.labels, inverse: true, axisTick: { show: false }, axisLabel: { fontSize, interval: 0 } },
    series: [
      {
        name: one.name,
        type: 'custom',
        encode: { x: [0, 1], y: 2 },
        data: steps.map((step, at) => [step.from, step.to, at]),
        renderItem: (_params, api) => drawStep(api, steps[api.value(2)], signed, fontSize),
      },
    ],
  }
}

function drawStep(api, step, signed, fontSize) {
  const [from, middle] = api.coord([step.from, api.value(2)])
  const [to] = api.coord([step.to, api.value(2)])
  const height = Math.min(22, api.size([0, 1])[1] * 0.7)
  const right = Math.max(from, to)
  return {
    type: 'group',
    children: [
      { type: 'rect', shape: { x: Math.min(from, to), y: middle - height / 2, width: Math.max(1, Math.abs(to - from)), height }, style: { fill: step.colour } },
      { type: 'text', style: { x: right + 4, y: middle, text: signed(step.value), fill: '#232a38', fontSize, textVerticalAlign: 'middle' } },
    ],
  }
}
