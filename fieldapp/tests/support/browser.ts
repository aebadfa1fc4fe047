/** As much of a browser as the app's start needs; tabs share its locks and databases. */
import { vi } from 'vitest'
import { useFetch } from '../../src/sync/wire'
import type { FakeServer } from './server'

type App = typeof import('../../src/sync/app')

const held = new Map<string, Promise<void>>()
const tabs = new Set<App>()
let listeners: { name: string; tab: App | undefined; heard: () => void }[] = []
let newest: App | undefined

interface Asked {
  ifAvailable?: boolean
}

const locks = {
  async request(name: string, ...rest: unknown[]): Promise<unknown> {
    const doing = rest.at(-1) as (lock: object | null) => Promise<unknown>
    if (held.has(name) && (rest[0] as Asked).ifAvailable) return doing(null)
    const mine = (held.get(name) ?? Promise.resolve()).then(() => doing({ name }))
    const over = mine.then(() => undefined, () => undefined).then(() => void (held.get(name) === over && held.delete(name)))
    held.set(name, over)
    return mine
  },
}

/** Put the browser in place, on the page behind a `#`; `went` hears where the page is sent. */
export function openBrowser(hash = ''): { went: string[]; online: (on: boolean) => void } {
  held.clear()
  listeners = []
  const went: string[] = []
  const navigator = { onLine: true, locks, userAgent: 'Mozilla/5.0 (Linux; Android 12; PD2186)', platform: 'Linux' }
  const hear = (name: string, heard: () => void): void => void listeners.push({ name, tab: newest, heard })
  vi.stubGlobal('navigator', navigator)
  vi.stubGlobal('addEventListener', hear)
  vi.stubGlobal('document', { hidden: false, addEventListener: hear, documentElement: { lang: 'zh-Hans', dataset: {} } })
  vi.stubGlobal('location', { hash, assign: (where: string) => went.push(where) })
  vi.stubGlobal('OffscreenCanvas', class {})
  const online = (on: boolean): void => {
    navigator.onLine = on
    const name = on ? 'online' : 'offline'
    for (const one of listeners) if (one.name === name && one.tab && tabs.has(one.tab)) one.heard()
  }
  return { went, online }
}

/** Open the app in one more tab. */
export async function openTab(server: FakeServer): Promise<App> {
  vi.resetModules()
  const wire = await import('../../src/sync/wire')
  wire.useFetch(server.fetch)
  useFetch(server.fetch)
  newest = await import('../../src/sync/app')
  tabs.add(newest)
  return newest
}

/** Close a tab as the browser does: without a word to the app. */
export function closeTab(app: App): void {
  tabs.delete(app)
  app.store.value?.close()
}

/** Wait until something is so. */
export async function until(is: () => boolean | Promise<boolean>, patience = 20_000): Promise<void> {
  const end = performance.now() + patience
  while (!(await is())) {
    if (performance.now() > end) throw new Error('it never came to be')
    await new Promise((go) => setTimeout(go, 5))
  }
}

/** Leave the app in all tabs, as if another one had signed out. */
export async function leaveTabs(): Promise<void> {
  const accounts = new Set([...tabs].map((app) => app.store.value?.account).filter((account) => account !== undefined))
  const channels = [...accounts].map((account) => new BroadcastChannel(`linli-field-${account}`))
  for (const channel of channels) channel.postMessage('gone')
  await until(() => [...tabs].every((app) => app.store.value === null && app.status.value.phase !== 'ready'))
  for (const channel of channels) channel.close()
  tabs.clear()
}

/** Something that others wait for until it is let go. */
export function hold(): { held: Promise<void>; release: () => void } {
  let release = (): void => undefined
  const held = new Promise<void>((go) => { release = go })
  return { held, release }
}
