/** How each layer of the offline map is drawn, by day and by night; the colours are those of the desk's map. */
import type { FeatureLike } from 'ol/Feature'
import { Circle, Fill, Stroke, Style, Text } from 'ol/style'
import type { StyleFunction } from 'ol/style/Style'

const FONT = '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif'
const BUILDING_NAMES_BELOW = 1.2
const COMPONENTS_BELOW = 1.6
const COMPONENT_NAMES_BELOW = 0.4
const GRID_NAMES_BELOW = 6

export interface Palette {
  ground: string
  halo: string
  text: string
  quiet: string
  street: string
  casing: string
  building: string
  buildingEdge: string
  community: string
  grid: string
  gridFill: string
}

const DAY: Palette = {
  ground: '#f3f1ea', halo: 'rgba(255,255,255,0.92)', text: '#232a38', quiet: '#465066', street: '#ffffff', casing: '#b9bfc9',
  building: '#e6ddcd', buildingEdge: '#c2b59d', community: '#7a5cc0', grid: '#274d86', gridFill: 'rgba(93,127,181,0.07)',
}
const NIGHT: Palette = {
  ground: '#161d29', halo: 'rgba(13,18,28,0.92)', text: '#e6ebf4', quiet: '#b3bfd2', street: '#3d4a60', casing: '#232d3d',
  building: '#2c3646', buildingEdge: '#4a5770', community: '#b49bf0', grid: '#8fb6f5', gridFill: 'rgba(143,182,245,0.08)',
}

/** How the pins of each kind of task look; red means overdue everywhere. */
export const TASK_COLOURS: Record<string, string> = {
  handle: '#1a5cb8', check: '#0b6b5c', verify: '#86259b', visit: '#a8430a', round: '#0b6199', form: '#465066',
}
const LATE = '#b91c1c'

/** Choose the colours of the map. */
export function paletteOf(dark: boolean): Palette {
  return dark ? NIGHT : DAY
}

const named = (feature: FeatureLike): string => String(feature.get('name') ?? feature.get('label') ?? '')

/** Make the styles of all layers for a palette; `grown` is how much larger letters are for elder eyes. */
export function stylesOf(colours: Palette, grown: number): Record<string, StyleFunction> {
  const label = (text: string, size: number, colour: string, along = false): Text => new Text({
    text, font: `500 ${Math.round(size * grown)}px ${FONT}`, fill: new Fill({ color: colour }),
    stroke: new Stroke({ color: colours.halo, width: 3 }), placement: along ? 'line' : 'point', overflow: !along,
    ...(along ? { repeat: 320 } : {}),
  })
  const casing = new Style({ stroke: new Stroke({ color: colours.casing, width: 7, lineCap: 'butt' }), zIndex: 1 })
  const street = new Stroke({ color: colours.street, width: 5, lineCap: 'butt' })
  const wall = new Fill({ color: colours.building })
  const edge = new Stroke({ color: colours.buildingEdge, width: 1 })
  const house = new Style({ fill: wall, stroke: edge, image: new Circle({ radius: 4, fill: wall, stroke: edge }) })
  return {
    communities: () => new Style({ stroke: new Stroke({ color: colours.community, width: 2.5 }) }),
    grids: (feature, resolution) => new Style({
      stroke: new Stroke({ color: colours.grid, width: 2, lineDash: [8, 5] }), fill: new Fill({ color: colours.gridFill }),
      ...(resolution < GRID_NAMES_BELOW && resolution > BUILDING_NAMES_BELOW ? { text: label(named(feature), 13, colours.grid) } : {}),
    }),
    streets: (feature) => [casing, new Style({ stroke: street, text: label(named(feature), 13, colours.quiet, true), zIndex: 2 })],
    buildings: (feature, resolution) => {
      if (resolution >= BUILDING_NAMES_BELOW) return house
      const style = house.clone()
      style.setText(label(named(feature), 12, colours.text))
      return style
    },
    components: (feature, resolution) => {
      if (resolution > COMPONENTS_BELOW) return undefined
      const dot = new Circle({ radius: 4, fill: new Fill({ color: '#4d7a4d' }), stroke: new Stroke({ color: '#ffffff', width: 1 }) })
      const text = resolution < COMPONENT_NAMES_BELOW ? label(named(feature), 11, colours.quiet) : undefined
      text?.setOffsetY(-12)
      return new Style({ image: dot, ...(text ? { text } : {}) })
    },
  }
}

/** A thing to do on the map: a dot in the colour of its kind, larger and ringed red when overdue. */
export const itemStyle: StyleFunction = (feature) => {
  const late = Boolean(feature.get('late'))
  return new Style({
    image: new Circle({
      radius: late ? 11 : 9, fill: new Fill({ color: TASK_COLOURS[String(feature.get('task'))] ?? '#465066' }),
      stroke: new Stroke({ color: late ? LATE : '#ffffff', width: late ? 4 : 2.5 }),
    }),
    zIndex: late ? 6 : 5,
  })
}

/** The place that was pointed out. */
export const pinStyle = [
  new Style({ image: new Circle({ radius: 17, fill: new Fill({ color: 'rgba(185,28,28,0.22)' }) }), zIndex: 9 }),
  new Style({ image: new Circle({ radius: 9, fill: new Fill({ color: LATE }), stroke: new Stroke({ color: '#fff', width: 3 }) }), zIndex: 10 }),
]

/** Where the phone is, and how exactly it knows. */
export const hereStyle: StyleFunction = (feature) => feature.get('circle')
  ? new Style({ fill: new Fill({ color: 'rgba(26,92,184,0.16)' }), stroke: new Stroke({ color: 'rgba(26,92,184,0.6)', width: 1.5 }) })
  : new Style({ image: new Circle({ radius: 8, fill: new Fill({ color: '#1a73e8' }), stroke: new Stroke({ color: '#fff', width: 3 }) }), zIndex: 8 })
