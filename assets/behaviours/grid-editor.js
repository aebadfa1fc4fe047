/** The map editor of a plan: what is clicked fills the forms beside the map, the server takes the step, the map follows. */
import { toLonLat } from 'ol/proj.js'
import { bringGround, sheetOn, unitAt } from './grid-sheet.js'
import { gridTools } from './grid-tools.js'

/** Start the editor in its box; its panel comes anew from the server after each step. */
export async function gridEditor(box) {
  const canvas = box.querySelector('[data-editor-map]')
  const ground = await bringGround(box.dataset.groundUrl)
  let state = stateOf(box)
  const byLoad = box.querySelector('[data-editor-load]')
  const told = () => ({ places: state.grid, grids: state.grids, byLoad: byLoad.checked })
  const sheet = sheetOn(canvas, ground, told)
  const tools = gridTools(box, ground, sheet, () => state)
  sheet.map.on('singleclick', (event) => take(ground, tools, event.coordinate))
  canvas.addEventListener('keydown', (event) => enter(event, canvas, () => take(ground, tools, sheet.map.getView().getCenter())))
  box.addEventListener('htmx:load', (event) => {
    if (!event.target.matches('[data-editor-panel]')) return
    state = stateOf(box)
    sheet.refresh()
    tools.renew()
  })
  byLoad.addEventListener('change', () => {
    box.querySelector('[data-load-legend]').hidden = !byLoad.checked
    sheet.refresh()
  })
  compare(box, ground, sheet)
  tools.renew()
  await sheet.ready
  canvas.setAttribute('data-map-ready', 'yes')
}

function stateOf(box) {
  return JSON.parse(box.querySelector('#editor-state').textContent)
}

function take(ground, tools, coordinate) {
  tools.take(unitAt(ground, coordinate), coordinate, toLonLat(coordinate))
}

function enter(event, canvas, act) {
  if (event.key !== 'Enter' || event.target !== canvas) return
  event.preventDefault()
  act()
}

// Today's grids on a second map; both move together.
function compare(box, ground, sheet) {
  const wanted = box.querySelector('[data-editor-compare]')
  const side = box.querySelector('[data-present-side]')
  const grids = ground.presentNames.map((name, place) => ({ name, kind: '', at: middleOf(ground, place) }))
  const told = () => ({ places: ground.present, grids, byLoad: false })
  let beside
  wanted.addEventListener('change', () => {
    side.hidden = !wanted.checked
    side.parentElement.classList.toggle('is-compared', wanted.checked)
    if (wanted.checked) beside ??= sheetOn(side.querySelector('[data-present-map]'), ground, told, sheet.map.getView())
  })
}

function middleOf(ground, place) {
  const units = ground.byUnit.filter((_one, unit) => ground.present[unit] === place)
  const centres = units.map((one) => one.getGeometry().getInteriorPoint?.().getCoordinates() ?? [])
  const mean = [0, 1].map((axis) => centres.reduce((sum, one) => sum + one[axis], 0) / centres.length)
  const nearest = centres.sort((one, other) => distance(one, mean) - distance(other, mean))[0]
  return nearest ? toLonLat(nearest) : null
}

function distance(one, other) {
  return Math.hypot(one[0] - other[0], one[1] - other[1])
}
