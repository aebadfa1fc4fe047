/** How each layer of the map is drawn. Colours of cases are those of the state badges. */
import { Circle, Fill, Stroke, Style } from 'ol/style.js'
import { barriers, compounds, facilities, streets } from './map-ground-styles.js'
import { label, named, NAMES_OF_BUILDINGS_BELOW, NAMES_OF_GRIDS_BELOW } from './map-labels.js'

export { FONT } from './map-labels.js'

const STATE_COLOURS = {
  reported: '#0b6199', filed: '#3b4fc4', dispatched: '#1a5cb8', handling: '#8a5300', responded: '#86259b',
  checked: '#0b6b5c', closed: '#1a7431', declined: '#465066', voided: '#465066',
}
const NAMES_OF_COMMUNITIES_ABOVE = 4

const outlineLine = new Stroke({ color: '#4f3596', width: 4 })
const communityLine = new Stroke({ color: '#7a5cc0', width: 3 })
const gridLine = new Stroke({ color: '#5d7fb5', width: 1.25 })
const gridHairline = new Stroke({ color: 'rgba(93,127,181,0.6)', width: 0.75 })
const gridFill = new Fill({ color: 'rgba(93,127,181,0.06)' })
const buildingFill = new Fill({ color: '#e6ddcd' })
const buildingLine = new Stroke({ color: '#c2b59d', width: 0.75 })
const buildingDot = new Circle({ radius: 3, fill: buildingFill, stroke: buildingLine })
const buildingStyle = new Style({ fill: buildingFill, stroke: buildingLine, image: buildingDot })

function communities(feature, resolution) {
  const text = resolution > NAMES_OF_COMMUNITIES_ABOVE ? label(named(feature), { size: 14, colour: '#4f3596', weight: 600 }) : undefined
  return new Style({ stroke: communityLine, text })
}

function outline(feature) {
  return new Style({ stroke: outlineLine, text: label(named(feature), { size: 15, colour: '#4f3596', weight: 600 }) })
}

function grids(feature, resolution) {
  const near = resolution < NAMES_OF_GRIDS_BELOW
  const text = near ? label(named(feature), { size: 12, colour: '#274d86' }) : undefined
  return new Style({ stroke: near ? gridLine : gridHairline, fill: gridFill, text })
}

function buildings(feature, resolution) {
  if (resolution >= NAMES_OF_BUILDINGS_BELOW) return buildingStyle
  const style = buildingStyle.clone()
  style.setText(label(named(feature), { size: 11, colour: '#4d4436' }))
  return style
}

function cases(feature) {
  const late = Boolean(feature.get('overdue'))
  const fill = new Fill({ color: STATE_COLOURS[feature.get('state')] ?? '#465066' })
  const stroke = new Stroke({ color: late ? '#b91c1c' : '#ffffff', width: late ? 3.5 : 2 })
  return new Style({ image: new Circle({ radius: late ? 9 : 7, fill, stroke }) })
}

// Homes of a building: the fuller the house, the fuller the colour; the number is how many households.
function homes(feature, resolution) {
  const share = Number(feature.get('share') ?? 0)
  const fill = new Fill({ color: `rgba(26,92,184,${0.25 + 0.6 * share})` })
  const near = resolution < NAMES_OF_BUILDINGS_BELOW
  const text = near ? label(String(feature.get('homes') ?? ''), { size: 11, colour: '#ffffff', weight: 600 }) : undefined
  text?.setStroke(new Stroke({ color: '#14458c', width: 3 }))
  return new Style({ image: new Circle({ radius: near ? 12 : 6, fill, stroke: new Stroke({ color: '#14458c', width: 1 }) }), text })
}

const COMPONENT_COLOURS = { intact: '#4d7a4d', damaged: '#b45309', lost: '#b91c1c', abandoned: '#7b8494' }

function components(feature, resolution) {
  const fill = new Fill({ color: COMPONENT_COLOURS[feature.get('state')] ?? '#7b8494' })
  const image = new Circle({ radius: 4, fill, stroke: new Stroke({ color: '#ffffff', width: 1 }) })
  const text = resolution < NAMES_OF_BUILDINGS_BELOW / 3 ? label(named(feature), { size: 11 }) : undefined
  text?.setOffsetY(-11)
  return new Style({ image, text })
}

/** A place on the map: a dot in a ring, seen on any ground. */
export const pin = [
  new Style({ image: new Circle({ radius: 15, fill: new Fill({ color: 'rgba(185,28,28,0.2)' }) }), zIndex: 9 }),
  new Style({ image: new Circle({ radius: 8, fill: new Fill({ color: '#b91c1c' }), stroke: new Stroke({ color: '#fff', width: 3 }) }), zIndex: 10 }),
]

/**
 * The layers by name, from the ground up. One with `below` is drawn only when nearer than that many metres a pixel;
 * one `inTiles` is fetched piece by piece for what is in view; one `above` keeps clear of the names' decluttering.
 */
export const LAYERS = {
  barriers: { style: barriers, inTiles: true, below: 20 },
  buildings: { style: buildings, below: 8, inTiles: true },
  compounds: { style: compounds, inTiles: true, below: 12 },
  streets: { style: streets },
  grids: { style: grids },
  communities: { style: communities },
  subdistricts: { style: outline },
  districts: { style: outline },
  components: { style: components, inTiles: true, below: 3 },
  facilities: { style: facilities, inTiles: true, below: 8 },
  homes: { style: homes, inTiles: true, below: 6, above: true },
  cases: { style: cases, above: true },
}
