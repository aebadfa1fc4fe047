/** Maps: loaded only by pages that show one. */
import 'ol/ol.css'
import { mapPicker } from './behaviours/map-picker.js'
import { mapView } from './behaviours/map-view.js'
import { placeAnswer } from './behaviours/place-choice.js'
import { wire } from './behaviours/wiring.js'

wire([
  ['[data-map]', mapView],
  ['[data-map-picker]', mapPicker],
  ['[data-place-answer]', placeAnswer],
])
