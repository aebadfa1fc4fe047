/** A map of the installation's own lines and outlines, drawn on canvas; beneath it a base map where the house names one. */
import { defaults as defaultControls, ScaleLine } from 'ol/control.js'
import { createEmpty, extend, isEmpty } from 'ol/extent.js'
import DragPan from 'ol/interaction/DragPan.js'
import MouseWheelZoom from 'ol/interaction/MouseWheelZoom.js'
import { defaults as defaultInteractions } from 'ol/interaction/defaults.js'
import Kinetic from 'ol/Kinetic.js'
import TileLayer from 'ol/layer/Tile.js'
import VectorLayer from 'ol/layer/Vector.js'
import Map from 'ol/Map.js'
import { fromLonLat } from 'ol/proj.js'
import VectorSource from 'ol/source/Vector.js'
import XYZ from 'ol/source/XYZ.js'
import View from 'ol/View.js'
import { featuresOf, tiledSource } from './map-sources.js'
import { LAYERS } from './map-styles.js'
import { say } from './words.js'

const NAMES = 'buildings streets grids communities'
const NEAR_ZOOM = 17

/** Make a map in the element with the layers it names, and show it where `data-lon`/`data-lat` or its layers are. */
export function makeGround(element) {
  const layers = layersOf(element)
  const base = baseMapOf(element)
  const map = new Map({
    layers: [...base, ...Object.values(layers)],
    controls: controls({ attribution: base.length > 0 }),
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

function controls({ attribution }) {
  const zoomOptions = { zoomInTipLabel: say('zoom_in'), zoomOutTipLabel: say('zoom_out') }
  return defaultControls({ attribution, attributionOptions: { collapsible: false }, rotate: false, zoomOptions }).extend([new ScaleLine()])
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

// Tiles of the house's own base map, named in its settings; without one nothing lies beneath the lines.
function baseMapOf({ dataset: { baseMap, baseMapCredit } }) {
  return baseMap ? [new TileLayer({ source: new XYZ({ url: baseMap, attributions: baseMapCredit, maxZoom: 18 }), opacity: 0.8 })] : []
}

function layersOf(element) {
  const names = namesOf(element.dataset.layers ?? NAMES)
  const offered = namesOf(element.dataset.more ?? '')
  const inOrder = Object.keys(LAYERS).filter((name) => names.includes(name) || offered.includes(name))
  return Object.fromEntries(inOrder.map((name) => [name, layer(element, name, { visible: names.includes(name) })]))
}

function namesOf(text) {
  return text.split(/[\s,]+/).filter((name) => name in LAYERS)
}

function layer(element, name, { visible }) {
  const { style, below, above, inTiles } = LAYERS[name]
  return new VectorLayer({
    source: inTiles ? tiledSource(addressOf(element, name)) : new VectorSource(),
    style,
    maxResolution: below,
    declutter: above ? false : 'names',
    properties: { name },
    visible,
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
