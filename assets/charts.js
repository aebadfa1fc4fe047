/** Charts: loaded only by pages that show one. */
import { chart } from './behaviours/chart.js'
import { wire } from './behaviours/wiring.js'

wire([['[data-chart]', chart]])
