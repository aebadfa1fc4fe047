/**
 * The tables on the phone. Only ids, hashes, orders and times lie open; all else is sealed.
 *
 * A new version of this file may add versions below, never change or remove one: an old outbox must survive.
 */
import { Dexie, type Table } from 'dexie'
import type { Bytes } from './crypt'

/** A row of a pulled part. */
export interface SealedRow {
  part: string
  id: string
  sealed: Bytes
}

/** A command in the outbox; `rev` rises with each change, so that two tabs do not undo each other. */
export interface SealedEntry {
  id: string
  record: string
  order: number
  done: 0 | 1
  rev: number
  sealed: Bytes
}

/** A photo, voice note or file, named by its hash, and what refers to it; its bytes lie in `blobs`. */
export interface KeptMedia {
  sha: string
  size: number
  refs: string[]
}

/** The bytes of media. */
export interface SealedBlob {
  sha: string
  sealed: Bytes
}

/** Something under a name: a draft, a map, a form, a setting. */
export interface SealedItem {
  key: string
  sealed: Bytes
}

/** A photo fetched to be looked at, which may go when room is needed. */
export interface SealedPhoto {
  sha: string
  size: number
  used_at: number
  sealed: Bytes
}

/** One account's database on this phone. */
export class Tables extends Dexie {
  rows!: Table<SealedRow, [string, string]>
  outbox!: Table<SealedEntry, string>
  media!: Table<KeptMedia, string>
  blobs!: Table<SealedBlob, string>
  drafts!: Table<SealedItem, string>
  files!: Table<SealedItem, string>
  photos!: Table<SealedPhoto, string>
  settings!: Table<SealedItem, string>
  /** Where the last pull ended, and of which commands thrown away the server has files yet; says nothing about anybody. */
  cursors!: Table<{ key: string; cursor: string }, string>

  constructor(name: string) {
    super(name)
    this.version(1).stores({
      rows: '[part+id], part',
      outbox: 'id, order, done',
      media: 'sha, *refs',
      blobs: 'sha',
      drafts: 'key',
      files: 'key',
      photos: 'sha, used_at',
      settings: 'key',
      cursors: 'key',
    })
  }
}

/** Name the database of an account. */
export function databaseOf(account: string): string {
  return `linli-field-${account}`
}
