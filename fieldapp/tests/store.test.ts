/** The store on the phone: sealed, atomic, nothing lost when the phone is full. */
import 'fake-indexeddb/auto'
import { Dexie } from 'dexie'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { ChangesAnswer } from '../src/engine/protocol'
import { deriveKey, open, seal } from '../src/store/crypt'
import { DiskFull, HasDependents, NotNow, openStore, Sealed, wipe, type Store } from '../src/store/store'
import { databaseOf, Tables } from '../src/store/tables'
import { freshPhone, opened, photo } from './support/phone'
import { DEVICE } from './support/server'

const NOW = new Date('2026-11-22T08:00:00Z')
const OTHER_KEY = btoa('another key of thirty-two bytes!')

beforeEach(freshPhone)

function answer(parts: ChangesAnswer['parts'], over: Partial<ChangesAnswer> = {}): ChangesAnswer {
  return { cursor: 'c1', full: false, parts, server_now: '', lease_until: '', ...over }
}

const people = (...names: string[]) => ({ people: { put: names.map((name, at) => ({ id: `p${at}`, name })), drop: [] } })

/** All that lies in the database, as text. */
async function lying(): Promise<string> {
  const tables = await new Tables(databaseOf('lin')).open()
  const all = await Promise.all((tables as Tables).tables.map((table) => table.toArray()))
  const text = JSON.stringify(all, (_, value) => (value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : value))
  tables.close()
  return text
}

async function count(table: 'media' | 'blobs' | 'rows' | 'outbox'): Promise<number> {
  const tables = new Tables(databaseOf('lin'))
  const found = await tables[table].count()
  tables.close()
  return found
}

describe('sealing', () => {
  test('no name, text, token or photo lies open', async () => {
    const store = await opened()
    await store.apply(answer(people('Secret Person')))
    await store.enqueue({ name: 'case.report', record: 'case:a', payload: { case: 'a', text: 'Secret text' }, media: [photo(200)] })
    await store.keepDraft('report', { text: 'Secret draft' })
    await store.keepSetting('token', 'Secret token')
    await store.items.keepFile('map:1', { tag: '', text: 'Secret map' })
    expect(await lying()).not.toContain('Secret')
    expect(await store.rows('people')).toEqual([{ id: 'p0', name: 'Secret Person' }])
  })

  test('the key cannot be taken out, and another key opens nothing', async () => {
    const key = await deriveKey(btoa('x'.repeat(32)), DEVICE)
    await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow()
    const sealed = await seal(key, 'rows:people:p1', { name: '张' })
    await expect(open(await deriveKey(btoa('x'.repeat(32)), 'other'), 'rows:people:p1', sealed)).rejects.toThrow(Sealed)
    await expect(open(key, 'rows:people:p2', sealed)).rejects.toThrow(Sealed)
  })

  test('what is queued opens again with the same key from the server', async () => {
    const store = await opened()
    const { id } = await store.enqueue({ name: 'case.note', record: 'case:a', payload: { text: 'kept' } })
    store.close()
    const other = await opened('lin', OTHER_KEY)
    expect(await other.outbox()).toMatchObject([{ state: 'set-aside', problem: { code: 'field.sealed' }, command: { id, payload: {} } }])
    expect((await (await opened()).outbox())[0]!.command).toMatchObject({ id, payload: { text: 'kept' } })
  })
})

describe('rows', () => {
  test('are put, changed and dropped together with the cursor', async () => {
    const store = await opened()
    await store.apply(answer(people('a', 'b')))
    await store.apply(answer({ people: { put: [{ id: 'p0', name: 'A' }], drop: ['p1'] } }, { cursor: 'c2' }))
    expect(await store.rows('people')).toEqual([{ id: 'p0', name: 'A' }])
    expect(await store.cursor()).toBe('c2')
  })

  test('a full answer replaces everything', async () => {
    const store = await opened()
    await store.apply(answer(people('a', 'b', 'c')))
    await store.apply(answer(people('z'), { full: true }))
    expect(await store.rows('people')).toEqual([{ id: 'p0', name: 'z' }])
  })

  test('an answer that cannot be kept whole changes nothing', async () => {
    const store = await opened()
    await store.apply(answer(people('a')))
    const broken = vi.spyOn(Tables.prototype, 'transaction').mockRejectedValueOnce(new Error('no'))
    await expect(store.apply(answer(people('b'), { cursor: 'c2' }))).rejects.toThrow('no')
    broken.mockRestore()
    expect(await store.rows('people')).toEqual([{ id: 'p0', name: 'a' }])
    expect(await store.cursor()).toBe('c1')
  })

  test('another tab sees a change at once', async () => {
    const [one, other] = [await opened(), await opened()]
    await other.rows('people')
    const told = new Promise<void>((go) => { other.changed.subscribe((value) => { if (value) go() }) })
    await one.apply(answer(people('new')))
    await told
    expect(await other.rows('people')).toEqual([{ id: 'p0', name: 'new' }])
  })
})

