/** Syncing with a server that loses calls and answers, is full, refuses, or wants the phone gone. */
import 'fake-indexeddb/auto'
import { Dexie } from 'dexie'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Command } from '../src/engine/protocol'
import type { NewCommand, Store } from '../src/store/store'
import { goAgain } from '../src/sync/push'
import { syncOnce } from '../src/sync/round'
import { chances, freshPhone, opened, photo, senderFor } from './support/phone'
import { FakeServer, json, problem } from './support/server'

let store: Store
let server: FakeServer

beforeEach(async () => {
  freshPhone()
  store = await opened()
  server = new FakeServer()
})

const note = (id: string, over: Partial<NewCommand> = {}): NewCommand => ({ name: 'case.note', record: `case:${id}`, payload: { case: id, text: id }, ...over })
const report = (id: string, over: Partial<NewCommand> = {}): NewCommand => ({ name: 'case.report', record: `case:${id}`, payload: { case: id, text: id }, ...over })

async function round() {
  return syncOnce(senderFor(store, server))
}

async function states(): Promise<string[]> {
  return (await store.outbox()).map((entry) => entry.state)
}

/** Sync until nothing waits, as the loop would, without its pauses. */
async function throughAll(most: number): Promise<number> {
  for (let times = 1; times <= most; times += 1) {
    await round()
    await goAgain(store)
    if ((await states()).every((state) => state !== 'waiting')) return times
  }
  throw new Error(`not through after ${most} rounds: ${await states()}`)
}

function inOrder(applied: Command[], queued: Command[]): boolean {
  const records = new Set(queued.map((command) => command.record))
  return [...records].every((record) => {
    const of = (list: Command[]) => list.filter((command) => command.record === record).map((command) => command.id)
    return JSON.stringify(of(applied)) === JSON.stringify(of(queued))
  })
}

describe('exactly once', () => {
  test.each([1, 2, 3, 4, 5])('with half of the calls or answers lost (chance %i)', async (seed) => {
    const chance = chances(seed)
    server.fault = () => (chance() < 0.5 ? undefined : chance() < 0.5 ? 'before' : 'after')
    const queued: Command[] = []
    for (let at = 0; at < 20; at += 1) {
      const media = at % 3 === 0 ? [photo(1000, at)] : []
      queued.push(await store.enqueue(at < 5 ? report(`r${at}`, { media }) : note(`r${at % 5}`, { media })))
    }
    await throughAll(400)
    expect(server.applied.map((command) => command.id).sort()).toEqual(queued.map((command) => command.id).sort())
    expect(inOrder(server.applied, queued)).toBe(true)
  })

  test('an answer lost after the commands were applied is asked for again under the same ids', async () => {
    await store.enqueue(note('a'))
    server.fault = ({ path }) => (path.endsWith('/commands') ? 'after' : undefined)
    expect(await round()).toEqual({ trouble: 'network', wait: true })
    expect([server.applied.length, await states()]).toEqual([1, ['waiting']])
    server.fault = () => undefined
    await round()
    expect([server.applied.length, await states()]).toEqual([1, ['done']])
  })
})

