/** The tools of the editor: a place on the map is a choice in the form of the open tool, and the other way round. */
import { CHOOSE, chosenUnits, neighbours, optionOf, placesAlong } from './grid-choosing.js'
import { say } from './words.js'

/** Wire the tools to the sheet; `take` is told what was clicked, `renew` that the panel came anew. */
export function gridTools(box, ground, sheet, state) {
  const note = box.querySelector('[data-editor-note]')
  let points = []
  const panel = () => box.querySelector('[data-editor-panel]')
  const tool = () => panel().querySelector('details[data-tool][open]')

  function take(unit, coordinate, degrees) {
    const open = tool()
    if (!open) return
    if (drawsLine(open)) addPoint(coordinate, degrees)
    else if (unit !== undefined) CHOOSE[open.dataset.tool]?.(open, unit, state().grid, ground)
    reflect()
    if (unit !== undefined && ground.byUnit[unit].get('fixed') && !drawsLine(open)) note.textContent = say('ground_dedicated')
  }

  function addPoint(coordinate, degrees) {
    points.push({ coordinate, degrees })
    fillLine()
  }

  function fillLine() {
    const open = tool()
    const input = open?.querySelector('[data-line]')
    sheet.draw(points.map(({ coordinate }) => coordinate))
    if (!input) return
    input.value = points.length > 1 ? JSON.stringify(points.map(({ degrees }) => degrees.map((one) => Number(one.toFixed(7))))) : ''
    open.querySelector('[data-line-back]').hidden = !points.length
    if (points.length > 1) suggest(open)
    note.textContent = points.length ? say('line_points', { count: points.length }) : ''
  }

  // The two grids (for a split: the one) that the line runs through longest.
  function suggest(open) {
    const counts = new Map()
    for (const place of placesAlong(points.map(({ coordinate }) => coordinate), ground, state().grid)) {
      counts.set(place, (counts.get(place) ?? 0) + 1)
    }
    const most = [...counts].sort((one, other) => other[1] - one[1]).map(([place]) => place)
    for (const [at, select] of open.querySelectorAll('select').entries()) {
      if (most[at] !== undefined && optionOf(select, most[at])) select.value = most[at]
    }
  }

  function reflect() {
    const open = tool()
    if (!open) return sheet.choose([])
    const units = chosenUnits(open, state().grid, ground)
    sheet.choose(units)
    if (!drawsLine(open)) note.textContent = units.length ? say('ground_chosen', { names: namesOf(units) }) : ''
    offerTargets(open, units)
  }

  function namesOf(units) {
    return [...new Set(units.map((unit) => state().grids[state().grid[unit]].name))].join('、')
  }

  // Buttons for the grids beside what is chosen: a click on the map, a click on one of these, done.
  function offerTargets(open, units) {
    const list = open.querySelector('[data-move-targets]')
    if (!list) return
    const to = open.querySelector('select[name=to]')
    const beside = neighbours(units, state().grid, ground).filter((place) => optionOf(to, place))
    list.replaceChildren(...beside.map((place) => target(to, place, state().grids[place].name)))
  }

  function clear() {
    points = []
    fillLine()
  }

  function renew() {
    clear()
    const fresh = panel()
    fresh.addEventListener('change', (event) => {
      if (event.target.matches('[data-line-wanted]')) clear()
      reflect()
    })
    const all = [...fresh.querySelectorAll('details[data-tool]')]
    for (const one of all) {
      one.addEventListener('toggle', () => {
        if (!one.open) return
        // Not by one name for all: while the panel is swapped, old and new would shut each other.
        for (const other of all) other.open = other === one
        clear()
        reflect()
      })
      one.querySelector('[data-line-back]')?.addEventListener('click', () => {
        points.pop()
        fillLine()
      })
    }
    reflect()
  }

  return { take, renew }
}

function drawsLine(open) {
  return open.dataset.tool === 'line' || Boolean(open.querySelector('[data-line-wanted]')?.checked)
}

function target(select, place, name) {
  const button = Object.assign(document.createElement('button'), { type: 'button', className: 'btn', textContent: say('move_to', { name }) })
  button.addEventListener('click', () => {
    select.value = String(place)
    select.form.requestSubmit()
  })
  return button
}