describe('media', () => {
  test('the same photo is kept once, as long as one command needs it', async () => {
    const store = await opened()
    const media = () => [photo(300)]
    const one = await store.enqueue({ name: 'case.note', record: 'case:a', payload: {}, media: media() })
    await store.enqueue({ name: 'case.note', record: 'case:b', payload: {}, media: media() })
    expect([await count('media'), await count('blobs')]).toEqual([1, 1])
    const sha = one.media[0]!.sha256
    await store.discard(one.id)
    expect((await store.photo(sha))!.size).toBe(300)
    await store.queue.change((await store.outbox())[0]!.command.id, (entry) => ({ ...entry, state: 'done' }))
    expect([await count('media'), await count('blobs')]).toEqual([0, 0])
  })

  test('a photo keeps its bytes and type', async () => {
    const store = await opened()
    const made = photo(5000, 7)
    const { media } = await store.enqueue({ name: 'case.note', record: 'case:a', payload: {}, media: [made] })
    const back = (await store.media.blob(media[0]!.sha256))!
    expect(back.type).toBe('image/jpeg')
    expect(new Uint8Array(await back.arrayBuffer())).toEqual(new Uint8Array(await made.blob.arrayBuffer()))
  })

  test('a set-aside command keeps its photo', async () => {
    const store = await opened()
    const made = await store.enqueue({ name: 'case.note', record: 'case:a', payload: {}, media: [photo()] })
    await store.queue.change(made.id, (entry) => ({ ...entry, state: 'set-aside', problem: { code: 'x', title: '' } }))
    expect(await count('blobs')).toBe(1)
  })

  test('fetched photos make room for each other, the longest unseen going first', async () => {
    const store = await opened()
    const clock = vi.spyOn(Date, 'now')
    for (const at of [1, 2, 3]) {
      clock.mockReturnValue(at)
      await store.media.keepPhoto(`sha${at}`, new ArrayBuffer(25_000_000))
    }
    clock.mockRestore()
    expect([await store.media.hasPhoto('sha1'), await store.media.hasPhoto('sha3')]).toEqual([false, true])
  })
})

describe('drafts', () => {
  test('keep value and blobs, and go in the moment the command is saved', async () => {
    const store = await opened()
    await store.keepDraft('report', { text: 'half' }, [photo(100).blob])
    await store.keepDraft('report', { text: 'more' })
    expect(await (await opened('lin', OTHER_KEY)).draft('report')).toBeUndefined()
    const draft = await store.draft<{ text: string }>('report')
    expect([draft!.value.text, draft!.blobs.map((blob) => blob.size)]).toEqual(['more', [100]])
    await store.enqueue({ name: 'case.report', record: 'case:a', payload: { case: 'a' }, draft: 'report' })
    expect(await store.draft('report')).toBeUndefined()
    expect(await count('media')).toBe(0)
  })

  test('read what is still being kept, keep the last words last, and do not come back after the command', async () => {
    const store = await opened()
    const keeping = [store.keepDraft('note', { text: 'one' }, [photo(100_000).blob]), store.keepDraft('note', { text: 'two' })]
    expect((await store.draft<{ text: string }>('note'))!.value.text).toBe('two')
    keeping.push(store.keepDraft('note', { text: 'three' }))
    await store.enqueue({ name: 'case.note', record: 'case:a', payload: { case: 'a' }, draft: 'note' })
    await Promise.all(keeping)
    expect(await store.draft('note')).toBeUndefined()
  })

  test('are listed with when they were last written to, without their photos, also those that another key sealed', async () => {
    await (await opened('lin', OTHER_KEY)).keepDraft('note:c1', { text: 'lost' })
    const store = await opened()
    vi.useFakeTimers({ now: NOW, toFake: ['Date'] })
    await store.keepDraft('report', { text: 'half' }, [photo(100).blob])
    vi.useRealTimers()
    expect(await store.drafts()).toEqual([
      { key: 'note:c1' },
      { key: 'report', kept: { value: { text: 'half' }, media: 1, at: NOW.toISOString() } },
    ])
    expect(await lying()).not.toContain(NOW.toISOString())
  })

  test('begin anew where another key sealed the one before', async () => {
    await (await opened('lin', OTHER_KEY)).keepDraft('report', { text: 'lost' }, [photo(100).blob])
    const store = await opened()
    await store.keepDraft('report', { text: 'new' })
    expect(await store.draft('report')).toEqual({ value: { text: 'new' }, blobs: [] })
    expect(await count('blobs')).toBe(0)
  })

  test('that were kept, dropped or sent are told of in the other tabs, until nobody listens', async () => {
    const [here, there] = [await opened(), await opened()]
    let heard = 0
    const hears = async (change: () => Promise<unknown>): Promise<void> => {
      const before = heard
      await change()
      await vi.waitFor(() => expect(heard).toBeGreaterThan(before))
    }
    const stop = there.onDrafts(() => (heard += 1))
    await hears(() => here.keepDraft('report', { text: 'half' }))
    await hears(() => here.dropDraft('report'))
    await here.keepDraft('report', { text: 'half' })
    await vi.waitFor(() => expect(heard).toBe(3))
    await hears(() => here.enqueue({ name: 'case.report', record: 'case:a', payload: { case: 'a' }, draft: 'report' }))
    stop()
    const others = vi.fn()
    there.onDrafts(others)
    await here.keepDraft('report', { text: 'again' })
    await vi.waitFor(() => expect(others).toHaveBeenCalled())
    expect(heard).toBe(4)
    here.close()
    there.close()
  })
})

