/** A map without any other host: the installation's own lines and outlines, drawn on canvas. */
import { defaults as defaultControls, ScaleLine } from 'ol/control.js'
import { createEmpty, extend, isEmpty } from 'ol/extent.js'
import GeoJSON from 'ol/format/GeoJSON.js'
import VectorLayer from 'ol/layer/Vector.js'
import Map from 'ol/Map.js'
import { fromLonLat } from 'ol/proj.js'
import VectorSource from 'ol/source/Vector.js'
import View from 'ol/View.js'
import { LAYERS } from './map-styles.js'
import { say } from './words.js'

const NAMES = 'buildings streets grids communities'
const NEAR_ZOOM = 17
const format = new GeoJSON({ featureProjection: 'EPSG:3857' })

/** Make a map in the element with the layers it names, and show it where `data-lon`/`data-lat` or its layers are. */
export function makeGround(element) {
  const layers = layersOf(element)
  const map = new Map({
    layers: Object.values(layers),
    controls: controls(),
    view: new View({ center: fromLonLat([104, 35]), zoom: 4, maxZoom: 20, enableRotation: false }),
  })
  const ready = Promise.all([load(element, layers), hang(map, element)])
  const loaded = ready.then(() => fit(map, element, layers))
  return { map, layers, loaded }
}

// The style sheet may come after the script: the map is hung up once its box has a size.
function hang(map, element) {
  return new Promise((resolve) => {
    const observer = new ResizeObserver(() => {
      if (!element.clientHeight) return
      if (!map.getTarget()) map.setTarget(element)
      map.updateSize()
      resolve()
    })
    observer.observe(element)
  })
}

/** Read the point of data-lon and data-lat, or nothing. */
export function pointOf(element) {
  const [lon, lat] = (element.dataset.point ?? '').split(',').map(Number)
  return element.dataset.point && Number.isFinite(lon) && Number.isFinite(lat) ? [lon, lat] : null
}

function controls() {
  const zoomOptions = { zoomInTipLabel: say('zoom_in'), zoomOutTipLabel: say('zoom_out') }
  return defaultControls({ attribution: false, rotate: false, zoomOptions }).extend([new ScaleLine()])
}

function layersOf(element) {
  const names = (element.dataset.layers ?? NAMES).split(/[\s,]+/).filter((name) => name in LAYERS)
  const inOrder = Object.keys(LAYERS).filter((name) => names.includes(name))
  return Object.fromEntries(inOrder.map((name) => [name, layer(name)]))
}

function layer(name) {
  const { style, below, above } = LAYERS[name]
  return new VectorLayer({
    source: new VectorSource(),
    style,
    maxResolution: below,
    declutter: above ? false : 'names',
    properties: { name },
  })
}

async function load(element, layers) {
  const address = element.dataset.geojsonUrl ?? '/map/layers/{name}.geojson'
  await Promise.all(Object.entries(layers).map(([name, one]) => fill(one, addressOf(element, address, name))))
}

function addressOf(element, address, name) {
  const own = element.dataset[`${name}Url`]
  return own ?? address.replace(/\{name\}|__name__/, name)
}

// A layer that cannot be had is left out: the map still serves with the others.
async function fill(one, address) {
  const answer = await fetch(address, { headers: { Accept: 'application/geo+json' } }).catch(() => null)
  if (!answer?.ok) return
  one.getSource().addFeatures(format.readFeatures(await answer.json()))
}

function fit(map, element, layers) {
  const view = map.getView()
  const point = pointOf(element)
  if (point) {
    view.setCenter(fromLonLat(point))
    view.setZoom(Number(element.dataset.zoom) || NEAR_ZOOM)
    return
  }
  const extent = createEmpty()
  for (const one of Object.values(layers)) extend(extent, one.getSource().getExtent())
  if (!isEmpty(extent) && extent.every(Number.isFinite)) view.fit(extent, { padding: [24, 24, 24, 24], maxZoom: NEAR_ZOOM })
}
