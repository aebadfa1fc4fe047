/** Coming in and going out in the wrong moment: two ways at once, other tabs, a slow server, a browser that is closed. */
import 'fake-indexeddb/auto'
import { Dexie } from 'dexie'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { closeTab, hold, leaveTabs, openBrowser, openTab, until } from './support/browser'
import { freshPhone } from './support/phone'
import { FakeServer, problem } from './support/server'

type App = Awaited<ReturnType<typeof openTab>>

let server: FakeServer
let browser: ReturnType<typeof openBrowser>

beforeEach(() => {
  freshPhone()
  server = new FakeServer()
  browser = openBrowser()
})

afterEach(async () => {
  vi.restoreAllMocks()
  await leaveTabs()
})

const note = { name: 'case.note' as const, record: 'case:a', payload: { case: 'a', text: 'x' } }
const LIN = { id: 'lin', name: '林', username: 'lin' }
const SUN = { id: 'sun', name: '孙', username: 'sun' }

async function started(): Promise<App> {
  const app = await openTab(server)
  await app.start()
  return app
}

async function inStep(app: App): Promise<void> {
  await until(() => !app.status.value.running && app.status.value.last_at !== undefined)
}

const called = (call: string): number => server.calls.filter((one) => one.startsWith(call)).length

/** Let the answers to calls of this path wait until they are let go. */
function late(path: string): () => void {
  const { held, release } = hold()
  server.late = (call) => (call.path.includes(path) ? held : undefined)
  return () => {
    server.late = () => undefined
    release()
  }
}

/** The tab's own store, as its modules are not those of this file. */
async function queueOf() {
  return (await import('../src/store/queue')).Queue
}

describe('coming in', () => {
  test('the network comes while the app starts: the phone registers once', async () => {
    const app = await openTab(server)
    const release = late('/session')
    const starting = app.start()
    await until(() => called('GET /field/api/session') === 1)
    browser.online(true)
    release()
    await starting
    await app.signIn()
    expect([called('POST /field/api/devices'), app.status.value.phase]).toEqual([1, 'ready'])
  })

  test('two taps on the way in register the phone once', async () => {
    server.account = null
    const app = await started()
    server.account = LIN
    await Promise.all([app.signIn(), app.signIn()])
    expect([called('POST /field/api/devices'), browser.went]).toEqual([1, []])
  })

  test('two tabs that come in at once share one way in: neither takes the other\'s away', async () => {
    const [one, other] = [await started(), await started()]
    await until(() => Boolean(one.status.value.last_at ?? other.status.value.last_at))
    server.tokens.clear()
    await one.syncNow()
    await until(() => [one, other].every((app) => app.status.value.phase === 'signed-out'))
    browser.online(true)
    await until(() => [one, other].every((app) => app.status.value.phase === 'ready'))
    for (const app of [one, other]) await app.syncNow()
    expect([one.status.value.phase, other.status.value.phase, called('POST /field/api/devices')]).toEqual(['ready', 'ready', 2])
  })

  test('another tab signs out while this one opens: it closes, too', async () => {
    const one = await started()
    await inStep(one)
    browser.online(false)
    const other = await openTab(server)
    const { held, release } = hold()
    const tidied = vi.spyOn((await queueOf()).prototype, 'tidy').mockImplementation(() => held)
    const starting = other.start()
    await until(() => tidied.mock.calls.length === 1)
    const channel = new BroadcastChannel('linli-field-lin')
    const told = new Promise((go) => { channel.onmessage = go })
    await one.signOut()
    await told
    release()
    await starting
    channel.close()
    await until(() => other.status.value.phase === 'signed-out')
    expect(other.store.value).toBeNull()
  })

  test('a phone too full to come in says that it is full, and comes in when there is room', async () => {
    const app = await openTab(server)
    const { Store } = await import('../src/store/store')
    const full = vi.spyOn(Store.prototype, 'keepSetting').mockRejectedValue(Object.assign(new Error('full'), { name: 'DiskFull' }))
    await app.start()
    expect([app.status.value.phase, app.status.value.trouble]).toEqual(['signed-out', 'full-disk'])
    full.mockRestore()
    await app.signIn()
    expect([app.status.value.phase, app.status.value.trouble]).toEqual(['ready', undefined])
  })

  test('a phone too full to be tidied opens all the same', async () => {
    const app = await openTab(server)
    vi.spyOn((await queueOf()).prototype, 'tidy').mockRejectedValue(Object.assign(new Error('full'), { name: 'QuotaExceededError' }))
    await app.start()
    expect([app.status.value.phase, app.status.value.trouble]).toEqual(['ready', undefined])
  })
})

