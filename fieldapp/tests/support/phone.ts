/** A phone in memory: a fresh IndexedDB, one tab's worth of the browser, and a store opened on it. */
import { IDBFactory } from 'fake-indexeddb'
import { Dexie } from 'dexie'
import { deriveKey } from '../../src/store/crypt'
import { openStore, type NewMedia, type Store } from '../../src/store/store'
import type { Sender } from '../../src/sync/push'
import { useFetch } from '../../src/sync/wire'
import { DEVICE, KEY, type FakeServer } from './server'

/** Throw away all databases. */
export function freshPhone(): void {
  Dexie.dependencies.indexedDB = new IDBFactory()
}

/** Open the store of an account with the key the fake server gives. */
export async function opened(account = 'lin', serverKey = KEY): Promise<Store> {
  return openStore(account, await deriveKey(serverKey, DEVICE))
}

/** Let a store sync with a server, as a registered device. */
export function senderFor(store: Store, server: FakeServer): Sender {
  server.tokens.add('token')
  useFetch(server.fetch)
  return { store, device: DEVICE, token: 'token', heard: async () => undefined }
}

/** Bytes that look like a photo of a size; the same seed gives the same bytes. */
export function photo(size = 1000, seed = 1): NewMedia {
  const bytes = Uint8Array.from({ length: size }, (_, at) => (at * 31 + seed * 17 + (at >> 8)) % 256)
  return { blob: new Blob([bytes], { type: 'image/jpeg' }), role: 'report' }
}

/** Numbers that look random and are the same for the same seed. */
export function chances(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296
    return state / 4294967296
  }
}
