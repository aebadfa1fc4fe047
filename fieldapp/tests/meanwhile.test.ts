/** What happens to the store and the rounds while something else is under way: closing, deleting, throwing away, a jumping clock. */
import 'fake-indexeddb/auto'
import { Dexie } from 'dexie'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { ChangesAnswer } from '../src/engine/protocol'
import { allowIn, dropKey, holderOf, keepHolder, type Holder } from '../src/store/keyring'
import { leftOf, NotNow, wipe, type Store } from '../src/store/store'
import { databaseOf } from '../src/store/tables'
import { Vault } from '../src/store/vault'
import { Loop } from '../src/sync/loop'
import { syncOnce } from '../src/sync/round'
import { hold, openBrowser, until } from './support/browser'
import { freshPhone, opened, photo, senderFor } from './support/phone'
import { FakeServer } from './support/server'

const note = { name: 'case.note' as const, record: 'case:a', payload: { case: 'a', text: 'x' } }
const full = Object.assign(new Error('full'), { name: 'QuotaExceededError' })

let store: Store
let server: FakeServer

beforeEach(async () => {
  freshPhone()
  store = await opened()
  server = new FakeServer()
})

afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
  store.close()
})

function changes(cursor: string, parts: ChangesAnswer['parts'] = {}): ChangesAnswer {
  return { cursor, full: false, parts, server_now: '', lease_until: '' }
}

describe('a store that is closed or deleted meanwhile', () => {
  test('what was written before it was closed counts as saved', async () => {
    vi.spyOn(Vault.prototype, 'write').mockImplementationOnce(async (writing) => {
      const written = await writing()
      store.close()
      return written
    })
    await expect(store.enqueue(note)).resolves.toMatchObject({ record: 'case:a' })
    expect(await leftOf('lin')).toEqual({ unsent: 1, drafts: 0 })
  })

  test('deleted by a tab whose word was not heard, it is left and not made anew', async () => {
    const { held, release } = hold()
    store.onGone(release)
    await wipe('lin')
    await held
    await expect(store.outbox()).rejects.toMatchObject({ name: 'DatabaseClosedError' })
    expect(await Dexie.exists(databaseOf('lin'))).toBe(false)
  })

  test('a tab that sleeps does not keep what is wiped, nor who wipes it', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    await store.enqueue({ ...note, media: [photo()] })
    store.close()
    const asleep = await new Promise<IDBDatabase>((go) => {
      const asked = Dexie.dependencies.indexedDB.open(databaseOf('lin'))
      asked.onsuccess = () => go(asked.result)
    })
    await wipe('lin')
    const left = await Promise.all([...asleep.objectStoreNames].map((name) => new Promise<number>((go) => {
      const counting = asleep.transaction(name).objectStore(name).count()
      counting.onsuccess = () => go(counting.result)
    })))
    expect(left.every((count) => count === 0)).toBe(true)
    asleep.close()
  })

  test('counting what an account left makes no database of it', async () => {
    expect(await leftOf('sun')).toEqual({ unsent: 0, drafts: 0 })
    expect(await Dexie.exists(databaseOf('sun'))).toBe(false)
  })

  test('rows that could not be read once are read the next time', async () => {
    await store.apply(changes('1', { people: { put: [{ id: 'p', name: '张' }], drop: [] } }))
    const reading = vi.spyOn(crypto.subtle, 'decrypt').mockRejectedValueOnce(new Error('no memory'))
    await expect(store.rows('people')).rejects.toThrow()
    reading.mockRestore()
    expect(await store.rows('people')).toHaveLength(1)
  })
})

describe('the keys', () => {
  const holder = (over: Partial<Holder>): Holder => ({ account: 'lin', device: 'd', used_at: 1, offset: 0, ends_at: 9, high: 1, ...over })

  test('letting accounts in again does not undo what another tab does', async () => {
    const key = {} as CryptoKey
    await keepHolder(holder({ out: true }))
    await Promise.all([allowIn(), keepHolder(holder({ key, used_at: 2 }))])
    expect(await holderOf('lin')).toMatchObject({ key: {}, used_at: 2 })
  })

  test('a key that is dropped is gone, and nothing else', async () => {
    await keepHolder(holder({ key: {} as CryptoKey }))
    await Promise.all([dropKey('lin', true), dropKey('lin')])
    expect(await holderOf('lin')).toEqual(holder({ out: true }))
  })
})

