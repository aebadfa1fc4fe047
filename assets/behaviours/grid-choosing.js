/** From a place on the map to a choice in a form, and from the choice to the ground it means. */

const STEPS_A_PIECE = 24

/** What a click on a unit means for the form of each tool. */
export const CHOOSE = {
  'move-block': (open, unit, grid, ground) => {
    const select = open.querySelector('select[name=units]')
    const option = [...select.options].find(({ value }) => value && sameBlock(Number(value), unit, grid, ground))
    if (option) select.value = option.value
  },
  'move-units': (open, unit, grid, ground) => {
    const options = [...open.querySelector('select[name=units]').options]
    const group = options.filter(({ value }) => sameGroup(Number(value), unit, grid, ground))
    const wanted = !group.every(({ selected }) => selected)
    for (const one of group) one.selected = wanted
  },
  split: chooseGrid,
  describe: chooseGrid,
  merge: (open, unit, grid) => {
    const [kept, other] = open.querySelectorAll('select')
    const place = String(grid[unit])
    if (!kept.value || other.value) [kept.value, other.value] = [place, '']
    else if (place !== kept.value) other.value = place
  },
}

function chooseGrid(open, unit, grid) {
  const select = open.querySelector('select[name=grid]')
  if (optionOf(select, grid[unit])) select.value = grid[unit]
}

/** List the units that the open form has chosen. */
export function chosenUnits(open, grid, ground) {
  const picked = [...open.querySelectorAll('select')].filter(({ name }) => name !== 'to').flatMap((select) =>
    [...select.selectedOptions].filter(({ value }) => value !== '').map(({ value }) => [select.name, Number(value)]),
  )
  const isIn = ([name, value], unit) => {
    if (name !== 'units') return grid[unit] === value
    return open.dataset.tool === 'move-block' ? sameBlock(value, unit, grid, ground) : sameGroup(value, unit, grid, ground)
  }
  return ground.byUnit.map((_one, unit) => unit).filter((unit) => picked.some((one) => isIn(one, unit)))
}

function sameBlock(one, other, grid, { byUnit }) {
  return grid[one] === grid[other] && byUnit[one].get('block') === byUnit[other].get('block')
}

function sameGroup(one, other, grid, { byUnit }) {
  return grid[one] === grid[other] && byUnit[one].get('group') === byUnit[other].get('group')
}

/** List the grids beside some units. */
export function neighbours(units, grid, ground) {
  const chosen = new Set(units)
  const found = new Set()
  for (const one of ground.contacts.getFeatures()) {
    const [a, b] = [one.get('a'), one.get('b')]
    if (!one.get('joins') || chosen.has(a) === chosen.has(b)) continue
    const [inside, outside] = chosen.has(a) ? [a, b] : [b, a]
    if (grid[inside] !== grid[outside]) found.add(grid[outside])
  }
  return [...found].sort((one, other) => one - other)
}

/** List the grids a line runs through, one entry a step. */
export function placesAlong(points, ground, grid) {
  const found = []
  for (let at = 1; at < points.length; at++) {
    const [[x1, y1], [x2, y2]] = [points[at - 1], points[at]]
    for (let step = 0; step <= STEPS_A_PIECE; step++) {
      const share = step / STEPS_A_PIECE
      const unit = ground.units.getFeaturesAtCoordinate([x1 + (x2 - x1) * share, y1 + (y2 - y1) * share])[0]?.get('unit')
      if (unit !== undefined) found.push(grid[unit])
    }
  }
  return found
}

/** Find the option of a grid in a list, or nothing. */
export function optionOf(select, place) {
  return [...select.options].find(({ value }) => value === String(place))
}
