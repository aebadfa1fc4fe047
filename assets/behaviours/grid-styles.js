/** How grids of a plan are drawn: by grid, or by how much work each has; names and lines speak, too, never colour alone. */
import { Circle, Fill, Stroke, Style, Text } from 'ol/style.js'
import { colourOf } from './grid-colours.js'
import { FONT } from './map-styles.js'

const GROWN = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16
const line = (color, width, lineDash) => new Style({ stroke: new Stroke({ color, width, lineDash }) })

export const borderStyle = line('#1d2b4f', 3)
export const planLine = line('#1d2b4f', 2)
export const blockStyle = line('rgba(70,80,102,0.55)', 1)
export const unitStyle = line('rgba(70,80,102,0.35)', 0.75, [3, 3])
export const edgeStyle = line('#4f3596', 4)
export const drawnStyle = [
  line('#ffffff', 6),
  new Style({ stroke: new Stroke({ color: '#b91c1c', width: 3, lineDash: [8, 6] }) }),
]
export const pointStyle = new Style({ image: new Circle({ radius: 5, fill: new Fill({ color: '#b91c1c' }), stroke: new Stroke({ color: '#fff', width: 2 }) }) })
export const chosenStyle = new Style({ fill: new Fill({ color: 'rgba(26,92,184,0.35)' }), stroke: new Stroke({ color: '#0b3d8c', width: 3 }) })

const fills = new Map()

/** The fill of a unit: the colour of its grid, or of the work its grid has. */
export function fillOf(place, grid, byLoad) {
  const colour = colourOf(place, grid, byLoad)
  if (!fills.has(colour)) fills.set(colour, new Style({ fill: new Fill({ color: `rgba(${colour},0.6)` }) }))
  return fills.get(colour)
}

/** The name of a grid on the map, with its households and how far its work is from the mean. */
export function nameStyle(text) {
  return new Style({
    text: new Text({
      text,
      font: `600 ${Math.round(13 * GROWN)}px ${FONT}`,
      fill: new Fill({ color: '#171c27' }),
      stroke: new Stroke({ color: 'rgba(255,255,255,0.9)', width: 4 }),
      overflow: true,
    }),
  })
}

/** Write a deviation with its sign. */
export function signed(share) {
  const percent = Math.round(share * 100)
  return `${percent > 0 ? '+' : percent < 0 ? '−' : '±'}${Math.abs(percent)}%`
}