describe('the outbox', () => {
  test('settled twice at once, mine goes on top of theirs once', async () => {
    const payload = { person: 'p', base: { name: 'a' }, set: { name: 'b' }, reason: '' }
    const { id } = await store.enqueue({ name: 'person.edit', record: 'person:p', payload })
    const conflicts = [{ field: 'name', base: 'a', mine: 'b', theirs: 'c', by: '', at: '' }]
    await store.queue.change(id, (entry) => ({ ...entry, state: 'conflict', conflicts, found: 'server' }))
    const settle = () => store.settle(id, { name: 'mine' }).catch((error: unknown) => error)
    const ends = await Promise.all([settle(), settle()])
    // Which of them is first is for the phone to say.
    expect(ends.filter((end) => end instanceof NotNow)).toHaveLength(1)
    expect(ends.filter((end) => end === undefined)).toHaveLength(1)
    expect((await store.outbox()).map((entry) => entry.state)).toEqual(['done', 'waiting'])
  })

  test('what is thrown away while a round looks through the outbox is not sent', async () => {
    const { id } = await store.enqueue(note)
    await store.enqueue({ ...note, record: 'case:b' })
    const listed = store.outbox.bind(store)
    vi.spyOn(store, 'outbox').mockImplementationOnce(async () => {
      const list = await listed()
      await store.discard(id)
      return list
    })
    await syncOnce(senderFor(store, server))
    expect(server.applied.map((command) => command.record)).toEqual(['case:b'])
  })

  test('what another tab is sending is not thrown away here', async () => {
    const other = await opened()
    const { id } = await store.enqueue(note)
    const heard = () => other.queue['vault'].elsewhere
    store.queue.mark([id], true)
    await until(() => heard().has(id))
    await expect(other.discard(id)).rejects.toThrow(NotNow)
    store.queue.mark([id], false)
    await until(() => !heard().has(id))
    await other.discard(id)
    expect(await store.outbox()).toEqual([])
    other.close()
  })

  test('what was done yesterday stays until the rows that came of it are here', async () => {
    const { id } = await store.enqueue(note)
    await store.queue.change(id, (entry) => ({ ...entry, state: 'done', done_at: '2026-11-20T08:00:00Z' }))
    const morning = new Date('2026-11-22T08:00:00Z')
    await store.queue.tidy(morning)
    expect(await store.outbox()).toHaveLength(1)
    await syncOnce(senderFor(store, server))
    expect(await store.outbox()).toEqual([])
  })
})

describe('rounds', () => {
  function loop(): Loop {
    openBrowser()
    return new Loop(senderFor(store, server), async () => undefined)
  }

  test('a phone too full to keep its lease says that it is full', async () => {
    const sender = { ...senderFor(store, server), heard: () => Promise.reject(full) }
    expect(await syncOnce(sender)).toEqual({ trouble: 'full-disk', wait: true })
  })

  test('the network comes back while the browser is asked to tell of it: the round is not lost', async () => {
    const rounds = loop()
    const { held, release } = hold()
    const asked = vi.fn(() => held)
    Object.assign(navigator, { onLine: false, serviceWorker: { getRegistration: asked } })
    const offline = rounds.kick()
    await until(() => asked.mock.calls.length === 1)
    Object.assign(navigator, { onLine: true })
    const online = rounds.kick()
    release()
    await Promise.all([offline, online])
    expect(server.calls).toEqual(['GET /field/api/changes?cursor='])
    rounds.stop()
  })

  test('forms that come while maps are fetched are fetched after them', async () => {
    const rounds = loop()
    const { held, release } = hold()
    const map = 'GET /field/api/map/c'
    server.late = ({ path }) => (path.includes('/map/') ? held : undefined)
    server.changes = [
      changes('1', { areas: { put: [{ id: 'c', level: 'community' }], drop: [] } }),
      changes('2', { forms: { put: [{ id: 'f', version: '1' }], drop: [] } }),
    ]
    await rounds.kick()
    await until(() => server.calls.includes(map))
    await rounds.kick()
    release()
    await until(() => server.calls.includes('GET /field/api/forms/f/1.xml'))
    rounds.stop()
  })
})
