/** Turns our plain figures `{kind, title, labels, series: [{name, values}], unit}` into ECharts' options. */

import { tradeoff } from './chart-tradeoff.js'
import { waterfall } from './chart-waterfall.js'

const COLOURS = ['#1a5cb8', '#1a7431', '#a8430a', '#86259b', '#0b6675', '#8a5300', '#b91c1c', '#3b4fc4']
const FONT = '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif'
const MANY_LABELS = 7
const MOST_VALUES_WRITTEN = 15
const MOST_NAMES_ON_MAP = 12

/** Build the options of a chart. */
export function optionOf(figures, { fontSize = 13, calm = false } = {}) {
  const make = { bar: cartesian, stacked: cartesian, line: cartesian, pie: shares, map: areas, pyramid, tradeoff, waterfall }[figures.kind] ?? cartesian
  return {
    animation: !calm,
    aria: { enabled: true },
    color: COLOURS,
    textStyle: { fontFamily: FONT, fontSize, color: '#232a38' },
    tooltip: { trigger: figures.kind === 'pie' || figures.kind === 'map' ? 'item' : 'axis', confine: true, textStyle: { fontSize } },
    ...make(figures, fontSize),
  }
}

function cartesian(figures, fontSize) {
  const lying = Boolean(figures.lying)
  const written = figures.kind === 'bar' && figures.labels.length <= MOST_VALUES_WRITTEN
  const names = { type: 'category', data: figures.labels, inverse: lying, axisLabel: { fontSize, hideOverlap: !lying, rotate: !lying && figures.labels.length > MANY_LABELS ? 30 : 0 } }
  const values = { type: 'value', name: written ? '' : figures.unit, nameTextStyle: { fontSize }, axisLabel: { fontSize }, minInterval: figures.whole ? 1 : 0 }
  return {
    grid: { left: 8, right: lying && written ? 56 : 24, top: figures.series.length > 1 || (figures.unit && !written) ? 48 : 16, bottom: 8, containLabel: true },
    legend: figures.series.length > 1 ? { top: 0, textStyle: { fontSize } } : undefined,
    xAxis: lying ? values : names,
    yAxis: lying ? names : values,
    series: figures.series.map((one) => ({
      name: one.name,
      type: figures.kind === 'line' ? 'line' : 'bar',
      stack: figures.kind === 'stacked' ? 'all' : undefined,
      barMaxWidth: 36,
      label: { show: written, position: lying ? 'right' : 'top', fontSize, formatter: `{c}${figures.unit ?? ''}` },
      symbolSize: 7,
      data: one.values,
    })),
  }
}

/** Two series back to back, the youngest below; a value that is not told is a gap. */
function pyramid(figures, fontSize) {
  const told = (value) => (value === null || value === undefined || Number.isNaN(value) ? '–' : `${Math.abs(value)}`)
  return {
    grid: { left: 8, right: 24, top: 40, bottom: 8, containLabel: true },
    legend: { top: 0, textStyle: { fontSize } },
    tooltip: { trigger: 'axis', confine: true, textStyle: { fontSize }, valueFormatter: told },
    xAxis: { type: 'value', minInterval: 1, axisLabel: { fontSize, formatter: told } },
    yAxis: { type: 'category', data: figures.labels, axisTick: { show: false }, axisLabel: { fontSize, interval: 0 } },
    series: figures.series.map((one, at) => ({
      name: one.name,
      type: 'bar',
      stack: 'all',
      barMaxWidth: 18,
      data: one.values.map((value) => (value === null ? null : at ? value : -value)),
    })),
  }
}

function shares(figures, fontSize) {
  const [one] = figures.series
  return {
    legend: { type: 'scroll', orient: 'vertical', right: 0, top: 'middle', textStyle: { fontSize } },
    series: [
      {
        name: one.name,
        type: 'pie',
        radius: ['42%', '70%'],
        center: ['36%', '50%'],
        label: { show: false },
        itemStyle: { borderColor: '#fff', borderWidth: 2 },
        data: figures.labels.map((name, at) => ({ name, value: one.values[at] })),
      },
    ],
  }
}

function areas(figures, fontSize) {
  const [one] = figures.series
  return {
    visualMap: {
      min: Math.min(0, ...one.values),
      max: Math.max(1, ...one.values),
      left: 8,
      bottom: 8,
      textStyle: { fontSize },
      inRange: { color: ['#e8f0fb', '#7fa9e0', '#14458c'] },
    },
    series: [
      {
        name: one.name,
        type: 'map',
        map: figures.geojson_url,
        nameProperty: figures.name_property ?? 'name',
        roam: false,
        label: { show: figures.labels.length <= MOST_NAMES_ON_MAP, fontSize: fontSize - 1 },
        data: figures.labels.map((name, at) => ({ name, value: one.values[at] })),
      },
    ],
  }
}
