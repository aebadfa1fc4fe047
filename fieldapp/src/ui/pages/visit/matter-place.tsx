/** Where a matter is: at the home, unless the worker points at another place. */
import { useState } from 'preact/hooks'
import type { Matter, Whither } from '../../../engine/visits'
import { t } from '../../../engine/words'
import { Button } from '../../parts/button'
import { PlaceField, type Place } from '../../parts/place'
import { Sheet } from '../../parts/sheet'
import { useDoorOf } from './door-of'

/** Say where the matter is and let it be changed. */
export function MatterPlace({ matter, at, onPlace }: {
  matter: Matter
  at: Whither
  onPlace: (place: Pick<Matter, 'lon' | 'lat'>) => void
}) {
  const [open, setOpen] = useState(false)
  const { building, address } = useDoorOf(at)
  const here = at.household ? t('就在这一户') : t('就在这个门')
  const elsewhere = matter.lon !== undefined
  const home: Place = address ? { how: 'building', address, lon: building?.lon, lat: building?.lat } : { how: 'none' }
  const place: Place = elsewhere ? { how: 'map', lon: matter.lon, lat: matter.lat } : home
  const choose = (found: Place): void => {
    if (found.lon === undefined || found.lat === undefined) return
    onPlace({ lon: found.lon, lat: found.lat })
  }
  return (
    <>
      <Button look="quiet" icon="map-pin" onClick={() => setOpen(true)}>{elsewhere ? t('在别处') : here}</Button>
      {open && (
        <Sheet title={t('问题在哪里')} open onClose={() => setOpen(false)}>
          <PlaceField label={t('问题的位置')} place={place} onPlace={choose} />
          <div class="actions">
            <Button look="main" wide onClick={() => setOpen(false)}>{t('好')}</Button>
            {elsewhere && <Button wide onClick={() => { onPlace({ lon: undefined, lat: undefined }); setOpen(false) }}>{here}</Button>}
          </div>
        </Sheet>
      )}
    </>
  )
}
