/** Something half written: kept on the phone at every stroke, so that it survives a call, a kill or an empty battery. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { store } from '../../sync/app'

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
  const latest = useRef<Latest<T>>({ value: undefined, blobs: [], timer: 0, fresh: false })

  useEffect(() => {
    if (!opened) return
    let wanted = true
    void opened.draft<T>(key).then((found) => {
      if (!wanted) return
      const before = found && worth(found.value, found.blobs) ? found : undefined
      latest.current = { value: before?.value ?? fresh(), blobs: before?.blobs ?? [], timer: 0, fresh: false }
      setFound(Boolean(before))
      setBlobs(latest.current.blobs)
      setValue(latest.current.value)
    })
    const keepNow = (): void => flush()
    addEventListener('pagehide', keepNow)
    return () => {
      wanted = false
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
    const keeping = worth(last, kept) ? opened.keepDraft(key, last, changed ? kept : undefined) : opened.dropDraft(key)
    // A full phone is told of by the shell; what was typed stays on the page.
    keeping.catch(() => undefined)
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
      latest.current = { value: fresh(), blobs: [], timer: 0, fresh: false }
      setFound(false)
      setBlobs([])
      setValue(latest.current.value)
      await opened?.dropDraft(key)
    },
  }
}
