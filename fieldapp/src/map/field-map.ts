/** The offline map: what lies on the phone drawn on canvas, with what is due, one's own position and a place to point out. */
import { defaults as defaultControls, ScaleLine } from 'ol/control'
import { containsCoordinate, createEmpty, extend, isEmpty, type Extent } from 'ol/extent'
import Feature from 'ol/Feature'
import GeoJSON from 'ol/format/GeoJSON'
import CircleShape from 'ol/geom/Circle'
import Point from 'ol/geom/Point'
import { defaults as defaultInteractions } from 'ol/interaction/defaults'
import VectorLayer from 'ol/layer/Vector'
import OpenLayersMap from 'ol/Map'
import { fromLonLat, getPointResolution, toLonLat } from 'ol/proj'
import VectorSource from 'ol/source/Vector'
import View from 'ol/View'
import { hereStyle, itemStyle, paletteOf, pinStyle, stylesOf } from './styles'

/** The map of a community as the server sends it: one collection of features, each naming its layer. */
export interface Ground {
  type: 'FeatureCollection'
  features: object[]
}
type LayerName = 'communities' | 'grids' | 'streets' | 'buildings' | 'components'

export interface MapItem {
  id: string
  task: string
  late: boolean
  lon: number
  lat: number
}

export interface Options {
  dark: boolean
  /** How much larger letters are than usual. */
  grown: number
  words: { zoomIn: string; zoomOut: string }
  onPick?: ((lon: number, lat: number) => void) | undefined
  onItem?: ((ids: string[]) => void) | undefined
}

const LAYERS: readonly LayerName[] = ['communities', 'grids', 'streets', 'buildings', 'components']
const NEAR_ZOOM = 18
const STEP_PIXELS = 12
const HIT_PIXELS = 16
const ARROWS: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }
const format = new GeoJSON({ featureProjection: 'EPSG:3857' })

/** One map in one element; `end()` lets it go. */
export class FieldMap {
  private readonly layers = new Map<LayerName, VectorLayer>()
  private readonly items = new VectorSource()
  private readonly pin = new VectorSource()
  private readonly here = new VectorSource()
  private readonly map: OpenLayersMap

  constructor(private readonly element: HTMLElement, private readonly options: Options) {
    const { zoomIn, zoomOut } = options.words
    for (const name of LAYERS) this.layers.set(name, new VectorLayer({ source: new VectorSource(), declutter: 'names' }))
    this.map = new OpenLayersMap({
      target: element,
      layers: [
        ...this.layers.values(),
        new VectorLayer({ source: this.here, style: hereStyle, zIndex: 18 }),
        new VectorLayer({ source: this.items, style: itemStyle, zIndex: 19 }),
        new VectorLayer({ source: this.pin, style: pinStyle, zIndex: 20 }),
      ],
      controls: defaultControls({ attribution: false, rotate: false, zoomOptions: { zoomInTipLabel: zoomIn, zoomOutTipLabel: zoomOut } }).extend([new ScaleLine()]),
      interactions: defaultInteractions({ altShiftDragRotate: false, pinchRotate: false }),
      view: new View({ center: fromLonLat([104, 35]), zoom: 4, maxZoom: 20, enableRotation: false }),
    })
    this.wear(options.dark, options.grown)
    this.map.on('singleclick', (event) => this.tapped(event.pixel, event.coordinate))
    if (options.onPick) element.addEventListener('keydown', this.moved, { capture: true })
  }

  /** Draw by day or by night. */
  wear(dark: boolean, grown: number): void {
    const colours = paletteOf(dark)
    const styles = stylesOf(colours, grown)
    this.element.style.background = colours.ground
    for (const [name, layer] of this.layers) layer.setStyle(styles[name])
  }

  /** Show the ground of one or several communities. */
  show(grounds: readonly Ground[]): void {
    const features = grounds.flatMap((ground) => format.readFeatures(ground) as Feature[])
    for (const [name, layer] of this.layers) {
      layer.getSource()?.clear()
      layer.getSource()?.addFeatures(features.filter((feature) => feature.get('layer') === name))
    }
    this.fit()
  }