describe('photos', () => {
  test('go on inside one where they broke off, and leave the phone only after the command was applied', async () => {
    const { id, media } = await store.enqueue(report('a', { media: [photo(600_000)] }))
    const sha = media[0]!.sha256
    let parts = 0
    server.fault = ({ method }) => (method === 'PUT' && ++parts === 2 ? 'before' : undefined)
    await round()
    const kept = server.media.get(`${id}/${sha}`)!.length
    expect(kept).toBeGreaterThan(0)
    expect(kept).toBeLessThan(600_000)
    server.fault = ({ path }) => (path.endsWith('/commands') ? 'after' : undefined)
    server.calls.length = 0
    await round()
    expect(server.calls[0]).toBe(`GET /field/api/media/${id}/${sha}`)
    expect(server.media.get(`${id}/${sha}`)!.length).toBe(600_000)
    expect(await store.photo(sha)).toBeDefined()
    server.fault = () => undefined
    await round()
    expect(await store.photo(sha)).toBeUndefined()
  })

  test('a part the server took though its answer was lost is not sent twice', async () => {
    await store.enqueue(report('a', { media: [photo(50_000)] }))
    let sent = 0
    const sends = (lost: 'after' | undefined) => {
      server.fault = ({ method, body }) => {
        if (method !== 'PUT') return undefined
        sent += body.length
        return lost
      }
    }
    sends('after')
    await round()
    sends(undefined)
    await round()
    expect([sent, await states()]).toEqual([50_000, ['done']])
  })

  test('damaged on the way they are sent again from the beginning', async () => {
    await store.enqueue(report('a', { media: [photo(50_000)] }))
    let damaged = false
    server.instead = ({ method }) => {
      if (method !== 'PUT' || damaged) return undefined
      damaged = true
      return problem(422, 'field.media-damaged')
    }
    await round()
    expect(await states()).toEqual(['done'])
  })

  test('spoilt on the phone only their own command is set aside', async () => {
    const { media } = await store.enqueue(report('a', { media: [photo(50_000)] }))
    await store.enqueue(note('b'))
    const name = (await Dexie.getDatabaseNames()).find((one) => one.startsWith('linli-field-') && !one.includes('keys'))
    const beside = await new Dexie(name!).open()
    await beside.table('blobs').update(media[0]!.sha256, { sealed: new Uint8Array(80) })
    beside.close()
    expect(await round()).toEqual({ wait: false })
    expect(await states()).toEqual(['set-aside', 'done'])
    expect((await store.outbox())[0]!.problem?.code).toBe('field.media-gone')
  })

  test('too large for the server the command is set aside and keeps its photo', async () => {
    const { media } = await store.enqueue(report('a', { media: [photo(50_000)] }))
    await store.enqueue(note('b'))
    server.instead = ({ method }) => (method === 'PUT' ? problem(413, 'field.media-too-large') : undefined)
    await round()
    expect(await states()).toEqual(['set-aside', 'done'])
    expect(await store.photo(media[0]!.sha256)).toBeDefined()
  })

  test('a full server takes commands without media and is tried again later', async () => {
    await store.enqueue(report('a', { media: [photo(50_000)] }))
    await store.enqueue(note('b'))
    server.instead = ({ method }) => (method === 'PUT' ? problem(507, 'field.disk-full') : undefined)
    expect(await round()).toEqual({ trouble: 'field.disk-full', wait: true })
    expect(await states()).toEqual(['waiting', 'done'])
    server.instead = () => undefined
    await round()
    expect(await states()).toEqual(['done', 'done'])
  })

  describe('of a command that was refused and thrown away', () => {
    const deletes = () => server.calls.filter((call) => call.startsWith('DELETE'))

    beforeEach(async () => {
      server.judge = ({ name }) => (name === 'case.report' ? { outcome: 'refused', problem: { code: 'case.text', title: 'no' } } : undefined)
      const { id } = await store.enqueue(report('a', { media: [photo(50_000)] }))
      await round()
      expect([await states(), server.media.size, deletes()]).toEqual([['set-aside'], 1, []])
      await store.discard(id)
    })

    test('the server keeps none, told again until it knows, and then no more', async () => {
      server.fault = ({ method }) => (method === 'DELETE' ? 'before' : undefined)
      expect(await round()).toEqual({ trouble: 'network', wait: true })
      expect(server.media.size).toBe(1)
      server.fault = () => undefined
      expect(await round()).toEqual({ wait: false })
      await round()
      expect([server.media.size, deletes().length]).toEqual([0, 1])
    })

    test('an older server holds up nothing', async () => {
      server.instead = ({ method }) => (method === 'DELETE' ? problem(404, 'http.404') : undefined)
      await store.enqueue(note('b'))
      expect(await round()).toEqual({ wait: false })
      await round()
      expect([await states(), deletes().length]).toEqual([['done'], 1])
    })
  })

  test('of a command thrown away before it was sent the server hears nothing', async () => {
    const { id } = await store.enqueue(report('a', { media: [photo(50_000)] }))
    await store.discard(id)
    await round()
    expect(server.calls.filter((call) => call.includes('/media/'))).toEqual([])
  })

  test('lost by the server after all they are sent again', async () => {
    const { id, media } = await store.enqueue(report('a', { media: [photo(50_000)] }))
    server.instead = ({ path }) => {
      if (path.endsWith('/commands')) server.media.delete(`${id}/${media[0]!.sha256}`)
      server.instead = path.endsWith('/commands') ? () => undefined : server.instead
      return undefined
    }
    await round()
    expect([await states(), server.applied.length]).toEqual([['done'], 1])
  })
})

