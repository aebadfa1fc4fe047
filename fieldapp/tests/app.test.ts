/** The app from its start: signing in, working without a network, leases, two tabs, signing out, wipes. */
import 'fake-indexeddb/auto'
import { Dexie } from 'dexie'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { closeTab, hold, leaveTabs, openBrowser, openTab, until } from './support/browser'
import { freshPhone, photo } from './support/phone'
import { FakeServer, json, LEASE_MS, problem } from './support/server'

type App = Awaited<ReturnType<typeof openTab>>

let server: FakeServer
let browser: ReturnType<typeof openBrowser>

beforeEach(() => {
  freshPhone()
  server = new FakeServer()
  browser = openBrowser()
})

afterEach(async () => {
  await leaveTabs()
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const note = { name: 'case.note' as const, record: 'case:a', payload: { case: 'a', text: 'x' } }

async function started(): Promise<App> {
  const app = await openTab(server)
  await app.start()
  return app
}

const hasSent = (app: App): boolean => !app.status.value.running && app.status.value.last_at !== undefined

async function idle(app: App): Promise<void> {
  await until(() => hasSent(app))
}

/** Let the clock show another time; timers go on as they are. */
function setClock(at: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now: at })
}

async function restarted(app: App): Promise<App> {
  closeTab(app)
  return started()
}

describe('coming in', () => {
  test('with a session the phone registers, opens its store and syncs', async () => {
    const app = await started()
    expect(app.status.value.phase).toBe('ready')
    await idle(app)
    expect(server.calls).toContain('GET /field/api/changes?cursor=')
    expect(app.status.value.lease_until).toBeGreaterThan(Date.now() + LEASE_MS - 60_000)
  })

  test('without a session it asks to sign in, and goes to the sign-in page', async () => {
    server.account = null
    const app = await started()
    expect(app.status.value.phase).toBe('signed-out')
    await app.signIn()
    expect(browser.went).toEqual(['/accounts/login/?next=/field/'])
  })

  test('who has to sign in on a page comes back to it', async () => {
    browser = openBrowser('#/settings?complaint')
    server.account = null
    const app = await started()
    await app.signIn()
    const next = new URL(browser.went[0] ?? '', 'https://house.example').searchParams.get('next')
    expect(next).toBe('/field/#/settings?complaint')
  })

  test('without a network it opens from the phone alone', async () => {
    const app = await started()
    await idle(app)
    const before = app.status.value.last_at
    await app.store.value!.enqueue(note)
    server.fault = () => 'before'
    browser.online(false)
    const again = await restarted(app)
    expect([again.status.value.phase, again.status.value.online]).toEqual(['ready', false])
    expect((await again.store.value!.outbox()).length).toBe(1)
    await until(() => again.status.value.last_at !== undefined)
    expect(again.status.value.last_at).toBe(before)
  })

  test('a phone that is somebody else\'s gets an id of its own for this account', async () => {
    let first = ''
    server.instead = ({ path, body }) => {
      if (!path.endsWith('/devices') || first) return undefined
      first = (JSON.parse(new TextDecoder().decode(body)) as { id: string }).id
      return problem(409, 'field.device-of-another')
    }
    expect((await started()).status.value.phase).toBe('ready')
    expect([...server.devices]).not.toContain(first)
  })

  test('a phone too many is told which one to sign out, and comes in once that is done', async () => {
    const title = '最久没用的是“旧手机”'
    server.instead = ({ path }) => (path.endsWith('/devices') ? json({ code: 'field.too-many-devices', title }, 409) : undefined)
    const app = await started()
    expect(app.status.value).toMatchObject({ phase: 'signed-out', trouble: 'field.too-many-devices', trouble_said: title })
    server.instead = () => undefined
    await app.signIn()
    expect(app.status.value.phase).toBe('ready')
    expect(app.status.value).not.toHaveProperty('trouble_said')
  })

  test('a browser that lacks what the store needs is told so', async () => {
    vi.stubGlobal('OffscreenCanvas', undefined)
    Reflect.deleteProperty(globalThis, 'OffscreenCanvas')
    expect((await started()).status.value.phase).toBe('unsupported')
  })
})

describe('sync on its own', () => {
  test('what is saved goes out at once', async () => {
    const app = await started()
    await idle(app)
    await app.store.value!.enqueue(note)
    await until(() => server.applied.length === 1)
    await until(() => app.status.value.waiting === 0)
  })

  test('what was saved without a network goes out when it is back', async () => {
    const app = await started()
    await idle(app)
    browser.online(false)
    await app.store.value!.enqueue(note)
    await until(() => app.status.value.waiting === 1)
    browser.online(true)
    await until(() => server.applied.length === 1)
  })

  test('a server an hour ahead is known as such', async () => {
    setClock(Date.UTC(2026, 10, 23, 8))
    server.offset = 3600_000
    const app = await started()
    await idle(app)
    expect([app.serverNow() - Date.now(), app.status.value.lease_until! - Date.now()]).toEqual([3600_000, LEASE_MS])
  })
})

