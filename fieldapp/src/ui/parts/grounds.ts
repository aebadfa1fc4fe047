/** The offline maps that lie on this phone. */
import { useEffect, useMemo, useState } from 'preact/hooks'
import { whereabouts, type Shape, type Whereabouts } from '../../engine/ground'
import type { Place } from '../../engine/place'
import type { AreaRow } from '../../engine/rows'
import type { Ground } from '../../map/field-map'
import { store } from '../../sync/app'
import { useRows } from './data'

const COMMUNITY_DIGITS = 12

/** Read the maps of the communities the worker's areas lie in, once, and again only while one is still missing. */
export function useGrounds(wanted = true): Ground[] | undefined {
  const opened = store.value
  const areas = useRows<AreaRow>('areas')
  const codes = areas && [...new Set(areas.map((one) => one.id.slice(0, COMMUNITY_DIGITS)).filter((one) => one.length === COMMUNITY_DIGITS))].sort()
  const key = codes?.join(' ')
  const [grounds, setGrounds] = useState<Ground[]>()
  const missing = grounds === undefined || grounds.length < (codes?.length ?? 0)
  const version = missing ? opened?.changed.value : -1
  useEffect(() => {
    if (!wanted || !opened || key === undefined || !missing) return
    let stays = true
    const read = key.split(' ').filter(Boolean).map((code) => opened.mapOf<Ground>(code))
    void Promise.all(read).then((found) => {
      const here = found.filter((one) => one !== undefined)
      if (stays) setGrounds((before) => (before?.length === here.length ? before : here))
    })
    return () => { stays = false }
  }, [wanted, opened, key, version])
  return grounds
}

/** Say by the maps where the phone is; nothing for a place that a person chose. */
export function useWhereabouts({ how, lon, lat, accuracy_m: exact }: Place): Whereabouts | undefined {
  const grounds = useGrounds(how === 'gps')
  return useMemo(
    () => (how === 'gps' && grounds ? whereabouts(grounds.flatMap((one) => one.features as Shape[]), { lon, lat }, exact) : undefined),
    [how, lon, lat, exact, grounds],
  )
}
