/** A map to look at: the ground, one place if data-point names it, cases to open if there is a cases layer. */
import Feature from 'ol/Feature.js'
import Point from 'ol/geom/Point.js'
import VectorLayer from 'ol/layer/Vector.js'
import Overlay from 'ol/Overlay.js'
import { fromLonLat } from 'ol/proj.js'
import VectorSource from 'ol/source/Vector.js'
import { makeGround, pointOf } from './map-ground.js'
import { pin } from './map-styles.js'
import { say } from './words.js'

/** Draw the map of an element with data-map. */
export function mapView(element) {
  const { map, layers, loaded } = makeGround(element)
  const point = pointOf(element)
  if (point) map.addLayer(pinLayer(point))
  if (layers.cases) openCases(map, layers.cases)
  if (layers.homes) openCases(map, layers.homes)
  loaded.then(() => element.setAttribute('data-map-ready', 'yes'))
}

function pinLayer(point) {
  const feature = new Feature(new Point(fromLonLat(point)))
  return new VectorLayer({ source: new VectorSource({ features: [feature] }), style: pin, zIndex: 20 })
}

function openCases(map, layer) {
  const popup = Object.assign(document.createElement('div'), { className: 'map-popup' })
  const overlay = new Overlay({ element: popup, positioning: 'bottom-left', offset: [0, -6], autoPan: { animation: { duration: 150 } } })
  map.addOverlay(overlay)
  const caseAt = (pixel) => map.forEachFeatureAtPixel(pixel, (found) => found, { layerFilter: (one) => one === layer, hitTolerance: 6 })
  map.on('singleclick', (event) => {
    const found = caseAt(event.pixel)
    if (found) popup.replaceChildren(...cardOf(found))
    overlay.setPosition(found?.getGeometry().getCoordinates())
  })
  map.on('pointermove', (event) => {
    if (!event.dragging) map.getTargetElement().style.cursor = caseAt(event.pixel) ? 'pointer' : ''
  })
}

function cardOf(feature) {
  const address = feature.get('url')
  const title = document.createElement(address ? 'a' : 'strong')
  if (address) title.href = address
  title.textContent = feature.get('title') ?? feature.get('number') ?? say('case')
  const facts = ['kind_name', 'state_label', 'address'].map((key) => feature.get(key)).filter(Boolean)
  const line = Object.assign(document.createElement('div'), { className: 'small', textContent: facts.join(' · ') })
  return [title, line]
}