  /** Show what is due. */
  put(items: readonly MapItem[]): void {
    this.items.clear()
    this.items.addFeatures(items.map((item) => {
      const feature = new Feature({ geometry: new Point(fromLonLat([item.lon, item.lat])), task: item.task, late: item.late })
      feature.setId(item.id)
      return feature
    }))
  }

  /** Show a place, and go there where `near` and there is any ground to see. */
  point(lon: number, lat: number, near = true): void {
    const at = fromLonLat([lon, lat])
    this.pin.clear()
    this.pin.addFeature(new Feature(new Point(at)))
    if (near && containsCoordinate(this.ground(), at)) this.map.getView().animate({ center: at, zoom: NEAR_ZOOM, duration: this.pace() })
  }

  /** Show where the phone is and how exactly it knows. */
  locate(lon: number, lat: number, accuracy: number): void {
    const at = fromLonLat([lon, lat])
    const radius = accuracy / getPointResolution('EPSG:3857', 1, at)
    this.here.clear()
    this.here.addFeatures([new Feature({ geometry: new CircleShape(at, radius), circle: true }), new Feature(new Point(at))])
    this.map.getView().animate({ center: at, zoom: Math.max(17, this.map.getView().getZoom() ?? 17), duration: this.pace() })
  }

  /** Fit the own grids into the view, or whatever ground there is. */
  fit(): void {
    const grids = this.layers.get('grids')?.getSource()?.getExtent()
    const extent = [grids, this.ground(), this.items.getExtent()].find((one) => one && !isEmpty(one))
    if (extent) this.map.getView().fit(extent, { padding: [24, 24, 24, 24], maxZoom: NEAR_ZOOM })
  }

  /** Name the grid and the building at a place. */
  at(lon: number, lat: number): { grid: string; area: string; building: string } {
    const coordinate = fromLonLat([lon, lat])
    const found = (name: LayerName): Feature | undefined => this.layers.get(name)?.getSource()?.getFeaturesAtCoordinate(coordinate)[0]
    const grid = found('grids')
    return { grid: String(grid?.get('name') ?? ''), area: String(grid?.get('code') ?? grid?.getId() ?? ''), building: String(found('buildings')?.get('name') ?? '') }
  }

  resize(): void {
    this.map.updateSize()
  }

  end(): void {
    this.element.removeEventListener('keydown', this.moved, { capture: true })
    this.map.setTarget(undefined)
    this.map.dispose()
  }

  private ground(): Extent {
    const all = createEmpty()
    for (const layer of this.layers.values()) extend(all, layer.getSource()?.getExtent() ?? createEmpty())
    return all
  }

  private tapped(pixel: number[], coordinate: number[]): void {
    const hits = this.map.getFeaturesAtPixel(pixel, { hitTolerance: HIT_PIXELS }).filter((feature) => feature.get('task'))
    const ids = hits.flatMap((feature) => ('getId' in feature ? [String(feature.getId())] : []))
    if (ids.length && this.options.onItem) return this.options.onItem([...new Set(ids)])
    const [lon = 0, lat = 0] = toLonLat(coordinate)
    if (!this.options.onPick) return this.options.onItem?.([])
    this.point(lon, lat, false)
    this.options.onPick(lon, lat)
  }

  // The arrow keys move the pin, so that a place can be pointed out without a finger.
  private readonly moved = (event: KeyboardEvent): void => {
    const arrow = ARROWS[event.key]
    if (!arrow || event.target !== this.element) return
    event.preventDefault()
    event.stopPropagation()
    const view = this.map.getView()
    const pin = (this.pin.getFeatures()[0]?.getGeometry() as Point | undefined)?.getCoordinates()
    const inView = pin && containsCoordinate(view.calculateExtent(), pin)
    const [x = 0, y = 0] = (inView ? pin : view.getCenter()) ?? []
    const step = (view.getResolution() ?? 1) * STEP_PIXELS * (event.shiftKey ? 5 : 1)
    const to = [x + arrow[0] * step, y + arrow[1] * step]
    const [lon = 0, lat = 0] = toLonLat(to)
    view.setCenter(to)
    this.point(lon, lat, false)
    this.options.onPick?.(lon, lat)
  }

  private pace(): number {
    return matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 200
  }
}
