/** What all parts of the store share: the tables, the key, telling of changes, and noticing a full phone. */
import { signal, type Signal } from '@preact/signals'
import { open, openBytes, seal, sealBytes, type Bytes } from './crypt'
import { DiskFull, isDiskFull } from './errors'
import { databaseOf, Tables } from './tables'

/** What a change was about. */
export type Told = 'rows' | 'outbox' | 'drafts' | 'files' | 'settings' | 'gone'

/** Which commands the tab that syncs is sending now. */
interface Sending {
  sending: string[]
}

/** The open database of one account. */
export class Vault {
  readonly tables: Tables
  readonly changed: Signal<number> = signal(0)
  readonly fullDisk: Signal<boolean> = signal(false)
  /** What another tab is sending, as far as it said. */
  elsewhere: ReadonlySet<string> = new Set()
  private fullForBulk = false
  private closed = false
  private readonly channel: BroadcastChannel
  private readonly hearers = new Set<(what: Told, here: boolean) => void>()

  constructor(readonly account: string, private readonly key: CryptoKey, tables?: Tables) {
    this.tables = tables ?? new Tables(databaseOf(account))
    this.channel = new BroadcastChannel(databaseOf(account))
    this.channel.onmessage = ({ data }: MessageEvent<Told | Sending>) => {
      if (typeof data === 'string') this.take(data, false)
      else this.elsewhere = new Set(data.sending)
    }
    this.tables.on('versionchange', (change) => this.makeWay(change))
  }

  seal(place: string, value: unknown): Promise<Bytes> {
    return seal(this.key, place, value)
  }

  open<T>(place: string, sealed: Bytes): Promise<T> {
    return open<T>(this.key, place, sealed)
  }

  sealBytes(place: string, bytes: BufferSource): Promise<Bytes> {
    return sealBytes(this.key, place, bytes)
  }

  openBytes(place: string, sealed: Bytes): Promise<ArrayBuffer> {
    return openBytes(this.key, place, sealed)
  }

  /** Tell this tab and the others that something changed. */
  tell(what: Told): void {
    // What was still being written when the store was left is written; nobody here needs to hear of it.
    if (this.closed) return
    this.channel.postMessage(what)
    this.take(what, true)
  }

  /** Tell the other tabs what this one sends; as one tab sends at a time, they send nothing. */
  tellSending(ids: Iterable<string>): void {
    this.elsewhere = new Set()
    if (!this.closed) this.channel.postMessage({ sending: [...ids] } satisfies Sending)
  }

  /** Call with every change, until the returned function is called. */
  hear(hearer: (what: Told, here: boolean) => void): () => void {
    this.hearers.add(hearer)
    return () => void this.hearers.delete(hearer)
  }

  /**
   * Write; when the phone is full, make room once with what may go, else say so and change nothing.
   * It counts as full until something as bulky as what failed could be written.
   */
  async write<T>(writing: () => Promise<T>, bulky = false): Promise<T> {
    try {
      const written = await this.tryTwice(writing)
      if (bulky || !this.fullForBulk) this.fullDisk.value = false
      return written
    } catch (error) {
      if (!isDiskFull(error)) throw error
      this.fullForBulk = bulky
      this.fullDisk.value = true
      throw new DiskFull('no room left on this phone', { cause: error })
    }
  }

  close(): void {
    this.closed = true
    this.channel.close()
    this.tables.close()
  }

  /** Another tab deletes the database: left open, this one would make it anew at its next step. */
  private makeWay({ newVersion }: IDBVersionChangeEvent): boolean {
    if (newVersion !== null) return true
    this.tables.close()
    this.take('gone', false)
    return false
  }

  private async tryTwice<T>(writing: () => Promise<T>): Promise<T> {
    try {
      return await writing()
    } catch (error) {
      if (!isDiskFull(error) || (await this.tables.photos.count()) === 0) throw error
      await this.tables.photos.clear()
      return await writing()
    }
  }

  private take(what: Told, here: boolean): void {
    for (const hearer of this.hearers) hearer(what, here)
    this.changed.value += 1
  }
}
