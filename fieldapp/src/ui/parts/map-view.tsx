/** The offline map as a part of a page; the map's code comes when a map is first shown. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { t } from '../../engine/words'
import type { FieldMap, MapItem } from '../../map/field-map'
import { dark, elder } from '../preferences'
import { Button } from './button'
import { Notice } from './card'
import { useGrounds } from './grounds'
import { usePosition } from './position'

interface Point {
  lon?: number | undefined
  lat?: number | undefined
}

interface Props {
  label: string
  items?: readonly MapItem[] | undefined
  place?: Point | undefined
  onPick?: ((lon: number, lat: number, at: { grid: string; area: string; building: string }) => void) | undefined
  onItem?: ((ids: string[]) => void) | undefined
}

/** The map with its button for the own position; `onPick` makes a tap point out a place. */
export function MapView({ label, items, place, onPick, onItem }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const [map, setMap] = useState<FieldMap>()
  const [failed, setFailed] = useState(false)
  const grounds = useGrounds()
  const calls = useRef({ onPick, onItem })
  calls.current = { onPick, onItem }
  const { state, seek } = usePosition((found) => map?.locate(found.lon, found.lat, found.accuracy_m))
  const isDark = dark.value
  const grown = elder.value ? 1.4 : 1

  useEffect(() => {
    let made: FieldMap | undefined
    let wanted = true
    const options = {
      dark: dark.peek(), grown: elder.peek() ? 1.4 : 1, words: { zoomIn: t('放大'), zoomOut: t('缩小') },
      onItem: (ids: string[]) => calls.current.onItem?.(ids),
      ...(onPick ? { onPick: (lon: number, lat: number) => calls.current.onPick?.(lon, lat, made?.at(lon, lat) ?? { grid: '', area: '', building: '' }) } : {}),
    }
    import('../../map/field-map').then((module) => {
      if (!wanted || !box.current) return
      made = new module.FieldMap(box.current, options)
      setMap(made)
    }, () => setFailed(true))
    return () => {
      wanted = false
      made?.end()
    }
  }, [])
  useEffect(() => {
    if (!map || !box.current) return
    const observer = new ResizeObserver(() => map.resize())
    observer.observe(box.current)
    return () => observer.disconnect()
  }, [map])
  useEffect(() => map?.wear(isDark, grown), [map, isDark, grown])
  useEffect(() => {
    if (!map || !grounds) return
    map.show(grounds)
    if (place?.lon !== undefined && place.lat !== undefined) map.point(place.lon, place.lat)
    box.current?.setAttribute('data-map-ready', 'yes')
  }, [map, grounds])
  useEffect(() => { if (map && items) map.put(items) }, [map, items])

  return (
    <div class="map-frame">
      <div class="map" ref={box} tabIndex={0} role="application" aria-label={label} />
      <div class="map-tools">
        <Button icon="current-location" busy={state === 'seeking'} onClick={seek}>{t('我的位置')}</Button>
      </div>
      {failed && <Notice tone="orange">{t('地图还没有存到手机上，联网后再打开。')}</Notice>}
      {grounds?.length === 0 && <Notice tone="yellow">{t('这一片的地图还没有下载，联网后会自动下载。')}</Notice>}
      {state === 'denied' && <Notice tone="yellow" live>{t('没有定位权限。')}</Notice>}
      {state === 'lost' && <Notice tone="yellow" live>{t('没有收到定位信号。')}</Notice>}
    </div>
  )
}

/** Point out a place and take it. */
export function MapPick({ place, onPlace }: {
  place: Point
  onPlace: (place: { how: 'map'; lon: number; lat: number; address?: string; area?: string }) => void
}) {
  const [picked, setPicked] = useState<{ lon: number; lat: number; grid: string; area: string; building: string }>()
  const said = picked && [picked.grid, picked.building].filter(Boolean).join(' · ')
  const take = (): void => {
    if (!picked) return
    onPlace({ how: 'map', lon: picked.lon, lat: picked.lat, ...(said ? { address: said } : {}), ...(picked.area ? { area: picked.area } : {}) })
  }
  return (
    <div class="map-pick">
      <MapView label={t('在地图上点出位置，也可以用方向键移动')} place={place} onPick={(lon, lat, at) => setPicked({ lon, lat, ...at })} />
      <p class="quiet" role="status">{picked ? (said || t('已点出位置')) : t('点一下地图上的位置。')}</p>
      <Button look="main" wide icon="map-pin-check" disabled={!picked} onClick={take}>{t('就是这里')}</Button>
    </div>
  )
}
