/**
 * The service worker: the app opens from the phone alone, and is told when the network is back.
 *
 * The server puts `self.__LINLI_PRECACHE` before this file: every file the app needs, each with its hash in its name.
 * Nothing of `/field/api/` is ever kept here: people's data lie sealed in the store, not in the browser's cache.
 */
import { addPlugins, cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute, type PrecacheEntry } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import { SYNC_LOCK } from '../sync/once'

interface SyncEvent extends ExtendableEvent {
  tag: string
}

type Scope = ServiceWorkerGlobalScope & { __LINLI_PRECACHE?: (PrecacheEntry | string)[] }

const worker = self as unknown as Scope
const STATIC = 'linli-field-static'
const SHELL = '/field/'

addPlugins([{ cacheWillUpdate: ({ response }) => keepable(response) }])
precacheAndRoute(worker.__LINLI_PRECACHE ?? [], { cleanURLs: false, directoryIndex: null as unknown as string })
cleanupOutdatedCaches()

// Every page of the app is the one shell, which the precache list holds.
const keepsShell = (worker.__LINLI_PRECACHE ?? []).some((entry) => (typeof entry === 'string' ? entry : entry.url) === SHELL)
if (keepsShell) {
  const elsewhere = [/^\/field\/(?!$|\?)/]
  registerRoute(new NavigationRoute(createHandlerBoundToURL(SHELL), { allowlist: [/^\/field\/$/], denylist: elsewhere }))
}

registerRoute(({ url, sameOrigin }) => sameOrigin && url.pathname.includes('/static/dist/'), ({ request }) => keptFirst(request))

/** What is kept is the same for everybody: a change of the phone's language must not make the app miss its own files. */
async function keepable(response: Response): Promise<Response | null> {
  if (response.status !== 200) return null
  const headers = new Headers(response.headers)
  headers.delete('Vary')
  return new Response(await response.blob(), { status: 200, headers })
}

/** Files with a hash in their name never change: the kept one is right. */
async function keptFirst(request: Request): Promise<Response> {
  const cache = await caches.open(STATIC)
  const kept = await cache.match(request)
  if (kept) return kept
  const answer = await fetch(request)
  if (answer.ok && answer.status === 200) await cache.put(request, answer.clone()).catch(() => undefined)
  return answer
}

worker.addEventListener('message', (event) => {
  const said = event.data as { type?: string } | string | null
  const type = typeof said === 'string' ? said : said?.type
  if (type === 'SKIP_WAITING' || type === 'skip-waiting') event.waitUntil(takeOver())
})

/** Take over when no tab is syncing. The lock is not kept until it is done: the browser may take its time, and a sync must not wait for that. */
async function takeOver(): Promise<void> {
  await navigator.locks.request(SYNC_LOCK, () => void worker.skipWaiting())
}

worker.addEventListener('activate', (event) => event.waitUntil(begin()))

async function begin(): Promise<void> {
  await caches.delete(STATIC)
  await worker.clients.claim()
}

worker.addEventListener('sync', ((event: SyncEvent) => {
  if (event.tag === 'sync') event.waitUntil(wake())
}) as EventListener)

/** The network is back: the pages that are open sync; without one the app does it when it is opened. */
async function wake(): Promise<void> {
  const pages = await worker.clients.matchAll({ type: 'window' })
  for (const page of pages) page.postMessage({ type: 'sync' })
}