describe('changing the queue', () => {
  async function refusedReport(store: Store): Promise<string> {
    const { id } = await store.enqueue({ name: 'case.report', record: 'case:a', payload: { case: 'a' }, media: [photo(10, 1)] })
    await store.queue.change(id, (entry) => ({ ...entry, state: 'set-aside', problem: { code: 'x', title: 'x' } }))
    return id
  }

  test('mending puts in another photo and lets the old one go', async () => {
    const store = await opened()
    const id = await refusedReport(store)
    await store.mend(id, { media: [photo(20, 2)] })
    const [entry] = await store.outbox()
    expect([entry!.state, entry!.total_bytes, entry!.command.id]).toEqual(['waiting', 20, id])
    expect(await count('blobs')).toBe(1)
  })

  test('what waits or was sent cannot be changed under the sync', async () => {
    const store = await opened()
    const { id } = await store.enqueue({ name: 'case.note', record: 'case:a', payload: {} })
    await expect(store.mend(id, { payload: {} })).rejects.toThrow(NotNow)
    store.queue.mark([id], true)
    await expect(store.discard(id)).rejects.toThrow(NotNow)
  })

  test('what the server has cannot be thrown away here as if it had not been told', async () => {
    const store = await opened()
    const { id } = await store.enqueue({ name: 'visit.not-in', record: 'visit:v', payload: { visit: 'v' } })
    await store.queue.change(id, (entry) => ({ ...entry, state: 'done', done_at: new Date().toISOString() }))
    await expect(store.discard(id)).rejects.toThrow(NotNow)
    expect(await store.outbox()).toHaveLength(1)
  })

  test('discarding asks about those that need it', async () => {
    const store = await opened()
    const id = await refusedReport(store)
    await store.enqueue({ name: 'case.note', record: 'case:a', payload: {} })
    await store.enqueue({ name: 'case.note', record: 'case:b', payload: {} })
    const asked = await store.discard(id).catch((error: unknown) => error)
    expect(asked).toBeInstanceOf(HasDependents)
    expect((asked as HasDependents).dependents).toHaveLength(1)
    await store.discard(id, { dependents: true })
    expect((await store.outbox()).map((entry) => entry.command.record)).toEqual(['case:b'])
  })

  test('two tabs that change one entry at once both count', async () => {
    const [one, other] = [await opened(), await opened()]
    const { id } = await one.enqueue({ name: 'case.note', record: 'case:a', payload: {} })
    const add = (store: Store) => store.queue.change(id, (entry) => ({ ...entry, tries: entry.tries + 1 }))
    await Promise.all([add(one), add(other), add(one), add(other)])
    expect((await one.outbox())[0]!.tries).toBe(4)
  })

  test('settling sends mine on top of theirs and keeps the old entry as done', async () => {
    const store = await opened()
    const payload = { person: 'p', base: { name: 'a' }, set: { name: 'b' }, reason: '' }
    const { id } = await store.enqueue({ name: 'person.edit', record: 'person:p', payload })
    const conflicts = [{ field: 'name', base: 'a', mine: 'b', theirs: 'c', by: '', at: '' }]
    await store.queue.change(id, (entry) => ({ ...entry, state: 'conflict', conflicts, found: 'server' }))
    await store.settle(id, { name: 'mine' })
    const [old, fresh] = await store.outbox()
    expect([old!.state, fresh!.state, fresh!.command.payload['base']]).toEqual(['done', 'waiting', { name: 'c' }])
    expect(fresh!.command.id).not.toBe(id)
  })

  test('what was done on another day is no longer listed', async () => {
    const store = await opened()
    const [old, fresh] = [await store.enqueue({ name: 'case.note', record: 'case:a', payload: {} }), await store.enqueue({ name: 'case.note', record: 'case:a', payload: {} })]
    await store.queue.change(old.id, (entry) => ({ ...entry, state: 'done', done_at: '2026-11-20T08:00:00Z' }))
    await store.queue.change(fresh.id, (entry) => ({ ...entry, state: 'done', done_at: NOW.toISOString() }))
    await store.apply(answer({}), [old.id, fresh.id])
    await store.queue.tidy(NOW)
    expect((await store.outbox()).map((entry) => entry.command.id)).toEqual([fresh.id])
  })
})

