/** Points out one place: by click or tap, by the arrow keys, or by the device's own position. */
import Feature from 'ol/Feature.js'
import Point from 'ol/geom/Point.js'
import VectorLayer from 'ol/layer/Vector.js'
import { fromLonLat, toLonLat } from 'ol/proj.js'
import VectorSource from 'ol/source/Vector.js'
import { makeGround } from './map-ground.js'
import { pin } from './map-styles.js'
import { say } from './words.js'

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }
const STEP_PIXELS = 10
const PICKED_ZOOM = 17

/** Wire a [data-map-picker] box: its [data-map-canvas], its inputs for lon and lat, its buttons and its note. */
export function mapPicker(box) {
  const canvas = box.querySelector('[data-map-canvas]')
  const inputs = { lon: box.querySelector('[data-lon]'), lat: box.querySelector('[data-lat]') }
  if (inputs.lon.value && inputs.lat.value) canvas.dataset.point = `${inputs.lon.value},${inputs.lat.value}`
  const { map, layers, loaded } = makeGround(canvas)
  const place = new Feature()
  map.addLayer(new VectorLayer({ source: new VectorSource({ features: [place] }), style: pin, zIndex: 20 }))
  const picker = { box, canvas, inputs, map, layers, place, note: box.querySelector('[data-map-note]') }
  if (canvas.dataset.point) put(picker, fromLonLat(canvas.dataset.point.split(',').map(Number)))
  map.on('singleclick', (event) => put(picker, event.coordinate))
  box.addEventListener('place-cleared', () => clear(picker))
  box.addEventListener('place-chosen', ({ detail }) => show(picker, fromLonLat([detail.lon, detail.lat])))
  canvas.addEventListener('keydown', (event) => move(picker, event), { capture: true })
  box.querySelector('[data-map-locate]')?.addEventListener('click', () => locate(picker))
  box.querySelector('[data-map-clear]')?.addEventListener('click', () => clear(picker))
  loaded.then(() => {
    describe(picker)
    canvas.setAttribute('data-map-ready', 'yes')
  })
}

function put(picker, coordinate) {
  const [lon, lat] = toLonLat(coordinate)
  picker.place.setGeometry(new Point(coordinate))
  picker.inputs.lon.value = lon.toFixed(6)
  picker.inputs.lat.value = lat.toFixed(6)
  picker.inputs.lon.dispatchEvent(new Event('change', { bubbles: true }))
  describe(picker)
}

function show(picker, at) {
  picker.map.getView().setCenter(at)
  picker.map.getView().setZoom(PICKED_ZOOM)
  put(picker, at)
}

function clear(picker) {
  picker.place.setGeometry(null)
  picker.inputs.lon.value = picker.inputs.lat.value = ''
  picker.note.textContent = say('place_none')
}

function move(picker, event) {
  const arrow = ARROWS[event.key]
  if (!arrow || event.target !== picker.canvas) return
  event.preventDefault()
  event.stopPropagation()
  const view = picker.map.getView()
  const [x, y] = picker.place.getGeometry()?.getCoordinates() ?? view.getCenter()
  const step = view.getResolution() * STEP_PIXELS * (event.shiftKey ? 5 : 1)
  const to = [x + arrow[0] * step, y + arrow[1] * step]
  put(picker, to)
  view.setCenter(to)
}

function locate(picker) {
  picker.note.textContent = say('locating')
  const found = ({ coords }) => {
    show(picker, fromLonLat([coords.longitude, coords.latitude]))
  }
  const lost = () => (picker.note.textContent = say('locating_failed'))
  if (!navigator.geolocation) lost()
  else navigator.geolocation.getCurrentPosition(found, lost, { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 })
}

// The note only repeats what the map shows; the server decides which grid the place lies in.
function describe({ place, layers, inputs, note }) {
  const at = place.getGeometry()?.getCoordinates()
  if (!at) return
  const names = ['communities', 'grids'].map((name) => layers[name]?.getSource().getFeaturesAtCoordinate(at)[0]?.get('name'))
  const area = names.filter(Boolean).join(' ')
  const where = { area, lon: inputs.lon.value, lat: inputs.lat.value }
  note.textContent = area ? say('place_in', where) : say('place_at', where)
}
