/** The store on the phone as the rest of the app sees it: rows, outbox, drafts, photos, maps, forms and settings. */
import type { Signal } from '@preact/signals'
import { Dexie } from 'dexie'
import type { Choice } from '../engine/merge'
import type { OutboxEntry } from '../engine/outbox'
import { isList, keyOf } from '../engine/form-files'
import type { ChangesAnswer, Command, PartName, Row } from '../engine/protocol'
import type { FormFile, FormRow } from '../engine/rows'
import { ItemShelf, type Draft, type DraftNote } from './items'
import { MediaShelf } from './media'
import { Queue, type NewCommand, type NewMedia } from './queue'
import { RowShelf } from './rows'
import { databaseOf } from './tables'
import { Vault } from './vault'

export type { Choice } from '../engine/merge'
export type { OutboxEntry, QueueState } from '../engine/outbox'
export { DiskFull, HasDependents, NotNow, Sealed } from './errors'
export type { Draft, DraftNote } from './items'
export type { NewCommand, NewMedia } from './queue'

const PULLED = ['rows', 'files', 'photos', 'settings', 'cursors']
const NOT_THERE = new Set(['NoSuchDatabaseError', 'DatabaseClosedError'])

/** The open store of one account. */
export class Store {
  readonly media: MediaShelf
  readonly items: ItemShelf
  readonly queue: Queue
  private readonly shelf: RowShelf

  constructor(private readonly vault: Vault) {
    this.media = new MediaShelf(vault)
    this.items = new ItemShelf(vault, this.media)
    this.queue = new Queue(vault, this.media, this.items)
    this.shelf = new RowShelf(vault)
  }

  get account(): string {
    return this.vault.account
  }

  /** Rises after any change, also one made in another tab. */
  get changed(): Signal<number> {
    return this.vault.changed
  }

  /** True after something could not be written for want of room. */
  get fullDisk(): Signal<boolean> {
    return this.vault.fullDisk
  }

  rows<T extends Row>(part: PartName): Promise<T[]> {
    return this.shelf.all(part) as Promise<T[]>
  }

  row<T extends Row>(part: PartName, id: string): Promise<T | undefined> {
    return this.shelf.one(part, id) as Promise<T | undefined>
  }

  cursor(): Promise<string> {
    return this.shelf.cursor()
  }

  /** Take pulled changes whole or not at all; `done` names the commands that were done before they were asked for. */
  apply(answer: ChangesAnswer, done: readonly string[] = []): Promise<void> {
    return this.shelf.apply(answer, done)
  }

  /** Give the outbox in its order; what is done is listed for the day. */
  outbox(): Promise<OutboxEntry[]> {
    return this.queue.list()
  }

  /** Save what the worker did; it is safe on the phone when this returns. Throws DiskFull when there is no room. */
  enqueue(made: NewCommand): Promise<Command> {
    return this.queue.add(made)
  }

  /** Change a command that was set aside (or is held) and send it again. */
  mend(id: string, change: { payload?: Record<string, unknown>; media?: NewMedia[] }): Promise<void> {
    return this.queue.mend(id, change)
  }

  /** Throw a command away. Throws HasDependents unless those go too. */
  discard(id: string, options: { dependents?: boolean } = {}): Promise<void> {
    return this.queue.discard(id, options)
  }

  /** Settle a conflict, field by field; a field without a choice stays mine. */
  settle(id: string, choices: Record<string, Choice>): Promise<void> {
    return this.queue.settle(id, choices)
  }

  draft<T>(key: string): Promise<Draft<T> | undefined> {
    return this.items.draft<T>(key)
  }

  /** Keep what is being typed; without blobs given, those kept before stay. */
  keepDraft(key: string, value: unknown, blobs?: Blob[]): Promise<void> {
    return this.items.keepDraft(key, value, blobs)
  }

  dropDraft(key: string): Promise<void> {
    return this.items.dropDraft(key)
  }

  draftKeys(): Promise<string[]> {
    return this.items.draftKeys()
  }

  /** List what lies half written, without its photos. */
  drafts(): Promise<DraftNote[]> {
    return this.items.drafts()
  }

