/** A phone that was left behind with version 1 of the database: what was queued on it still opens and is still sent. */
import { IDBFactory } from 'fake-indexeddb'
import 'fake-indexeddb/auto'
import { Dexie } from 'dexie'
import { expect, test } from 'vitest'
import { databaseOf } from '../src/store/tables'
import { syncOnce } from '../src/sync/round'
import left from './fixtures/phone-v1.json'
import { opened, senderFor } from './support/phone'
import { FakeServer } from './support/server'

interface Left {
  keyPath: string | string[]
  indexes: { name: string; keyPath: string; multi: boolean }[]
  rows: Record<string, unknown>[]
}

/** Put the phone back as version 1 left it, without any code of the app. */
async function putBack(): Promise<void> {
  const factory = new IDBFactory()
  Dexie.dependencies.indexedDB = factory
  const stores = Object.entries(left.stores as unknown as Record<string, Left>)
  const base = await new Promise<IDBDatabase>((go, fail) => {
    const asked = factory.open(databaseOf('lin'), left.version)
    asked.onupgradeneeded = () => {
      for (const [name, { keyPath, indexes }] of stores) {
        const made = asked.result.createObjectStore(name, { keyPath })
        for (const index of indexes) made.createIndex(index.name, index.keyPath, { multiEntry: index.multi })
      }
    }
    asked.onsuccess = () => go(asked.result)
    asked.onerror = () => fail(asked.error)
  })
  for (const [name, { rows }] of stores) {
    const writing = base.transaction(name, 'readwrite')
    for (const row of rows) writing.objectStore(name).put(revived(row))
    await new Promise((go) => { writing.oncomplete = go })
  }
  base.close()
}

function revived(row: Record<string, unknown>): Record<string, unknown> {
  const sealed = row['sealed'] as { bytes: string } | undefined
  return sealed ? { ...row, sealed: Uint8Array.from(atob(sealed.bytes), (letter) => letter.charCodeAt(0)) } : row
}

test('an outbox, a photo and a draft of version 1 open, and are sent', async () => {
  await putBack()
  const store = await opened()
  expect((await store.outbox()).map(({ command }) => [command.name, command.payload['text']])).toEqual([
    ['case.report', '楼道灯坏了'],
    ['case.note', '三楼'],
  ])
  expect((await store.draft<{ text: string }>('report'))!.value.text).toBe('写了一半')
  const server = new FakeServer()
  await syncOnce(senderFor(store, server))
  expect(server.applied.map((command) => command.name)).toEqual(['case.report', 'case.note'])
  expect([...server.media.values()].map((bytes) => bytes.length)).toEqual([300])
})