describe('leases', () => {
  test('when it ends the key is gone, the rows are gone, the queue opens after signing in again', async () => {
    server.changes = [{ cursor: '1', full: true, parts: { people: { put: [{ id: 'p', name: '张' }], drop: [] } }, server_now: '', lease_until: '' }]
    const app = await started()
    await idle(app)
    browser.online(false)
    await app.store.value!.enqueue({ ...note, media: [photo(100)] })
    server.fault = () => 'before'
    setClock(Date.now() + LEASE_MS + 1000)
    const late = await restarted(app)
    expect([late.status.value.phase, late.status.value.waiting, late.store.value]).toEqual(['locked', 1, null])
    const rows = await new Dexie('linli-field-lin').open().then((found) => found.table('rows').count())
    expect(rows).toBe(0)
    server.fault = () => undefined
    browser.online(true)
    await until(() => late.status.value.phase === 'ready')
    await until(() => server.applied.length === 1)
  })

  test('turning the clock back does not bring it to life again', async () => {
    const app = await started()
    await idle(app)
    server.fault = () => 'before'
    const now = Date.now()
    setClock(now + LEASE_MS + 1000)
    const late = await restarted(app)
    setClock(now)
    expect((await restarted(late)).status.value.phase).toBe('locked')
  })

  test('the server says that the account is closed: nothing can be read, the queue stays', async () => {
    const app = await started()
    await idle(app)
    browser.online(false)
    await app.store.value!.enqueue(note)
    server.tokens.clear()
    browser.online(true)
    await until(() => app.status.value.phase === 'signed-out')
    expect([app.status.value.trouble, app.status.value.waiting, app.store.value]).toEqual(['field.sign-in', 1, null])
    await app.signIn()
    await until(() => server.applied.length === 1)
  })
})

describe('two tabs', () => {
  test('only one of them sends, both see it', async () => {
    const [one, other] = [await started(), await started()]
    await until(() => hasSent(one) || hasSent(other))
    await Promise.all(Array.from({ length: 10 }, (_, at) => (at % 2 ? one : other).store.value!.enqueue({ ...note, record: `case:${at}` })))
    await until(() => server.applied.length === 10)
    await until(() => one.status.value.waiting === 0 && other.status.value.waiting === 0)
    expect(new Set(server.applied.map((command) => command.id)).size).toBe(10)
  })

  test('signing out in one signs out the other', async () => {
    const [one, other] = [await started(), await started()]
    await idle(one)
    await one.signOut()
    await until(() => other.status.value.phase === 'signed-out' && other.store.value === null)
  })
})

describe('signing out', () => {
  test('with nothing unsent everything of the account is deleted, here and with the server', async () => {
    const app = await started()
    await idle(app)
    expect(await app.signOut()).toEqual({ unsent: 0, done: true })
    expect(await Dexie.exists('linli-field-lin')).toBe(false)
    expect(server.calls.some((call) => call.startsWith('DELETE /field/api/devices/'))).toBe(true)
    expect(server.account).toBeNull()
  })

  test('with something unsent it is counted first; confirmed, it waits sealed for the same account', async () => {
    const app = await started()
    await idle(app)
    browser.online(false)
    server.fault = () => 'before'
    await app.store.value!.enqueue(note)
    expect(await app.signOut()).toEqual({ unsent: 1, done: false })
    expect(app.status.value.phase).toBe('ready')
    expect(await app.signOut({ confirmed: true })).toEqual({ unsent: 1, done: true })
    server.fault = () => undefined
    browser.online(true)
    const again = await restarted(app)
    expect(again.status.value.phase).toBe('signed-out')
    await again.signIn()
    await until(() => server.applied.length === 1)
  })

  test('what is half written waits sealed for the same account, too, with its photo', async () => {
    const app = await started()
    await idle(app)
    await app.store.value!.keepDraft('report', { text: '楼道灯坏了' }, [photo(10).blob])
    expect(await app.signOut({ confirmed: true })).toEqual({ unsent: 0, done: true })
    const again = await restarted(app)
    expect(again.store.value).toBeNull()
    server.account = { id: 'lin', name: '林', username: 'lin' }
    await again.signIn()
    const draft = await again.store.value!.draft<{ text: string }>('report')
    expect([draft?.value.text, draft?.blobs.length]).toEqual(['楼道灯坏了', 1])
  })

  test('what is half written goes with the rest where its writer says so, and nothing else that waits', async () => {
    const app = await started()
    await idle(app)
    await app.store.value!.keepDraft('report', { text: '楼道灯坏了' })
    await app.signOut({ confirmed: true, drafts: 'drop' })
    expect(await Dexie.exists('linli-field-lin')).toBe(false)
  })

  test('another account that signs in finds nothing of the former one', async () => {
    const app = await started()
    await idle(app)
    browser.online(false)
    await app.store.value!.enqueue(note)
    server.account = { id: 'sun', name: '孙', username: 'sun' }
    browser.online(true)
    const app2 = await restarted(app)
    await until(() => app2.store.value?.account === 'sun')
    expect(await app2.store.value!.outbox()).toEqual([])
  })
})

test('a phone reported lost deletes everything', async () => {
  const app = await started()
  await idle(app)
  browser.online(false)
  await app.store.value!.enqueue({ ...note, media: [photo()] })
  server.instead = ({ path }) => (path.includes('/session') ? undefined : problem(410, 'field.wipe'))
  browser.online(true)
  await until(() => app.status.value.phase === 'signed-out')
  expect(app.status.value).toMatchObject({ trouble: 'field.wipe', waiting: 0 })
  expect(await Dexie.exists('linli-field-lin')).toBe(false)
})

test('what was still being counted when the phone was wiped is not said any more', async () => {
  const app = await started()
  await idle(app)
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
  await until(() => counted.mock.calls.length === 1)
  server.instead = ({ path }) => (path.includes('/session') ? undefined : problem(410, 'field.wipe'))
  browser.online(true)
  await until(() => app.status.value.phase === 'signed-out')
  release()
  await counted.mock.results[0]?.value
  await new Promise((go) => setTimeout(go))
  expect(app.status.value).toMatchObject({ trouble: 'field.wipe', waiting: 0 })
})
