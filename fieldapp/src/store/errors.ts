/** What can go wrong with the store on the phone. */
import type { OutboxEntry } from '../engine/outbox'

/** The phone has no room left; what was typed stays where it was. */
export class DiskFull extends Error {
  override name = 'DiskFull'
}

/** The key is gone or is another: the row cannot be read. */
export class Sealed extends Error {
  override name = 'Sealed'
}

/** The entry is not in a state in which the worker may change it. */
export class NotNow extends Error {
  override name = 'NotNow'
}

/** Other commands need the record that this one would make: ask before they go too. */
export class HasDependents extends Error {
  override name = 'HasDependents'
  constructor(readonly dependents: OutboxEntry[]) {
    super('others depend on it')
  }
}

/** Say whether an error means that the phone is full; Dexie wraps the browser's own. */
export function isDiskFull(error: unknown): boolean {
  const seen = error as { name?: string; inner?: unknown; cause?: unknown } | undefined
  if (!seen) return false
  if (seen.name === 'QuotaExceededError' || seen.name === 'DiskFull') return true
  return isDiskFull(seen.inner) || isDiskFull(seen.cause)
}
