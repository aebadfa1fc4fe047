/** What lies under the questions that are answered on a map: the offline map of the phone, never another host's. */

/** Shapes to draw, and where to look first. */
export interface Ground {
  shapes: { type: 'FeatureCollection'; features: object[] }
  /** Longitude and latitude of what the form is about. */
  at?: readonly [number, number] | undefined
}

type Drawn = (shapes: Ground['shapes'], style: object[]) => unknown

const EARTH_M = 6378137
const NEAR_ZOOM = 18
const MAP_QUESTION = /appearance="[^"]*\bmaps?\b|appearance="[^"]*placement-map|type="geo(?:shape|trace)"/

let laid: Ground | undefined

/** Say whether a form has a question that is answered on a map. */
export function asksOnMap(xml: string): boolean {
  return MAP_QUESTION.test(xml)
}

/** Lay the ground for the form that opens next; without one a map is a plain sheet. */
export function layGround(ground: Ground | undefined): void {
  laid = ground
}

/** Give the layers of a map: the engine's own classes draw them. */
export function ground(draw: Drawn): unknown[] {
  return laid?.shapes.features.length ? [draw(laid.shapes, styles())] : []
}

/** Say where a map opens: at what the form is about, else where the engine would. */
export function middle(center: number[], zoom: number): { center: number[]; zoom: number } {
  return laid?.at ? { center: mercator(laid.at), zoom: NEAR_ZOOM } : { center, zoom }
}

/** Project a place as web maps do. */
export function mercator([lon, lat]: readonly [number, number]): number[] {
  const upwards = Math.log(Math.tan(((90 + lat) * Math.PI) / 360))
  return [(lon * Math.PI * EARTH_M) / 180, upwards * EARTH_M]
}

function styles(): object[] {
  const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim()
  const only = (layer: string): unknown[] => ['==', ['get', 'layer'], layer]
  const name = { 'text-value': ['get', 'name'], 'text-font': '13px sans-serif', 'text-fill-color': colour('--ink'), 'text-overflow': false }
  return [
    { filter: only('grids'), style: { 'stroke-color': colour('--brand'), 'stroke-width': 1.5, 'stroke-line-dash': [6, 4] } },
    { filter: only('streets'), style: { 'stroke-color': colour('--edge'), 'stroke-width': 3, ...name, 'text-placement': 'line' } },
    { filter: only('buildings'), style: { 'stroke-color': colour('--quiet'), 'fill-color': colour('--line'), ...name } },
  ]
}
