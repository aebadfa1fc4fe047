/** Something half written: kept on the phone at every stroke, so that it survives a call, a kill or an empty battery. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { t } from '../../engine/words'
import type { Draft as Kept } from '../../store/store'
import { store } from '../../sync/app'
import { route } from '../router'
import { say } from './toast'

const PAUSE_MS = 250

export interface Draft<T> {
  /** Undefined until it is known whether there is one from before. */
  value: T | undefined
  blobs: Blob[]
  set: (change: Partial<T>) => void
  setBlobs: (blobs: Blob[]) => void
  /** Throw it away: it was saved for good, or is not wanted. */
  drop: () => Promise<void>
  /** True where it was found from before. */
  found: boolean
}

interface Latest<T> {
  value: T | undefined
  blobs: Blob[]
  timer: number
  /** True where the blobs changed since they were kept. */
  fresh: boolean
  /** True where the store has it as it is here: what a full phone could not keep stands on the page alone. */
  kept: boolean
}

/** The draft whose sheet the address asks for; taken from the address, so that coming back to the page opens nothing again. */
export function useAskedDraft(): string {
  const asked = useRef(route.peek().query.get('draft') ?? '').current
  useEffect(() => {
    if (asked) history.replaceState(history.state, '', location.hash.split('?')[0])
  }, [])
  return asked
}

/**
 * Keep a value and its blobs under a key of this account; `fresh` makes an empty one.
 * What is not `worth` keeping is no draft: by itself that is one in which nothing was said.
 */
export function useDraft<T extends object>(
  key: string,
  fresh: () => T,
  worth: (value: T, blobs: readonly Blob[]) => boolean = (value, blobs) => blobs.length > 0 || JSON.stringify(value) !== JSON.stringify(fresh()),
): Draft<T> {
  const opened = store.value
  const [value, setValue] = useState<T>()
  const [blobs, setBlobs] = useState<Blob[]>([])
  const [found, setFound] = useState(false)
  const latest = useRef<Latest<T>>({ value: undefined, blobs: [], timer: 0, fresh: false, kept: false })

  useEffect(() => {
    if (!opened) return
    let wanted = true
    let first = true
    const take = (found: Kept<T> | undefined): void => {
      const here = latest.current
      // What is being typed here comes after what another tab kept.
      if (!wanted || (!first && here.timer)) return
      const before = found && worth(found.value, found.blobs) ? found : undefined
      if (!first && (before ? isSame(before, here) : !here.kept)) return
      if (!first && !before) say(t('没写完的这份，已在另一个窗口保存或丢弃。'))
      first = false
      latest.current = { value: before?.value ?? fresh(), blobs: before?.blobs ?? [], timer: 0, fresh: false, kept: Boolean(before) }
      setFound(Boolean(before))
      setBlobs(latest.current.blobs)
      setValue(latest.current.value)
    }
    const read = (): void => void opened.draft<T>(key).then(take, () => undefined)
    read()
    const stop = opened.onDrafts(read)
    const keepNow = (): void => flush()
    addEventListener('pagehide', keepNow)
    return () => {
      wanted = false
      stop()
      removeEventListener('pagehide', keepNow)
      flush()
    }
  }, [opened, key])

  function flush(): void {
    const { timer, value: last, blobs: kept, fresh: changed } = latest.current
    if (!timer || !last || !opened) return
    clearTimeout(timer)
    latest.current.timer = 0
    latest.current.fresh = false
    const worthy = worth(last, kept)
    const keeping = worthy ? opened.keepDraft(key, last, changed ? kept : undefined) : opened.dropDraft(key)
    // A full phone is told of by the shell; what was typed stays on the page.
    keeping.then(() => (latest.current.kept = worthy), () => (latest.current.kept = false))
  }

  function later(): void {
    clearTimeout(latest.current.timer)
    latest.current.timer = window.setTimeout(flush, PAUSE_MS)
  }

  return {
    value,
    blobs,
    found,
    set(change) {
      latest.current.value = { ...(latest.current.value ?? fresh()), ...change }
      setValue(latest.current.value)
      later()
    },
    setBlobs(next) {
      latest.current.blobs = next
      setBlobs(next)
      latest.current.fresh = true
      latest.current.value ??= fresh()
      latest.current.timer ||= 1
      flush()
    },
    async drop() {
      clearTimeout(latest.current.timer)
      latest.current = { value: fresh(), blobs: [], timer: 0, fresh: false, kept: false }
      setFound(false)
      setBlobs([])
      setValue(latest.current.value)
      await opened?.dropDraft(key)
    },
  }
}

// Photos are not compared byte by byte: one that was taken anew is of another size.
function isSame<T>(found: Kept<T>, here: Latest<T>): boolean {
  const sizes = (blobs: Blob[]): string => blobs.map((one) => one.size).join()
  return JSON.stringify(found.value) === JSON.stringify(here.value) && sizes(found.blobs) === sizes(here.blobs)
}
