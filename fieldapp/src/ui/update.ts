/** A new version of the app: fetched beside the running one, taken when the worker says so; the queue is not touched. */
import { signal } from '@preact/signals'

/** True when a new version waits to be taken. */
export const updateReady = signal(false)
const ASK_AGAIN_MS = 2000
let waiting: ServiceWorker | null = null

/** Watch for new versions; called once at the start. */
export async function watchUpdates(): Promise<void> {
  const registration = await navigator.serviceWorker?.ready.catch(() => null)
  if (!registration) return
  offer(registration.waiting)
  registration.addEventListener('updatefound', () => {
    const coming = registration.installing
    coming?.addEventListener('statechange', () => {
      if (coming.state === 'installed' && navigator.serviceWorker.controller) offer(coming)
    })
  })
}

/** Take the new version and open the app anew with it. */
export async function applyUpdate(): Promise<void> {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
  // A worker that was put to sleep while it waited for a sync to end forgets what it was asked.
  const asking = (): void => waiting?.postMessage({ type: 'SKIP_WAITING' })
  asking()
  setInterval(asking, ASK_AGAIN_MS)
}

function offer(worker: ServiceWorker | null): void {
  if (!worker) return
  waiting = worker
  updateReady.value = true
}