  /** Call when another tab kept or dropped a draft, until the returned function is called. */
  onDrafts(heard: () => void): () => void {
    return this.vault.hear((what, here) => {
      if (what === 'drafts' && !here) heard()
    })
  }

  /** Give a photo that is on the phone. */
  photo(sha: string): Promise<Blob | undefined> {
    return this.media.photo(sha)
  }

  /** Give the offline map of a community (GeoJSON with `streets`, `buildings`, `grids`, `components`). */
  async mapOf<T = unknown>(community: string): Promise<T | undefined> {
    const file = await this.items.file(`map:${community}`)
    return file && (JSON.parse(file.text) as T)
  }

  /** Give the XForm of a form that is on the phone with the lists that its answers are chosen from. */
  async formXml(code: string): Promise<string | undefined> {
    const lists = (await this.filesBeside(code)).filter(isList)
    const keys = lists.length ? await this.items.fileKeys() : []
    return lists.every((one) => keys.includes(keyOf(one))) ? (await this.items.file(`form:${code}`))?.text : undefined
  }

  /** Name the files beside a form as it is on the phone, which may be the version before. */
  async filesBeside(code: string): Promise<FormFile[]> {
    const kept = await this.items.file(`form:${code}`)
    return kept?.files ?? (await this.row<FormRow>('forms', code))?.files ?? []
  }

  /** Give a file beside a form that is on the phone. */
  async formFile(file: FormFile): Promise<Blob | undefined> {
    const bytes = await this.items.bytes(keyOf(file))
    return bytes && new Blob([bytes], { type: file.type })
  }

  setting<T>(key: string): Promise<T | undefined> {
    return this.items.setting<T>(key)
  }

  keepSetting(key: string, value: unknown): Promise<void> {
    return this.items.keepSetting(key, value)
  }

  /** Call when another tab signed out, locked or wiped this account. */
  onGone(gone: () => void): void {
    this.vault.hear((what, here) => {
      if (what === 'gone' && !here) gone()
    })
  }

  /** Close it in all tabs. */
  leave(): void {
    this.vault.tell('gone')
    this.vault.close()
  }

  close(): void {
    this.vault.close()
  }
}

/** Open the store of an account with its key. */
export async function openStore(account: string, key: CryptoKey): Promise<Store> {
  const vault = new Vault(account, key)
  await vault.tables.open()
  return new Store(vault)
}

/** Delete what came from the server, without a key: rows, maps, forms, photos, settings, what is done. */
export async function clearPulledOf(account: string): Promise<void> {
  await asItIs(account, (base) =>
    base.transaction('rw', [...PULLED, 'outbox'], async () => {
      await Promise.all(PULLED.map((name) => base.table(name).clear()))
      await base.table('outbox').where('done').equals(1).delete()
    }))
}

/** Count what an account has not sent yet and what is half written, without its key. */
export async function leftOf(account: string): Promise<{ unsent: number; drafts: number }> {
  const left = await asItIs(account, async (base) => {
    const unsent = await base.table('outbox').where('done').equals(0).count()
    return { unsent, drafts: await base.table('drafts').count() }
  })
  return left ?? { unsent: 0, drafts: 0 }
}

/** Count what an account has not sent yet, without its key. */
export async function waitingOf(account: string): Promise<number> {
  return (await leftOf(account)).unsent
}

/** Delete all that an account has on this phone. */
export async function wipe(account: string): Promise<void> {
  await asItIs(account, (base) => base.transaction('rw', base.tables, () => Promise.all(base.tables.map((one) => one.clear()))))
  const base = new Dexie(databaseOf(account))
  // A tab that the browser put to sleep holds up the deleting, of what is empty now; that is not waited for.
  const blocked = new Promise<void>((go) => base.on('blocked', () => go()))
  await Promise.race([base.delete(), blocked])
}

/** Do something with an account's database as it is on the phone; where there is none, or it is deleted meanwhile, nothing is made anew. */
async function asItIs<T>(account: string, doing: (base: Dexie) => PromiseLike<T>): Promise<T | undefined> {
  const base = new Dexie(databaseOf(account))
  try {
    return await doing(await base.open())
  } catch (error) {
    if (!NOT_THERE.has((error as Error).name)) throw error
    return undefined
  } finally {
    base.close()
  }
}
