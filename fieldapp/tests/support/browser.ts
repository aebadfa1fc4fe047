/** As much of a browser as the app's start needs; tabs share its locks and databases. */
import { vi } from 'vitest'
import { useFetch } from '../../src/sync/wire'
import type { FakeServer } from './server'

type App = typeof import('../../src/sync/app')

const held = new Set<string>()
const listeners = new Map<string, (() => void)[]>()

interface Asked {
  ifAvailable?: boolean
}

const locks = {
  async request(name: string, ...rest: unknown[]): Promise<unknown> {
    const doing = rest.at(-1) as (lock: object | null) => Promise<unknown>
    if (held.has(name) && (rest[0] as Asked).ifAvailable) return doing(null)
    held.add(name)
    try {
      return await doing({ name })
    } finally {
      held.delete(name)
    }
  },
}

/** Put the browser in place, on the page behind a `#`; `went` hears where the page is sent. */
export function openBrowser(hash = ''): { went: string[]; online: (on: boolean) => void } {
  held.clear()
  listeners.clear()
  const went: string[] = []
  const navigator = { onLine: true, locks, userAgent: 'Mozilla/5.0 (Linux; Android 12; PD2186)', platform: 'Linux' }
  const hear = (name: string, heard: () => void): void => void listeners.set(name, [...(listeners.get(name) ?? []), heard])
  vi.stubGlobal('navigator', navigator)
  vi.stubGlobal('addEventListener', hear)
  vi.stubGlobal('document', { hidden: false, addEventListener: hear, documentElement: { lang: 'zh-Hans', dataset: {} } })
  vi.stubGlobal('location', { hash, assign: (where: string) => went.push(where) })
  vi.stubGlobal('OffscreenCanvas', class {})
  const online = (on: boolean): void => {
    navigator.onLine = on
    for (const heard of listeners.get(on ? 'online' : 'offline') ?? []) heard()
  }
  return { went, online }
}

/** Open the app in one more tab. */
export async function openTab(server: FakeServer): Promise<App> {
  vi.resetModules()
  const wire = await import('../../src/sync/wire')
  wire.useFetch(server.fetch)
  useFetch(server.fetch)
  return import('../../src/sync/app')
}

/** Wait until something is so. */
export async function until(is: () => boolean | Promise<boolean>, patience = 20_000): Promise<void> {
  const end = Date.now() + patience
  while (!(await is())) {
    if (Date.now() > end) throw new Error('it never came to be')
    await new Promise((go) => setTimeout(go, 5))
  }
}

/** Close all tabs, as if another one had signed out. */
export async function closeTabs(accounts: string[]): Promise<void> {
  for (const account of accounts) {
    const channel = new BroadcastChannel(`linli-field-${account}`)
    channel.postMessage('gone')
    await new Promise((go) => setTimeout(go, 30))
    channel.close()
  }
}
