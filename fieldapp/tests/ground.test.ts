/** Where a place lies on the offline map. */
import { describe, expect, it } from 'vitest'
import { whereabouts, type Shape } from '../src/engine/ground'

const METRE = 1 / 111_195
const box = (layer: string, name: string, west: number, south: number, size: number): Shape => {
  const [w, s, e, n] = [120 + west * METRE, south * METRE, 120 + (west + size) * METRE, (south + size) * METRE]
  return { geometry: { type: 'Polygon', coordinates: [[[w, s], [e, s], [e, n], [w, n], [w, s]]] }, properties: { layer, name } }
}
const at = (east: number, north: number) => ({ lon: 120 + east * METRE, lat: north * METRE })
const shapes = [
  box('communities', '江边社区', 0, 0, 1000), box('grids', '第一网格', 0, 0, 500), box('grids', '第二网格', 500, 0, 500),
  box('buildings', '1号楼', 100, 100, 20), box('buildings', '2号楼', 150, 100, 20),
  { geometry: { type: 'LineString', coordinates: [[120, 0], [121, 1]] }, properties: { layer: 'streets', name: '青石路' } },
]

describe('a place on the offline map', () => {
  it('is named by its grid and the building it is in', () => {
    expect(whereabouts(shapes, at(110, 110))).toEqual({ grid: '第一网格', building: '1号楼', beside: false, outside: false })
  })

  it('is beside the nearest building where it is in none, and at none further off', () => {
    expect(whereabouts(shapes, at(130, 110))).toMatchObject({ building: '1号楼', beside: true })
    expect(whereabouts(shapes, at(140, 110))).toMatchObject({ building: '2号楼', beside: true })
    expect(whereabouts(shapes, at(700, 110))).toEqual({ grid: '第二网格', building: '', beside: false, outside: false })
  })

  it('is outside once it lies further beyond the border than it may be off', () => {
    expect(whereabouts(shapes, at(-50, 110)).outside).toBe(false)
    expect(whereabouts(shapes, at(-150, 110)).outside).toBe(true)
    expect(whereabouts(shapes, at(-150, 110), 200).outside).toBe(false)
    expect(whereabouts(shapes, { lon: 121.5, lat: 31.2 }).outside).toBe(true)
  })

  it('is not called outside by a phone that has no map, nor without a place', () => {
    expect(whereabouts([], at(0, 0)).outside).toBe(false)
    expect(whereabouts(shapes, {}).outside).toBe(false)
  })

  it('lies in one of several pieces of an area, and not in its hole', () => {
    const [whole, hole, far] = [box('', '', 0, 0, 1000), box('', '', 400, 400, 200), box('', '', 3000, 0, 100)].map((one) => (one.geometry.coordinates as number[][][])[0])
    const area: Shape = { geometry: { type: 'MultiPolygon', coordinates: [[whole, hole], [far]] }, properties: { layer: 'grids', name: '第三网格' } }
    expect([at(100, 100), at(500, 500), at(3050, 50)].map((one) => whereabouts([area], one).grid)).toEqual(['第三网格', '', '第三网格'])
  })
})
