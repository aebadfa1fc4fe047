/** Drafts, files (maps, forms) and settings: sealed values under a name. */
import type { FormFile } from '../engine/rows'
import { Sealed } from './errors'
import type { MediaShelf } from './media'
import type { Vault } from './vault'

/** A draft and the blobs kept with it. */
export interface Draft<T = unknown> {
  value: T
  blobs: Blob[]
}

/** A draft as it stands in a list, without its blobs. */
export interface DraftNote {
  key: string
  /** Undefined where it cannot be read any more. */
  kept?: { value: unknown; media: number; /** When it was last written to; none in drafts of older versions. */ at?: string | undefined }
}

/** A draft as it is sealed: the time stays on the phone, and is for the list of drafts alone. */
interface SealedDraft<T = unknown> {
  value: T
  shas: string[]
  at?: string
}

/** A text from the server with the tag it came under. */
export interface KeptFile {
  tag: string
  text: string
  /** The files beside a form, of the version that is kept: the rows may tell of a newer one. */
  files?: FormFile[]
}

/** What is kept under names. */
export class ItemShelf {
  /** What was last begun with each draft: a page left and opened again at once reads what it wrote, and older words never come last. */
  private readonly begun = new Map<string, Promise<unknown>>()

  constructor(private readonly vault: Vault, private readonly media: MediaShelf) {}

  /** Give a draft; one that another key sealed is none. */
  draft<T>(key: string): Promise<Draft<T> | undefined> {
    return this.inTurn(key, () => this.read<T>(key))
  }

  /** Keep a draft; without blobs given, those kept before stay. */
  keepDraft(key: string, value: unknown, blobs?: Blob[]): Promise<void> {
    return this.inTurn(key, () => this.keep(key, value, blobs))
  }

  dropDraft(key: string): Promise<void> {
    return this.inTurn(key, () => this.drop(key))
  }

  /** Wait until nothing is being done with a draft. */
  async settled(key: string): Promise<void> {
    await this.begun.get(key)
  }

  private inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
    const mine = (this.begun.get(key) ?? Promise.resolve()).then(work)
    const over = mine.then(nothing, nothing).finally(() => this.begun.get(key) === over && this.begun.delete(key))
    this.begun.set(key, over)
    return mine
  }

  private async read<T>(key: string): Promise<Draft<T> | undefined> {
    const kept = await this.vault.tables.drafts.get(key)
    const draft = kept && (await this.vault.open<SealedDraft<T>>(`drafts:${key}`, kept.sealed).catch(none))
    if (!draft) return undefined
    const blobs = await Promise.all(draft.shas.map((sha) => this.media.blob(sha)))
    return { value: draft.value, blobs: blobs.filter((blob) => blob !== undefined) }
  }

  private async keep(key: string, value: unknown, blobs?: Blob[]): Promise<void> {
    const { tables } = this.vault
    const media = await Promise.all((blobs ?? []).map((blob) => this.media.prepare(blob)))
    const shas = blobs ? media.map((one) => one.sha) : await this.shasOf(key)
    const sealed = await this.vault.seal(`drafts:${key}`, { value, shas, at: new Date().toISOString() } satisfies SealedDraft)
    await this.vault.write(() =>
      tables.transaction('rw', tables.drafts, tables.media, tables.blobs, async () => {
        await tables.drafts.put({ key, sealed })
        await this.media.refer(media, `draft:${key}`)
        await this.media.release(`draft:${key}`, shas)
      }),
      media.length > 0,
    )
    this.vault.tell('drafts')
  }

  private async drop(key: string): Promise<void> {
    const { tables } = this.vault
    await tables.transaction('rw', tables.drafts, tables.media, tables.blobs, () => this.dropInside(key))
    this.vault.tell('drafts')
  }

  /** Drop a draft inside a transaction that holds both tables. */
  async dropInside(key: string): Promise<void> {
    await this.vault.tables.drafts.delete(key)
    await this.media.release(`draft:${key}`)
  }

  async draftKeys(): Promise<string[]> {
    return this.vault.tables.drafts.toCollection().primaryKeys()
  }

  /** List all drafts, also those that another key sealed. */
  async drafts(): Promise<DraftNote[]> {
    const kept = await this.vault.tables.drafts.toArray()
    return Promise.all(kept.map(async ({ key, sealed }) => {
      const draft = await this.vault.open<SealedDraft>(`drafts:${key}`, sealed).catch(none)
      return draft ? { key, kept: { value: draft.value, media: draft.shas.length, at: draft.at } } : { key }
    }))
  }

  async file(key: string): Promise<KeptFile | undefined> {
    const kept = await this.vault.tables.files.get(key)
    return kept && this.vault.open<KeptFile>(`files:${key}`, kept.sealed)
  }

  async fileKeys(): Promise<string[]> {
    return this.vault.tables.files.toCollection().primaryKeys()
  }

  async keepFile(key: string, file: KeptFile): Promise<void> {
    const sealed = await this.vault.seal(`files:${key}`, file)
    await this.vault.write(() => this.vault.tables.files.put({ key, sealed }))
    this.vault.tell('files')
  }

  /** Give bytes that were kept under a name. */
  async bytes(key: string): Promise<ArrayBuffer | undefined> {
    const kept = await this.vault.tables.files.get(key)
    return kept && this.vault.openBytes(`files:${key}`, kept.sealed)
  }

  async keepBytes(key: string, bytes: ArrayBuffer): Promise<void> {
    const sealed = await this.vault.sealBytes(`files:${key}`, bytes)
    await this.vault.write(() => this.vault.tables.files.put({ key, sealed }), true)
    this.vault.tell('files')
  }

  async dropFiles(keys: string[]): Promise<void> {
    await this.vault.tables.files.bulkDelete(keys)
    if (keys.length) this.vault.tell('files')
  }

  async setting<T>(key: string): Promise<T | undefined> {
    const kept = await this.vault.tables.settings.get(key)
    return kept && this.vault.open<T>(`settings:${key}`, kept.sealed)
  }

  async keepSetting(key: string, value: unknown): Promise<void> {
    const sealed = await this.vault.seal(`settings:${key}`, value)
    await this.vault.write(() => this.vault.tables.settings.put({ key, sealed }))
    this.vault.tell('settings')
  }

  private async shasOf(key: string): Promise<string[]> {
    const kept = await this.vault.tables.drafts.get(key)
    const draft = kept && (await this.vault.open<SealedDraft>(`drafts:${key}`, kept.sealed).catch(none))
    return draft?.shas ?? []
  }
}

function nothing(): void {}

function none(error: unknown): undefined {
  if (!(error instanceof Sealed)) throw error
}
