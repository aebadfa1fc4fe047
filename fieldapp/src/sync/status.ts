/** How the app and its sync stand, for the pages to show. */
import { signal, type Signal } from '@preact/signals'

/** What the pages show of the sync. */
export interface SyncStatus {
  /**
   * starting: not known yet; signed-out: nobody has signed in here; locked: the lease ended, what is queued is kept
   * sealed until the same account signs in; ready: the store is open; unsupported: this browser cannot do it.
   */
  phase: 'starting' | 'signed-out' | 'locked' | 'ready' | 'unsupported'
  online: boolean
  running: boolean
  /** When the last sync came to its end (ms). */
  last_at?: number
  waiting: number
  set_aside: number
  /** When the lease ends, by the phone's clock (ms). */
  lease_until?: number
  full_disk: boolean
  /** Milliseconds the server is ahead of the phone. */
  offset: number
  /** Why the sync stopped: a stable code (`field.sign-in`, `field.wipe`, `field.disk-full`, `network`, `server` …). */
  trouble?: string
  /** The server's own words for it, where it says more than the code: which phone to sign out first. */
  trouble_said?: string
}

/** How it stands now. */
export const status: Signal<SyncStatus> = signal({
  phase: 'starting',
  online: true,
  running: false,
  waiting: 0,
  set_aside: 0,
  full_disk: false,
  offset: 0,
})

/** Say what changed; undefined takes a value away. */
export function say(change: { [K in keyof SyncStatus]?: SyncStatus[K] | undefined }): void {
  const next: Record<string, unknown> = { ...status.peek(), ...change }
  for (const [name, value] of Object.entries(next)) if (value === undefined) delete next[name]
  status.value = next as unknown as SyncStatus
}
