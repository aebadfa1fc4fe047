/** A map without any other host: the installation's own lines and outlines, drawn on canvas. */
import { defaults as defaultControls, ScaleLine } from 'ol/control.js'
import { createEmpty, extend, isEmpty } from 'ol/extent.js'
import GeoJSON from 'ol/format/GeoJSON.js'
import DragPan from 'ol/interaction/DragPan.js'
import MouseWheelZoom from 'ol/interaction/MouseWheelZoom.js'
import { defaults as defaultInteractions } from 'ol/interaction/defaults.js'
import Kinetic from 'ol/Kinetic.js'
import VectorLayer from 'ol/layer/Vector.js'
import Map from 'ol/Map.js'
import { fromLonLat, transformExtent } from 'ol/proj.js'
import VectorSource from 'ol/source/Vector.js'
import View from 'ol/View.js'
import { LAYERS } from './map-styles.js'
import { say } from './words.js'

const NAMES = 'buildings streets grids communities'
const NEAR_ZOOM = 17
const PIECE_METRES = 1200
const format = new GeoJSON({ featureProjection: 'EPSG:3857' })

/** Make a map in the element with the layers it names, and show it where `data-lon`/`data-lat` or its layers are. */
export function makeGround(element) {
  const layers = layersOf(element)
  const map = new Map({
    layers: Object.values(layers),
    controls: controls(),
    interactions: interactions(element),
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

// A page is scrolled past its map: wheel and finger move the map once it was tapped, unless the map is the page.
function interactions(element) {
  const isPage = element.classList.contains('map-tall')
  const isTouch = matchMedia('(pointer: coarse)').matches
  const usual = defaultInteractions({ altShiftDragRotate: false, pinchRotate: false, mouseWheelZoom: false, dragPan: false })
  return usual.extend([
    new MouseWheelZoom({ onFocusOnly: !isPage }),
    new DragPan({ onFocusOnly: isTouch && !isPage, kinetic: new Kinetic(-0.005, 0.05, 100) }),
  ])
}

function layersOf(element) {
  const names = (element.dataset.layers ?? NAMES).split(/[\s,]+/).filter((name) => name in LAYERS)
  const inOrder = Object.keys(LAYERS).filter((name) => names.includes(name))
  return Object.fromEntries(inOrder.map((name) => [name, layer(element, name)]))
}

function layer(element, name) {
  const { style, below, above, inTiles } = LAYERS[name]
  return new VectorLayer({
    source: inTiles ? tiledSource(addressOf(element, name)) : new VectorSource(),
    style,
    maxResolution: below,
    declutter: above ? false : 'names',
    properties: { name },
  })
}

async function load(element, layers) {
  const whole = Object.entries(layers).filter(([name]) => !LAYERS[name].inTiles)
  await Promise.all(whole.map(async ([name, one]) => one.getSource().addFeatures(await featuresOf(addressOf(element, name)))))
}

function addressOf(element, name) {
  const address = element.dataset[`${name}Url`] ?? element.dataset.geojsonUrl ?? '/map/layers/{name}.geojson'
  return address.replace('{name}', name)
}

// A layer that cannot be had is left out: the map still serves with the others.
async function featuresOf(address) {
  const answer = await fetch(address, { headers: { Accept: 'application/geo+json' } }).catch(() => null)
  return answer?.ok ? format.readFeatures(await answer.json()) : []
}

function tiledSource(address) {
  const source = new VectorSource({
    strategy: pieces,
    loader: async (extent, resolution, projection, done) => {
      const window = transformExtent(extent, projection, 'EPSG:4326').map((degrees) => degrees.toFixed(6))
      const features = await featuresOf(`${address}${address.includes('?') ? '&' : '?'}bbox=${window.join(',')}`)
      source.addFeatures(features)
      done(features)
    },
  })
  return source
}

// The same pieces for everyone, so that answers can be kept by browsers and proxies.
function pieces(extent) {
  const [west, south, east, north] = extent.map((metres) => Math.floor(metres / PIECE_METRES))
  const found = []
  for (let x = west; x <= east; x++) {
    for (let y = south; y <= north; y++) found.push([x, y, x + 1, y + 1].map((at) => at * PIECE_METRES))
  }
  return found
}

function fit(map, element, layers) {
  const view = map.getView()
  const point = pointOf(element)
  if (point) {
    view.setCenter(fromLonLat(point))
    view.setZoom(Number(element.dataset.zoom) || NEAR_ZOOM)
    return
  }
  // One case far outside every grid must not push the town into a corner: the ground decides, cases only without it.
  const { cases, ...ground } = layers
  const extent = [extentOf(Object.values(ground)), extentOf(cases ? [cases] : [])].find((one) => !isEmpty(one))
  if (extent?.every(Number.isFinite)) view.fit(extent, { padding: [24, 24, 24, 24], maxZoom: NEAR_ZOOM })
}

function extentOf(layers) {
  const extent = createEmpty()
  for (const one of layers) extend(extent, one.getSource().getExtent() ?? createEmpty())
  return extent
}
