/** Where the phone is, asked only when the worker wants it: at most 15 seconds, then the receiver rests. No track is kept. */
import { useEffect, useRef, useState } from 'preact/hooks'

const LONGEST_MS = 15_000
const GOOD_ENOUGH_M = 12

export interface Position {
  lon: number
  lat: number
  accuracy_m: number
}

export type Seeking = 'idle' | 'seeking' | 'found' | 'denied' | 'lost'

export interface Locating {
  state: Seeking
  position: Position | undefined
  seek: () => void
  stop: () => void
}

/** Look for the position when asked, giving each better one to `onFound`, and stop when it is good or time is over. */
export function usePosition(onFound: (position: Position) => void = () => undefined): Locating {
  const [state, setState] = useState<Seeking>('idle')
  const [position, setPosition] = useState<Position>()
  const running = useRef<{ watch: number; timer: number; best: Position | undefined } | null>(null)
  const told = useRef(onFound)
  told.current = onFound

  const stop = (end: Seeking | null): void => {
    if (!running.current) return
    navigator.geolocation.clearWatch(running.current.watch)
    clearTimeout(running.current.timer)
    const { best } = running.current
    running.current = null
    if (end) setState(best ? 'found' : end)
  }
  const seek = (): void => {
    stop(null)
    if (!navigator.geolocation) return setState('lost')
    setState('seeking')
    const take = ({ coords }: GeolocationPosition): void => {
      const now = running.current
      const found = { lon: coords.longitude, lat: coords.latitude, accuracy_m: Math.round(coords.accuracy) }
      if (!now || (now.best && now.best.accuracy_m <= found.accuracy_m)) return
      now.best = found
      setPosition(found)
      told.current(found)
      if (found.accuracy_m <= GOOD_ENOUGH_M) stop('found')
    }
    const fail = ({ code }: GeolocationPositionError): void => {
      if (code === GeolocationPositionError.PERMISSION_DENIED) stop('denied')
    }
    const timer = window.setTimeout(() => stop('lost'), LONGEST_MS)
    running.current = { watch: 0, timer, best: undefined }
    running.current.watch = navigator.geolocation.watchPosition(take, fail, { enableHighAccuracy: true, maximumAge: 5000, timeout: LONGEST_MS })
  }
  useEffect(() => () => stop(null), [])
  return { state, position, seek, stop: () => stop('idle') }
}

/** Say whether the position may be asked without a question from the browser. */
export async function mayLocate(): Promise<boolean> {
  const answer = await navigator.permissions?.query({ name: 'geolocation' }).catch(() => null)
  return answer?.state === 'granted'
}

/** How often the page came back into view: its holder may have walked on meanwhile. */
export function useReturns(): number {
  const [returns, setReturns] = useState(0)
  useEffect(() => {
    const note = (): void => { if (!document.hidden) setReturns((before) => before + 1) }
    document.addEventListener('visibilitychange', note)
    return () => document.removeEventListener('visibilitychange', note)
  }, [])
  return returns
}
