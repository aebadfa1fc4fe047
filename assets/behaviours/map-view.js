/** A map to look at: the ground, one place if data-point names it; what is pointed at says what it is and leads to its page. */
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
  openCards(map, element, layers)
  toggles(element, layers)
  loaded.then(() => element.setAttribute('data-map-ready', 'yes'))
}

// The boxes below a map switch its further layers on; each is fetched when it is first seen.
function toggles(element, layers) {
  const boxes = element.nextElementSibling?.querySelectorAll('[data-map-toggle]') ?? []
  for (const box of boxes) {
    const show = () => layers[box.value]?.setVisible(box.checked)
    box.addEventListener('change', show)
    show()
  }
}

function pinLayer(point) {
  const feature = new Feature(new Point(fromLonLat(point)))
  return new VectorLayer({ source: new VectorSource({ features: [feature] }), style: pin, zIndex: 20 })
}

// What a card says comes with cases and homes; of a thing on the ground the desk tells it when it is pointed at.
const FACTS = {
  cases: (feature) => feature.getProperties(),
  homes: (feature) => feature.getProperties(),
  components: (feature, element) => toldByDesk(feature, element.dataset.componentCard),
  facilities: (feature, element) => toldByDesk(feature, element.dataset.facilityCard),
}

function openCards(map, element, layers) {
  const shown = Object.keys(FACTS).filter((name) => layers[name])
  if (!shown.length) return
  const popup = Object.assign(document.createElement('div'), { className: 'map-popup' })
  const overlay = new Overlay({ element: popup, positioning: 'bottom-left', offset: [0, -6], autoPan: { animation: { duration: 150 } } })
  map.addOverlay(overlay)
  const options = { layerFilter: (one) => shown.includes(one.get('name')), hitTolerance: 6 }
  const hitAt = (pixel) => map.forEachFeatureAtPixel(pixel, (feature, layer) => ({ feature, name: layer.get('name') }), options)
  let last
  map.on('singleclick', async (event) => {
    const hit = (last = hitAt(event.pixel))
    overlay.setPosition(undefined)
    if (!hit) return
    const facts = await FACTS[hit.name](hit.feature, element)
    if (hit !== last) return // pointed elsewhere meanwhile
    popup.replaceChildren(...cardOf(facts))
    overlay.setPosition(placeOf(hit.feature, event))
  })
  map.on('pointermove', (event) => {
    if (!event.dragging) map.getTargetElement().style.cursor = hitAt(event.pixel) ? 'pointer' : ''
  })
}

// A card stands at a point; of ground it stands where it was pointed at.
function placeOf(feature, event) {
  const geometry = feature.getGeometry()
  return geometry.getType() === 'Point' ? geometry.getCoordinates() : event.coordinate
}

async function toldByDesk(feature, address) {
  try {
    const answer = await fetch(address.replace('CODE', encodeURIComponent(feature.get('code'))))
    if (answer.ok) return await answer.json()
  } catch {
    // no network, or signed out: the name that is on the map stands alone
  }
  return { title: feature.get('name') }
}

function cardOf(facts) {
  const title = document.createElement(facts.url ? 'a' : 'strong')
  if (facts.url) title.href = facts.url
  title.textContent = facts.title ?? facts.number ?? say('case')
  const said = ['kind_name', 'state_label', 'address', 'unit'].map((key) => facts[key]).filter(Boolean)
  const line = Object.assign(document.createElement('div'), { className: 'small', textContent: said.join(' · ') })
  return [title, line]
}
