/** Files beside a form: fetched once, lists first, kept sealed, and given to the form engine without a network. */
import 'fake-indexeddb/auto'
import { beforeEach, expect, test, vi } from 'vitest'
import { fileAt } from '../src/engine/form-files'
import type { ChangesAnswer } from '../src/engine/protocol'
import type { FormFile } from '../src/engine/rows'
import type { Store } from '../src/store/store'
import { fetchExtras } from '../src/sync/extras'
import { freshPhone, opened, senderFor } from './support/phone'
import { FakeServer } from './support/server'

const POINTS = 'name,label\np1,东街食堂\n'
const list: FormFile = { name: '服务 点.csv', md5: 'aa', type: 'text/csv', size: new TextEncoder().encode(POINTS).length }
const picture: FormFile = { name: 'map.png', md5: 'bb', type: 'image/png', size: 3 }

let server: FakeServer
let store: Store
let broken = ''

beforeEach(async () => {
  vi.stubGlobal('navigator', {})
  freshPhone()
  broken = ''
  server = new FakeServer()
  server.instead = ({ path }) => {
    if (path.endsWith('.xml')) return new Response('<form/>')
    if (path === broken) return new Response('x')
    if (path.endsWith('/files/aa')) return new Response(POINTS, { headers: { 'Content-Type': 'text/csv' } })
    return path.endsWith('/files/bb') ? new Response(new Uint8Array([1, 2, 3])) : undefined
  }
  store = await opened()
  senderFor(store, server)
})

async function told(...forms: { id: string; version: string; files?: FormFile[] }[]): Promise<void> {
  const put = forms.map((one) => ({ target: 'none', title: one.id, ...one }))
  const answer: ChangesAnswer = { cursor: 'c', full: true, parts: { forms: { put, drop: [] } }, server_now: '', lease_until: '' }
  await store.apply(answer)
}

const asked = (): string[] => server.calls.filter((call) => call.includes('/files/'))

test('a form is there with its files, each fetched once', async () => {
  await told({ id: 'a', version: '1', files: [picture, list] }, { id: 'b', version: '2', files: [picture] })
  for (let twice = 0; twice < 2; twice += 1) await fetchExtras(store, 'token')
  expect(asked()).toEqual(['GET /field/api/forms/a/1/files/aa', 'GET /field/api/forms/a/1/files/bb'])
  const file = await store.formFile(list)
  expect([file?.type, await file?.text()]).toEqual(['text/csv', POINTS])
  expect(await store.formXml('a')).toBe('<form/>')
})

test('without its list a form is not there, without its picture it is', async () => {
  await told({ id: 'a', version: '1', files: [list] }, { id: 'b', version: '1', files: [picture] })
  broken = '/field/api/forms/a/1/files/aa'
  await fetchExtras(store, 'token')
  expect([await store.formXml('a'), await store.formXml('b')]).toEqual([undefined, '<form/>'])
  expect(await store.formFile(list)).toBeUndefined()
  broken = ''
  await fetchExtras(store, 'token')
  expect(await store.formXml('a')).toBe('<form/>')
})

test('a phone that spares its data fetches lists and leaves pictures', async () => {
  vi.stubGlobal('navigator', { connection: { saveData: true } })
  await told({ id: 'a', version: '1', files: [picture, list] })
  await fetchExtras(store, 'token')
  expect(asked()).toEqual(['GET /field/api/forms/a/1/files/aa'])
})

test('what no open form leans on any more is dropped', async () => {
  await told({ id: 'a', version: '1', files: [picture, list] })
  await fetchExtras(store, 'token')
  await told({ id: 'a', version: '2', files: [picture] })
  await fetchExtras(store, 'token')
  expect((await store.items.fileKeys()).sort()).toEqual(['form-file:bb', 'form:a'])
})

test('until a new version is there with its list, the one before it can be filled in', async () => {
  await told({ id: 'a', version: '1', files: [list] })
  await fetchExtras(store, 'token')
  const newer: FormFile = { ...list, md5: 'cc', size: 4 }
  await told({ id: 'a', version: '2', files: [newer] })
  const answers = server.instead
  server.instead = (call) => {
    if (call.path.endsWith('/files/cc')) throw new TypeError('Failed to fetch')
    return answers?.(call)
  }
  await fetchExtras(store, 'token').catch(() => undefined)
  expect([await store.formXml('a'), await store.filesBeside('a')]).toEqual(['<form/>', [list]])
  expect(await (await store.formFile(list))?.text()).toBe(POINTS)
  server.instead = (call) => {
    if (call.path.endsWith('/files/cc')) return new Response('n,l\n')
    return call.path.endsWith('/2.xml') ? new Response('<newer/>') : answers?.(call)
  }
  await fetchExtras(store, 'token')
  expect([await store.formXml('a'), await store.filesBeside('a')]).toEqual(['<newer/>', [newer]])
  expect((await store.items.fileKeys()).sort()).toEqual(['form-file:cc', 'form:a'])
})

test('a form without files is fetched as before', async () => {
  await told({ id: 'a', version: '1' })
  await fetchExtras(store, 'token')
  expect([asked(), await store.formXml('a')]).toEqual([[], '<form/>'])
})

test('the form engine finds a file by the address it writes', () => {
  expect(fileAt([picture, list], new URL('jr://file-csv/服务 点.csv').href)).toBe(list)
  expect(fileAt([picture, list], 'jr://images/map.png')).toBe(picture)
  expect(fileAt([picture], 'jr://images/other.png')).toBeUndefined()
})
