/** How the ground is drawn: streets by their width, compounds within their walls, what nobody walks across, facilities by their group. */
import { Fill, RegularShape, Stroke, Style } from 'ol/style.js'
import { label, named, NAMES_OF_BUILDINGS_BELOW, NAMES_OF_GRIDS_BELOW } from './map-labels.js'

// How wide a street is drawn by its kind, from near and from afar; whose kind nobody told is a street.
const STREETS = Object.fromEntries(
  Object.entries({ motorway: 9, main: 8, street: 5, lane: 4 }).map(([kind, width]) => [kind, [strokesOf(width), strokesOf(width / 2)]]),
)
const FROM_AFAR = 4
const pathStyle = new Style({ stroke: new Stroke({ color: '#b9bfc9', width: 1.5, lineDash: [4, 4] }), zIndex: 1 })

function strokesOf(width) {
  const casing = new Style({ stroke: new Stroke({ color: '#b9bfc9', width: width + 2, lineCap: 'butt' }), zIndex: 1 })
  return { casing, line: new Stroke({ color: '#ffffff', width, lineCap: 'butt' }) }
}

/** Draw a street as wide as it is; a footpath is a dotted line. */
export function streets(feature, resolution) {
  const kind = feature.get('kind')
  if (kind === 'path') return pathStyle
  const { casing, line } = (STREETS[kind] ?? STREETS.street)[resolution > FROM_AFAR ? 1 : 0]
  return [casing, new Style({ stroke: line, text: label(named(feature), { size: 12, colour: '#465066', along: true }), zIndex: 2 })]
}

const compoundStyle = new Style({ fill: new Fill({ color: 'rgba(26,116,49,0.07)' }), stroke: new Stroke({ color: '#1a7431', width: 1.5, lineDash: [6, 4] }) })

/** Draw a compound within its wall. */
export function compounds(feature, resolution) {
  if (resolution >= NAMES_OF_GRIDS_BELOW) return compoundStyle
  const style = compoundStyle.clone()
  style.setText(label(named(feature), { size: 12, colour: '#1a5a2b', weight: 600 }))
  return style
}

const BARRIERS = {
  water: new Style({ fill: new Fill({ color: 'rgba(120,173,214,0.45)' }), stroke: new Stroke({ color: '#6fa3cc', width: 2 }) }),
  rail: [
    new Style({ stroke: new Stroke({ color: '#4d4d55', width: 4 }) }),
    new Style({ stroke: new Stroke({ color: '#ffffff', width: 2, lineDash: [8, 8], lineCap: 'butt' }) }),
  ],
  motorway: new Style({ stroke: new Stroke({ color: '#b45309', width: 5 }) }),
}

/** Draw water, a railway or an expressway. */
export function barriers(feature) {
  return BARRIERS[feature.get('kind')] ?? BARRIERS.water
}

const FACILITY_COLOURS = {
  education: '#8a5300', health: '#b91c1c', care: '#86259b', trade: '#0b6b5c', office: '#274d86', leisure: '#1a7431',
  safety: '#3b4fc4', service: '#0b6199', traffic: '#465066',
}

/** Draw a facility as a square, so that nobody takes it for a case or a component; its ground beneath, where that is known. */
export function facilities(feature, resolution) {
  const colour = FACILITY_COLOURS[feature.get('group')] ?? '#465066'
  const square = { points: 4, radius: 8, angle: Math.PI / 4, declutterMode: 'none' }
  const image = new RegularShape({ ...square, fill: new Fill({ color: colour }), stroke: new Stroke({ color: '#ffffff', width: 1.5 }) })
  const text = resolution < NAMES_OF_BUILDINGS_BELOW ? label(named(feature), { size: 12 }) : undefined
  text?.setOffsetY(-15)
  const mark = new Style({ image, text, geometry: middleOf, zIndex: 3 })
  if (feature.getGeometry().getType() === 'Point') return mark
  return [new Style({ stroke: new Stroke({ color: colour, width: 1.5 }), fill: new Fill({ color: `${colour}22` }) }), mark]
}

function middleOf(feature) {
  const geometry = feature.getGeometry()
  if (geometry.getType() === 'Polygon') return geometry.getInteriorPoint()
  return geometry.getType() === 'MultiPolygon' ? geometry.getPolygon(0).getInteriorPoint() : geometry
}
