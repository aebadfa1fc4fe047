/** Charts from figures the page carries as JSON (`json_script`): bars, lines, shares, or areas on a map. */
import { BarChart, CustomChart, LineChart, MapChart, PieChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent, VisualMapComponent } from 'echarts/components'
import { init, registerMap, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { optionOf } from './chart-options.js'

use([BarChart, CustomChart, LineChart, MapChart, PieChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, VisualMapComponent, CanvasRenderer])

/** Draw the chart whose figures stand in the script element named by data-chart. */
export async function chart(element) {
  const source = document.getElementById(element.dataset.chart.replace(/^#/, ''))
  const figures = JSON.parse(source.textContent)
  if (figures.kind === 'map') await bringMap(figures)
  const drawn = init(element, null, { renderer: 'canvas' })
  const remPixels = parseFloat(getComputedStyle(document.documentElement).fontSize)
  drawn.setOption(optionOf(figures, { fontSize: Math.round(remPixels * 0.8125), calm: isCalm() }))
  element.setAttribute('role', 'img')
  if (!element.hasAttribute('aria-label')) element.setAttribute('aria-label', figures.title ?? '')
  new ResizeObserver(() => drawn.resize()).observe(element)
  element.setAttribute('data-chart-ready', 'yes')
}

async function bringMap(figures) {
  const answer = await fetch(figures.geojson_url)
  registerMap(figures.geojson_url, await answer.json())
}

function isCalm() {
  return navigator.webdriver || matchMedia('(prefers-reduced-motion: reduce)').matches
}
