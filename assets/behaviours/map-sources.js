/** Where a map's features come from: a layer at once, or piece by piece for what is in view. */
import GeoJSON from 'ol/format/GeoJSON.js'
import { transformExtent } from 'ol/proj.js'
import VectorSource from 'ol/source/Vector.js'

const PIECE_METRES = 1200
const format = new GeoJSON({ featureProjection: 'EPSG:3857' })

/** Fetch a layer; one that cannot be had is left out: the map still serves with the others. */
export async function featuresOf(address) {
  const answer = await fetch(address, { headers: { Accept: 'application/geo+json' } }).catch(() => null)
  return answer?.ok ? format.readFeatures(await answer.json()) : []
}

/** Make a source that fetches what is in view, and never the same piece twice. */
export function tiledSource(address) {
  const source = new VectorSource({
    strategy: pieces,
    loader: async (extent, resolution, projection, done) => {
      const window = transformExtent(extent, projection, 'EPSG:4326').map((degrees) => degrees.toFixed(6))
      const features = await featuresOf(`${address}${address.includes('?') ? '&' : '?'}bbox=${window.join(',')}`)
      for (const feature of features) feature.setId(feature.get('code')) // what lies in two pieces is drawn once
      source.addFeatures(features)
      done(features)
    },
  })
  return source
}

// The same pieces for everyone, so that answers can be kept by browsers and proxies.
function pieces(extent) {
  const [west, south, east, north] = extent.map((metres) => Math.floor(metres / PIECE_METRES))
  const found = []
  for (let x = west; x <= east; x++) {
    for (let y = south; y <= north; y++) found.push([x, y, x + 1, y + 1].map((at) => at * PIECE_METRES))
  }
  return found
}