describe('refusals', () => {
  test('a refused command is set aside with its reason, the others go on; mended it is applied under the same id', async () => {
    const bad = await store.enqueue(report('bad'))
    await store.enqueue(note('bad'))
    await store.enqueue(note('good'))
    server.judge = ({ id, payload }) => (id === bad.id && payload['text'] === 'bad' ? { outcome: 'refused', problem: { code: 'case.text', title: 'no' } } : undefined)
    await round()
    expect(await states()).toEqual(['set-aside', 'held', 'done'])
    await store.mend(bad.id, { payload: { case: 'bad', text: 'better' } })
    await round()
    expect(await states()).toEqual(['done', 'done', 'done'])
    expect(server.applied.filter((command) => command.id === bad.id)).toHaveLength(1)
  })

  test('a conflict stays until the worker chooses, then mine goes on top of theirs', async () => {
    const payload = { person: 'p', base: { name: 'a' }, set: { name: 'b' }, reason: '' }
    const { id } = await store.enqueue({ name: 'person.edit', record: 'person:p', payload })
    const conflicts = [{ field: 'name', base: 'a', mine: 'b', theirs: 'c', by: '罗', at: '2026-11-22T08:00:00Z' }]
    server.judge = (command) => (command.id === id ? { outcome: 'conflict', conflicts } : undefined)
    await round()
    expect((await store.outbox())[0]).toMatchObject({ state: 'conflict', conflicts })
    await store.settle(id, { name: 'mine' })
    await round()
    expect([server.applied.at(-1)!.payload['base'], await states()]).toEqual([{ name: 'c' }, ['done', 'done']])
  })

  test('a queued edit of what changed meanwhile is shown before it is sent', async () => {
    const row = (name: string) => ({ people: { put: [{ id: 'p', name }], drop: [] } })
    const answer = { full: false, server_now: '', lease_until: '' }
    server.changes = [{ ...answer, cursor: '1', parts: row('a') }]
    await round()
    await store.enqueue({ name: 'person.edit', record: 'person:p', payload: { person: 'p', base: { name: 'a' }, set: { name: 'b' } } })
    server.judge = () => ({ outcome: 'later' })
    server.changes = [{ ...answer, cursor: '2', parts: row('c') }]
    await round()
    expect((await store.outbox())[0]).toMatchObject({ state: 'conflict', found: 'here', conflicts: [{ field: 'name', theirs: 'c' }] })
  })

  test.each([413, 422])('a call refused as a whole (%i) is halved until the one that cannot go stands alone', async (status) => {
    const commands = []
    for (let at = 0; at < 7; at += 1) commands.push(await store.enqueue(note(`n${at}`)))
    const bad = commands[4]!.id
    server.instead = ({ path, body }) => {
      if (!path.endsWith('/commands')) return undefined
      const sent = JSON.parse(new TextDecoder().decode(body)) as { commands: Command[] }
      return sent.commands.some(({ id }) => id === bad) ? problem(status, 'field.request-too-large') : undefined
    }
    await round()
    expect(await states()).toEqual(['done', 'done', 'done', 'done', 'set-aside', 'done', 'done'])
  })

  test('signed out in the middle, everything stays queued', async () => {
    await store.enqueue(report('a', { media: [photo(600_000)] }))
    let parts = 0
    server.instead = ({ method }) => (method === 'PUT' && ++parts > 1 ? problem(401, 'field.sign-in') : undefined)
    expect(await round()).toEqual({ trouble: 'field.sign-in', wait: false, out: 'sign-in' })
    expect(await states()).toEqual(['waiting'])
    server.instead = () => undefined
    await throughAll(3)
    expect(server.applied).toHaveLength(1)
  })

  test('a lost phone is told to wipe itself', async () => {
    server.instead = () => problem(410, 'field.wipe')
    expect(await round()).toMatchObject({ out: 'wipe' })
  })

  test.each([500, 502, 503, 429, 408])('a server in trouble (%i) is tried again later', async (status) => {
    await store.enqueue(note('a'))
    server.instead = () => new Response('', { status })
    expect(await round()).toEqual({ trouble: 'server', wait: true })
    expect(await states()).toEqual(['waiting'])
  })

  test('an answer that breaks off half way is no answer', async () => {
    await store.enqueue(note('a'))
    server.instead = ({ path }) => (path.endsWith('/commands') ? new Response('{"answers": [') : undefined)
    expect(await round()).toEqual({ trouble: 'network', wait: true })
    expect(await states()).toEqual(['waiting'])
  })

  test('a way that is not safe sets nothing aside: all waits until it is', async () => {
    await store.enqueue(note('a'))
    await store.enqueue(report('b', { media: [photo(600_000)] }))
    server.instead = () => problem(403, 'field.needs-https')
    expect(await round()).toEqual({ trouble: 'field.needs-https', wait: true })
    expect(await states()).toEqual(['waiting', 'waiting'])
    server.instead = () => undefined
    await throughAll(3)
    expect(server.applied).toHaveLength(2)
  })

  test('a phone whose files take all their room sets the next one aside with its reason, and loses nothing', async () => {
    const { id } = await store.enqueue(report('a', { media: [photo(1000)] }))
    await store.enqueue(note('b'))
    server.instead = ({ method }) => (method === 'PUT' ? problem(413, 'field.staged-full') : undefined)
    await round()
    expect(await states()).toEqual(['set-aside', 'done'])
    const entry = (await store.outbox())[0]!
    expect(entry.problem!.code).toBe('field.staged-full')
    expect((await store.media.blob(entry.command.media[0]!.sha256))!.size).toBe(1000)
    server.instead = () => undefined
    await store.mend(id, {})
    await throughAll(2)
    expect(server.applied.map((command) => command.id)).toContain(id)
  })

  test('a command the answer does not speak of waits and is sent again', async () => {
    await store.enqueue(note('a'))
    server.instead = ({ path }) => (path.endsWith('/commands') ? json({ server_now: '', lease_until: '', answers: [] }) : undefined)
    await round()
    expect((await store.outbox())[0]).toMatchObject({ state: 'waiting', tries: 1 })
  })
})

describe('what is done is laid over the rows until rows pulled later are here, whatever the clock shows', () => {
  const noChanges = ({ path }: { path: string }) => (path.includes('/changes') ? problem(503, 'x') : undefined)
  const HOUR = 3600_000

  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: new Date(2026, 10, 23, 12) }))
  afterEach(() => void vi.useRealTimers())

  async function seen(): Promise<boolean | undefined> {
    const [entry] = await store.outbox()
    expect(entry?.state).toBe('done')
    return entry?.seen
  }

  test.each([1, 0, -HOUR])('a pull %i ms before it is not enough', async (pause) => {
    await round()
    vi.setSystemTime(Date.now() + pause)
    await store.enqueue(note('a'))
    server.instead = noChanges
    await round()
    expect(await seen()).toBe(false)
  })

  test.each([1, 0, -HOUR])('a pull %i ms after it is', async (pause) => {
    await store.enqueue(note('a'))
    server.instead = noChanges
    await round()
    expect(await seen()).toBe(false)
    vi.setSystemTime(Date.now() + pause)
    server.instead = () => undefined
    await round()
    expect(await seen()).toBe(true)
  })
})
