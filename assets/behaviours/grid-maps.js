/** The plan of an area beside today's grids: two maps that move together, the plan coloured by grid or by load. */
import GeoJSON from 'ol/format/GeoJSON.js'
import VectorLayer from 'ol/layer/Vector.js'
import VectorSource from 'ol/source/Vector.js'
import { Style } from 'ol/style.js'
import { fillOf, nameStyle, planLine, signed } from './grid-styles.js'
import { makeGround } from './map-ground.js'

const format = new GeoJSON({ featureProjection: 'EPSG:3857' })
const NAMES_BELOW = 6

/** Draw both maps of a [data-grid-maps] box. */
export async function gridMaps(box) {
  const [planned, today] = ['[data-plan-map]', '[data-today-map]'].map((one) => box.querySelector(one))
  const byLoad = box.querySelector('[data-maps-load]')
  const plan = makeGround(planned)
  const present = makeGround(today)
  present.map.setView(plan.map.getView())
  const source = new VectorSource({ features: await featuresOf(box.dataset.planUrl) })
  for (const [place, one] of source.getFeatures().entries()) one.set('place', place)
  const fill = new VectorLayer({ source, style: (one) => fillOf(one.get('place'), factsOf(one), byLoad.checked), zIndex: -5 })
  plan.map.addLayer(fill)
  plan.map.addLayer(new VectorLayer({ source, style: planLine, zIndex: 8 }))
  plan.map.addLayer(new VectorLayer({ source, style: nameOf, zIndex: 9, declutter: true }))
  byLoad.addEventListener('change', () => {
    box.querySelector('[data-load-legend]').hidden = !byLoad.checked
    fill.changed()
  })
  await plan.loaded
  if (source.getFeatures().length) plan.map.getView().fit(source.getExtent(), { padding: [16, 16, 16, 16] })
  for (const one of [planned, today]) one.setAttribute('data-map-ready', 'yes')
}

function factsOf(feature) {
  return { kind: feature.get('kind'), deviation: feature.get('deviation'), oversize: feature.get('oversize') }
}

function nameOf(feature, resolution) {
  if (resolution > NAMES_BELOW) return null
  const { kind, deviation } = factsOf(feature)
  const figures = `${feature.get('households')}${kind === 'dedicated' ? '' : ` · ${signed(deviation)}`}`
  return new Style({ text: nameStyle(`${feature.get('name')}\n${figures}`).getText(), geometry: pointOn })
}

// The name stands inside the largest piece of the grid.
function pointOn(feature) {
  const shape = feature.getGeometry()
  if (shape.getType() === 'Polygon') return shape.getInteriorPoint()
  return shape.getPolygons().sort((one, other) => other.getArea() - one.getArea())[0].getInteriorPoint()
}

async function featuresOf(address) {
  const answer = await fetch(address, { headers: { Accept: 'application/geo+json' } }).catch(() => null)
  return answer?.ok ? format.readFeatures(await answer.json()) : []
}
