/** Plans of grids: the map editor and the maps beside each other; loaded only by their pages. */
import 'ol/ol.css'
import { gridEditor } from './behaviours/grid-editor.js'
import { gridMaps } from './behaviours/grid-maps.js'
import { wire } from './behaviours/wiring.js'

wire([
  ['[data-grid-editor]', gridEditor],
  ['[data-grid-maps]', gridMaps],
])
