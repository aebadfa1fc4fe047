/** The place of something: by the phone's position with its accuracy, by a building, or pointed out on the offline map. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { momentSaid } from '../../engine/due'
import { metresBetween, metresSaid } from '../../engine/near'
import { isChosen, isOld, isSameSpot, type Place } from '../../engine/place'
import type { Whereabouts } from '../../engine/ground'
import { t } from '../../engine/words'
import { Button } from './button'
import { BuildingSheet } from './buildings'
import { Notice } from './card'
import { useNow } from './data'
import { useWhereabouts } from './grounds'
import { Icon } from './icon'
import { MapPick } from './map-view'
import { mayLocate, usePosition, useReturns } from './position'
import { Sheet } from './sheet'

export type { Place } from '../../engine/place'

const COARSE_M = 50

export function PlaceField({ label, place, onPlace, onAsking, auto, told = false, error }: {
  label: string
  place: Place
  onPlace: (place: Place) => void
  /** Told whether a question about it waits for an answer. */
  onAsking?: ((asking: boolean) => void) | undefined
  /** Look for the position at once where the phone allows it without asking. */
  auto?: boolean | undefined
  /** True once something was told about this place: it is then not given another one unasked. */
  told?: boolean | undefined
  error?: string | undefined
}) {
  const [open, setOpen] = useState<'building' | 'map' | ''>('')
  const { state, away, seek, stop, stay } = useOwnPlace({ place, onPlace, auto, told })
  useEffect(() => onAsking?.(Boolean(away)), [away])
  const choose = (chosen: Place): void => {
    stop()
    onPlace(chosen)
    setOpen('')
  }
  return (
    <div class={error ? 'field has-error' : 'field'} role="group" aria-label={label}>
      <span class="field-label" aria-hidden="true">{label}</span>
      <div class="place">
        <PlaceSaid place={place} seeking={state === 'seeking'} />
        <div class="place-ways">
          <Button icon="current-location" busy={state === 'seeking'} onClick={seek}>{t('定位')}</Button>
          <Button icon="building" onClick={() => setOpen('building')}>{t('选楼')}</Button>
          <Button icon="map" onClick={() => setOpen('map')}>{t('地图')}</Button>
        </div>
      </div>
      {away && <Away from={place} to={away} onStay={stay} onTake={choose} />}
      {state === 'denied' && <p class="field-hint" role="status">{t('没有定位权限，请选楼或在地图上点。')}</p>}
      {state === 'lost' && <p class="field-hint" role="status">{t('没有收到定位信号，请选楼或在地图上点。')}</p>}
      {error && <p class="field-error" role="alert">{error}</p>}
      <BuildingSheet open={open === 'building'} onClose={() => setOpen('')} onBuilding={(one) => choose(placeOf(one))} near={place} />
      <Sheet title={t('在地图上点出位置')} open={open === 'map'} onClose={() => setOpen('')} tall>
        <MapPick place={place} onPlace={choose} />
      </Sheet>
    </div>
  )
}

/** The position as the place: fresh when nothing is told yet, asked about where its holder has walked on since. */
function useOwnPlace({ place, onPlace, auto, told }: { place: Place; onPlace: (place: Place) => void; auto: boolean | undefined; told: boolean }) {
  const [away, setAway] = useState<Place>()
  const asks = useRef(false)
  const latest = useRef(place)
  latest.current = place
  const wasTold = useRef(told)
  const returns = useReturns()
  const { state, seek, stop } = usePosition((found) => {
    const here: Place = { how: 'gps', ...found, found_at: new Date().toISOString() }
    if (!asks.current) return onPlace(here)
    const same = isSameSpot(latest.current, here)
    setAway(same ? undefined : here)
    if (same) onPlace({ ...latest.current, found_at: here.found_at })
  })
  useEffect(() => {
    const begins = told && !wasTold.current
    wasTold.current = told
    const old = isOld(place, Date.now())
    if (!auto || state === 'seeking' || isChosen(place) || (place.how === 'gps' && !old)) return
    asks.current = old && told && !begins
    if (old && !asks.current) onPlace({ how: 'none' })
    void mayLocate().then((may) => { if (may) seek() })
  }, [told, returns])
  const stay = (): void => setAway(undefined)
  return {
    state, away, stay,
    seek: () => { asks.current = false; stay(); seek() },
    stop: () => { stay(); stop() },
  }
}

/** The thing was told about in one place, and the phone is in another: which of them is meant? */
function Away({ from, to, onStay, onTake }: { from: Place; to: Place; onStay: () => void; onTake: (place: Place) => void }) {
  return (
    <Notice tone="orange" live>
      {t('您现在离写这件事的地方约%(far)s。它在哪里？', { far: metresSaid(metresBetween(from, to) ?? 0) })}
      <span class="actions-row">
        <Button onClick={onStay}>{t('原来的地方')}</Button>
        <Button onClick={() => onTake(to)}>{t('现在的地方')}</Button>
      </span>
    </Notice>
  )
}

function placeOf(building: { code: string; name: string; lon?: number; lat?: number; area: string }): Place {
  return { how: 'building', building: building.code, address: building.name, lon: building.lon, lat: building.lat, area: building.area }
}

function PlaceSaid({ place, seeking }: { place: Place; seeking: boolean }) {
  const { how, accuracy_m: accuracy } = place
  const now = useNow()
  const where = useWhereabouts(place)
  const named = where && whereSaid(where)
  const coarse = how === 'gps' && (accuracy ?? 0) > COARSE_M
  return (
    <>
      <p class={`place-said ${how === 'none' ? 'is-none' : ''}`} role="status">
        <Icon name={how === 'none' ? 'map-pin' : 'map-pin-check'} />
        <span>
          {how === 'none' && (seeking ? t('正在定位…') : t('还没有位置'))}
          {how === 'gps' && foundSaid(place, now)}
          {named && <span class="field-hint">{named}</span>}
          {how === 'building' && place.address}
          {how === 'map' && (place.address ?? t('已在地图上点出'))}
          {coarse && <span class="field-hint">{t('误差较大，可以选楼或在地图上点准。')}</span>}
        </span>
      </p>
      {where?.outside && <Notice tone="orange" live>{t('这个位置在您手机里的社区地图之外，请核对：不对就选楼或在地图上点。')}</Notice>}
    </>
  )
}

function foundSaid(place: Place, now: number): string {
  const n = place.accuracy_m ?? 0
  if (!isOld(place, now)) return t('已定位，误差约%(n)s米', { n })
  return place.found_at ? t('%(at)s定位，误差约%(n)s米', { at: momentSaid(place.found_at, now), n }) : t('以前定位的，误差约%(n)s米', { n })
}

function whereSaid({ grid, building, beside }: Whereabouts): string {
  return [grid, building && (beside ? t('%(building)s旁', { building }) : building)].filter(Boolean).join(' · ')
}