describe('a full phone', () => {
  const full = Object.assign(new Error('full'), { name: 'QuotaExceededError' })

  test('says so, keeps what was there, and goes on when there is room', async () => {
    const store = await opened()
    await store.keepDraft('report', { text: 'typed' })
    const broken = vi.spyOn(Tables.prototype, 'transaction').mockRejectedValue(full)
    const made = { name: 'case.report' as const, record: 'case:a', payload: { case: 'a' }, draft: 'report', media: [photo(10)] }
    await expect(store.enqueue(made)).rejects.toThrow(DiskFull)
    broken.mockRestore()
    await store.keepSetting('small', 1)
    expect(store.fullDisk.value).toBe(true)
    expect((await store.draft<{ text: string }>('report'))!.value.text).toBe('typed')
    await store.enqueue(made)
    expect(store.fullDisk.value).toBe(false)
  })

  test('throws fetched photos away before it gives up', async () => {
    const store = await opened()
    await store.media.keepPhoto('sha', new ArrayBuffer(10))
    const broken = vi.spyOn(Tables.prototype, 'transaction').mockRejectedValueOnce(Object.assign(new Error('wrapped'), { name: 'AbortError', inner: full }))
    await store.enqueue({ name: 'case.note', record: 'case:a', payload: {} })
    broken.mockRestore()
    expect([await store.media.hasPhoto('sha'), (await store.outbox()).length]).toEqual([false, 1])
  })
})

describe('another version of the app', () => {
  class Later extends Tables {
    constructor(name: string) {
      super(name)
      this.version(2).stores({ outbox: 'id, order, done, record' })
    }
  }

  test('a later one keeps what this one queued', async () => {
    const store = await opened()
    const { id } = await store.enqueue({ name: 'case.note', record: 'case:a', payload: { text: 'old' }, media: [photo(50)] })
    store.close()
    const later = await new Later(databaseOf('lin')).open()
    expect((await (later as Later).outbox.where('record').equals('case:a').toArray()).map((entry) => entry.id)).toEqual([id])
    expect(await (later as Later).blobs.count()).toBe(1)
    later.close()
  })

  test('it opens beside an older tab, which neither blocks it nor stops working', async () => {
    const quiet = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    const store = await opened()
    const later = await new Later(databaseOf('lin')).open()
    expect(later.verno).toBe(2)
    await store.enqueue({ name: 'case.note', record: 'case:a', payload: {} })
    expect(await (later as Later).outbox.where('record').equals('case:a').count()).toBe(1)
    expect(quiet).toHaveBeenCalledOnce()
    quiet.mockRestore()
    later.close()
  })
})

test('a wipe leaves nothing', async () => {
  const store = await opened()
  await store.enqueue({ name: 'case.note', record: 'case:a', payload: {}, media: [photo()] })
  store.close()
  await wipe('lin')
  expect(await Dexie.exists(databaseOf('lin'))).toBe(false)
  const again = await openStore('lin', await deriveKey(OTHER_KEY, DEVICE))
  expect(await again.outbox()).toEqual([])
})
