/** What the page has to do with the service worker: register it, be woken by it, let it wake the page later. */

const ADDRESS = '/field/sw.js'
const SCOPE = '/field/'

/** Register the worker; `wake` is called when the browser says that the network is back. */
export async function linkWorker(wake: () => void): Promise<void> {
  if (!('serviceWorker' in navigator)) return
  navigator.serviceWorker.addEventListener('message', (message: MessageEvent<{ type?: string }>) => {
    if (message.data?.type === 'sync') wake()
  })
  await navigator.serviceWorker.register(ADDRESS, { scope: SCOPE, updateViaCache: 'none' }).catch(() => undefined)
}

/** Ask the browser to wake us when the network is back; where it cannot, the page's own sync is enough. */
export async function wakeLater(): Promise<void> {
  const registration = (await navigator.serviceWorker?.getRegistration(SCOPE)) as
    | (ServiceWorkerRegistration & { sync?: { register(tag: string): Promise<void> } })
    | undefined
  await registration?.sync?.register('sync').catch(() => undefined)
}
