/** Names on the map: their letters, and from how near they are written. */
import { Fill, Stroke, Text } from 'ol/style.js'

export const FONT = '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif'
export const NAMES_OF_BUILDINGS_BELOW = 1.2
export const NAMES_OF_GRIDS_BELOW = 6
// Names grow with the page: large print is for the map, too.
const GROWN = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16
const halo = new Stroke({ color: 'rgba(255,255,255,0.9)', width: 3 })

/** The name of a feature, or what it is labelled. */
export const named = (feature) => String(feature.get('label') ?? feature.get('name') ?? '')

/** Write a name with a light edge, so that it is read on any ground. */
export function label(text, { size = 13, colour = '#232a38', weight = 500, along = false } = {}) {
  return new Text({
    text,
    font: `${weight} ${Math.round(size * GROWN)}px ${FONT}`,
    fill: new Fill({ color: colour }),
    stroke: halo,
    placement: along ? 'line' : 'point',
    overflow: !along,
    repeat: along ? 400 : undefined,
  })
}
