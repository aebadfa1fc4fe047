/** What the pages read from the phone's store, read anew after every change of it. */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { PartName, Row } from '../../engine/protocol'
import type { OutboxEntry, Store } from '../../store/store'
import { store } from '../../sync/app'

/** Read something from the store, again after each of its changes; undefined until it is there. */
export function useStored<T>(read: (from: Store) => Promise<T>, deps: readonly unknown[] = []): T | undefined {
  const opened = store.value
  const version = opened?.changed.value
  const [found, setFound] = useState<{ from: Store; value: T }>()
  useEffect(() => {
    if (!opened) return undefined
    let isAwaited = true
    const keep = (value: T): void => {
      if (isAwaited) setFound((before) => (before?.from === opened && isSame(before.value, value) ? before : { from: opened, value }))
    }
    // A store that closes meanwhile (sign-out, wipe) answers no more; the shell then shows the sign-in page.
    read(opened).then(keep, () => undefined)
    return () => { isAwaited = false }
  }, [opened, version, ...deps])
  // Until the next account's store has answered, what the former one's said is no answer.
  return found?.from === opened ? found?.value : undefined
}

// The same rows in a new list are no news: pages are not drawn anew for them.
function isSame(before: unknown, after: unknown): boolean {
  if (!Array.isArray(before) || !Array.isArray(after)) return before === after
  return before.length === after.length && before.every((one, at) => one === after[at])
}

/** All rows of a part; undefined until they are read. */
export function useRows<T extends Row>(part: PartName): T[] | undefined {
  return useStored((from) => from.rows<T>(part), [part])
}

/** One row: undefined until it is read, null where the phone has none. */
export function useRow<T extends Row>(part: PartName, id: string): T | null | undefined {
  return useStored(async (from) => (await from.row<T>(part, id)) ?? null, [part, id])
}

/** Everything that is queued, and what was sent today. */
export function useOutbox(): OutboxEntry[] | undefined {
  return useStored((from) => from.outbox())
}

/** The time, in milliseconds, told anew each minute while the page is seen. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now())
  useEffect(() => {
    const tick = (): void => { if (!document.hidden) setNow(Date.now()) }
    const timer = setInterval(tick, 60_000)
    document.addEventListener('visibilitychange', tick)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', tick)
    }
  }, [])
  return now
}

/** A value once it has rested for a moment: for reckoning that need not follow every stroke. */
export function useRested<T>(value: T, pause = 300): T {
  const [rested, setRested] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setRested(() => value), pause)
    return () => clearTimeout(timer)
  }, [value])
  return rested
}

/** The address of a blob for as long as it is shown. */
export function useAddress(blob: Blob | undefined): string | undefined {
  const [address, setAddress] = useState<string>()
  useEffect(() => {
    if (!blob) return setAddress(undefined)
    const made = URL.createObjectURL(blob)
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [blob])
  return address
}

/** Show the first of a long list and more each time its end comes into view; `mark` goes behind the last one. */
export function useGrowing(total: number, step = 40): { shown: number; mark: (element: Element | null) => void } {
  const [shown, setShown] = useState(step)
  const watcher = useRef<IntersectionObserver | null>(null)
  const mark = useRef((element: Element | null) => {
    watcher.current?.disconnect()
    if (!element) return
    watcher.current = new IntersectionObserver(
      (seen) => { if (seen.some((one) => one.isIntersecting)) setShown((before) => before + step) },
      { rootMargin: '800px' },
    )
    watcher.current.observe(element)
  })
  return { shown: Math.min(shown, total), mark: mark.current }
}