describe('signing out', () => {
  test('while the server takes its time, the network that comes back brings nobody in', async () => {
    const app = await started()
    await inStep(app)
    const release = late('/devices/')
    const leaving = app.signOut()
    await until(() => called('DELETE /field/api/devices/') === 1)
    browser.online(true)
    release()
    await leaving
    await app.signIn()
    expect([called('POST /field/api/devices'), app.status.value.phase]).toEqual([1, 'signed-out'])
    expect(await Dexie.exists('linli-field-lin')).toBe(false)
  })

  test('a browser closed while the server takes its time opens signed out', async () => {
    const app = await started()
    await inStep(app)
    const release = late('/devices/')
    const leaving = app.signOut()
    await until(() => called('DELETE /field/api/devices/') === 1)
    closeTab(app)
    const again = await started()
    expect([again.status.value.phase, again.store.value]).toEqual(['signed-out', null])
    release()
    await leaving
  })

  test('without a network it stays so when the network is back', async () => {
    const app = await started()
    await inStep(app)
    browser.online(false)
    server.fault = () => 'before'
    expect(await app.signOut()).toEqual({ unsent: 0, done: true })
    expect(await Dexie.exists('linli-field-lin')).toBe(false)
    server.fault = () => undefined
    browser.online(true)
    closeTab(app)
    const again = await started()
    expect([called('POST /field/api/devices'), again.status.value.phase]).toEqual([1, 'signed-out'])
    await again.signIn()
    expect(again.status.value.phase).toBe('ready')
  })

  test('what another tab saved after it was counted waits sealed for its account', async () => {
    const [app, other] = [await started(), await started()]
    await until(() => Boolean(app.status.value.last_at ?? other.status.value.last_at))
    browser.online(false)
    const store = app.store.value!
    const listed = store.outbox.bind(store)
    vi.spyOn(store, 'outbox').mockImplementationOnce(async () => {
      const before = await listed()
      await other.store.value!.enqueue(note)
      return before
    })
    expect(await app.signOut()).toEqual({ unsent: 1, done: true })
    server.account = LIN
    browser.online(true)
    await app.signIn()
    await until(() => server.applied.length === 1)
  })
})

describe('an account that was left in the middle of a round', () => {
  /** Sign Sun in while an answer to Lin is on its way; gives what lets that answer come. */
  async function switched(app: App): Promise<() => Promise<void>> {
    const before = called('GET /field/api/changes')
    const release = late('/changes')
    const syncing = app.syncNow()
    await until(() => called('GET /field/api/changes') === before + 1)
    await app.signOut()
    server.instead = () => undefined
    server.account = SUN
    await app.signIn()
    return async () => {
      release()
      await syncing
    }
  }

  test.each([[410, 'field.wipe'], [401, 'field.sign-in']])('what the server says of it (%i) does not touch the one who came in', async (status, code) => {
    const app = await started()
    await inStep(app)
    server.instead = ({ path }) => (path.includes('/changes') ? problem(status, code) : undefined)
    const arrives = await switched(app)
    await arrives()
    expect([app.status.value.phase, app.store.value?.account]).toEqual(['ready', 'sun'])
    expect(await Dexie.exists('linli-field-sun')).toBe(true)
  })

  test('who came in does not wait long for the first rows', async () => {
    const app = await started()
    await inStep(app)
    const timers = vi.spyOn(globalThis, 'setTimeout')
    const pauses = () => timers.mock.calls.map(([, pause]) => pause).filter((pause) => (pause ?? 0) >= 1000 && (pause ?? 0) <= 300_000)
    const arrives = await switched(app)
    await until(() => pauses().length > 0)
    expect(pauses()).toEqual([5000])
    await arrives()
  })
})

test('a count that was begun earlier and comes later is not said', async () => {
  const app = await started()
  await inStep(app)
  browser.online(false)
  const { held, release } = hold()
  const store = app.store.value!
  const listed = store.outbox.bind(store)
  const counted = vi.spyOn(store, 'outbox').mockImplementationOnce(async () => {
    const list = await listed()
    await held
    return list
  })
  await store.enqueue(note)
  await store.enqueue({ ...note, record: 'case:b' })
  await until(() => app.status.value.waiting === 2)
  release()
  await counted.mock.results[0]?.value
  await new Promise((go) => setTimeout(go))
  expect(app.status.value.waiting).toBe(2)
})
