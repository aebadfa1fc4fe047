/** Where a place lies on the offline map: in which grid, at which building, and whether the map reaches as far. */
import { EARTH_M, type Point } from './near'

type Ring = readonly (readonly number[])[]

/** One shape of the offline map, as the server sends it (GeoJSON). */
export interface Shape {
  geometry: { type: string; coordinates: unknown }
  properties: { layer: string; name?: string; code?: string }
}

/** What is known of a place by the map. */
export interface Whereabouts {
  grid: string
  building: string
  /** True where the building does not stand on the place itself but close by. */
  beside: boolean
  /** True where the place lies beyond the borders of every community on the phone. */
  outside: boolean
}

const BESIDE_M = 40
const BORDER_M = 100

/** Name the grid and the nearest building of a place; `exact` is how many metres it may be off. */
export function whereabouts(shapes: readonly Shape[], { lon, lat }: Point, exact = 0): Whereabouts {
  const none = { grid: '', building: '', beside: false, outside: false }
  if (lon === undefined || lat === undefined) return none
  const metres = (shape: Shape): number => Math.min(...polygonsOf(shape).map((rings) => metresTo(rings, lon, lat)), Infinity)
  const near = (layer: string): { shape: Shape; metres: number }[] =>
    shapes.filter((one) => one.properties.layer === layer).map((shape) => ({ shape, metres: metres(shape) })).sort((a, b) => a.metres - b.metres)
  const [community] = near('communities')
  const [grid] = near('grids')
  const [building] = near('buildings').filter((one) => one.metres <= BESIDE_M)
  return {
    grid: grid?.metres === 0 ? (grid.shape.properties.name ?? '') : '',
    building: building?.shape.properties.name ?? '',
    beside: (building?.metres ?? 0) > 0,
    outside: community !== undefined && community.metres > Math.max(BORDER_M, exact),
  }
}

function polygonsOf({ geometry: { type, coordinates } }: Shape): readonly (readonly Ring[])[] {
  if (type === 'Polygon') return [coordinates as Ring[]]
  return type === 'MultiPolygon' ? (coordinates as Ring[][]) : []
}

// Nought inside; else how far it is to the border. Exact enough within a town: the ground is taken as flat around the place.
function metresTo(rings: readonly Ring[], lon: number, lat: number): number {
  const high = (EARTH_M * Math.PI) / 180
  const wide = high * Math.cos((lat * Math.PI) / 180)
  let inside = false
  let least = Infinity
  for (const ring of rings) {
    const points = ring.map(([x = 0, y = 0]) => [(x - lon) * wide, (y - lat) * high] as const)
    for (const [at, [x2, y2]] of points.entries()) {
      const [x1, y1] = points[at - 1] ?? points.at(-1) ?? [x2, y2]
      if (y1 > 0 !== y2 > 0 && (x2 - x1) * (-y1 / (y2 - y1)) + x1 > 0) inside = !inside
      least = Math.min(least, toSegment(x1, y1, x2, y2))
    }
  }
  return inside ? 0 : least
}

// How far it is from the origin to a stretch of border.
function toSegment(x1: number, y1: number, x2: number, y2: number): number {
  const [dx, dy] = [x2 - x1, y2 - y1]
  const long = dx * dx + dy * dy
  const part = long ? Math.min(1, Math.max(0, -(x1 * dx + y1 * dy) / long)) : 0
  return Math.hypot(x1 + part * dx, y1 + part * dy)
}
