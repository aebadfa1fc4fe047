/** The sheet of the editor: one community's units on one or two maps that move together, coloured by grid or load. */
import Feature from 'ol/Feature.js'
import GeoJSON from 'ol/format/GeoJSON.js'
import LineString from 'ol/geom/LineString.js'
import MultiPoint from 'ol/geom/MultiPoint.js'
import Point from 'ol/geom/Point.js'
import VectorLayer from 'ol/layer/Vector.js'
import { fromLonLat } from 'ol/proj.js'
import VectorSource from 'ol/source/Vector.js'
import { blockStyle, borderStyle, chosenStyle, drawnStyle, edgeStyle, fillOf, nameStyle, pointStyle, signed, unitStyle } from './grid-styles.js'
import { makeGround } from './map-ground.js'

const format = new GeoJSON({ featureProjection: 'EPSG:3857' })
const UNITS_BELOW = 1.5
const NAMES_BELOW = 8

/** Fetch the ground of a community. */
export async function bringGround(address) {
  const answer = await fetch(address, { headers: { Accept: 'application/json' } })
  const found = await answer.json()
  const units = new VectorSource({ features: format.readFeatures(found.units) })
  const contacts = new VectorSource({ features: format.readFeatures(found.contacts) })
  const edge = new VectorSource({ features: [new Feature(format.readGeometry(found.edge))] })
  const byUnit = []
  for (const one of units.getFeatures()) byUnit[one.get('unit')] = one
  return { units, contacts, edge, byUnit, present: found.present, presentNames: found.present_names }
}

/** Lay the sheet on a map; `told` gives the places of the units and the grids they stand for. */
export function sheetOn(element, ground, told, view) {
  const { map, loaded } = makeGround(element)
  const byLoad = () => told().byLoad
  const placeOf = (feature) => told().places[feature.get('unit')]
  const fill = new VectorLayer({ source: ground.units, style: (one) => fillOf(placeOf(one), told().grids[placeOf(one)], byLoad()), zIndex: -5 })
  const lines = new VectorLayer({ source: ground.contacts, style: (one, resolution) => contactStyle(one, ground, told().places, resolution), zIndex: 5 })
  const chosen = new VectorSource()
  const drawn = new VectorSource()
  const names = new VectorSource()
  map.addLayer(fill)
  map.addLayer(lines)
  map.addLayer(new VectorLayer({ source: ground.edge, style: edgeStyle, zIndex: 6 }))
  map.addLayer(new VectorLayer({ source: chosen, style: chosenStyle, zIndex: 7 }))
  map.addLayer(new VectorLayer({ source: drawn, style: (one) => (one.get('points') ? pointStyle : drawnStyle), zIndex: 9 }))
  map.addLayer(new VectorLayer({ source: names, style: (one, resolution) => (resolution < NAMES_BELOW ? nameStyle(one.get('text')) : null), zIndex: 10, declutter: true }))
  if (view) map.setView(view)
  const refresh = () => {
    fill.changed()
    lines.changed()
    names.clear()
    names.addFeatures(told().grids.filter(({ at }) => at).map(nameOf))
  }
  const ready = loaded.then(() => view || map.getView().fit(ground.units.getExtent(), { padding: [16, 16, 16, 16] }))
  refresh()
  return { map, refresh, ready, choose: (units) => show(chosen, units.map((unit) => ground.byUnit[unit])), draw: (points) => drawLine(drawn, points) }
}

/** Give the unit at a place of the map, or nothing. */
export function unitAt(ground, coordinate) {
  return ground.units.getFeaturesAtCoordinate(coordinate)[0]?.get('unit')
}

function show(source, features) {
  source.clear()
  source.addFeatures(features.map((one) => new Feature(one.getGeometry())))
}

function drawLine(source, points) {
  source.clear()
  if (points.length > 1) source.addFeature(new Feature(new LineString(points)))
  if (points.length) source.addFeature(new Feature({ geometry: new MultiPoint(points), points: true }))
}

function contactStyle(feature, ground, places, resolution) {
  const [a, b] = [feature.get('a'), feature.get('b')]
  if (places[a] !== places[b]) return borderStyle
  if (ground.byUnit[a].get('block') !== ground.byUnit[b].get('block')) return blockStyle
  return resolution < UNITS_BELOW && ground.byUnit[a].get('group') !== ground.byUnit[b].get('group') ? unitStyle : null
}

function nameOf({ name, at, households, deviation, kind }) {
  const figures = households === undefined ? '' : kind === 'dedicated' ? `\n${households}` : `\n${households} · ${signed(deviation)}`
  return new Feature({ geometry: new Point(fromLonLat(at)), text: `${name}${figures}` })
}
