/** A place that is told: how it is known, and how long what the phone found by itself may stand for it. */
import { metresBetween } from './near'

/** Where it is, and how that is known. */
export interface Place {
  how: 'gps' | 'map' | 'building' | 'none'
  lon?: number | undefined
  lat?: number | undefined
  accuracy_m?: number | undefined
  /** When the phone found it (ISO 8601). */
  found_at?: string | undefined
  building?: string | undefined
  /** In words, as it is shown. */
  address?: string | undefined
  area?: string | undefined
}

const OLD_MS = 3 * 60_000
const SAME_SPOT_M = 50

/** Say whether the phone found a place so long ago that its holder may have walked on; what a person chose does not age. */
export function isOld({ how, found_at: found }: Place, now: number): boolean {
  const apart = Math.abs(now - Date.parse(found ?? ''))
  return how === 'gps' && !(apart < OLD_MS)
}

/** Say whether two places may be one, as exactly as each is known. */
export function isSameSpot(one: Place, other: Place): boolean {
  const metres = metresBetween(one, other)
  return metres !== undefined && metres <= Math.max(SAME_SPOT_M, (one.accuracy_m ?? 0) + (other.accuracy_m ?? 0))
}

/** Say whether somebody chose it: on the map or by its building. */
export function isChosen({ how }: Place): boolean {
  return how === 'map' || how === 'building'
}
