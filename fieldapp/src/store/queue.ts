/** The outbox on the phone: commands with their media, from the moment they are saved until the server has them. */
import { newId } from '../engine/ids'
import { settledPayload, type Choice } from '../engine/merge'
import { dependents, mended, standing, type OutboxEntry } from '../engine/outbox'
import type { Command, CommandName, MediaNote } from '../engine/protocol'
import { t } from '../engine/words'
import { HasDependents, NotNow, Sealed } from './errors'
import type { ItemShelf } from './items'
import type { MediaShelf, Prepared } from './media'
import { SEEN } from './rows'
import type { SealedEntry } from './tables'
import type { Vault } from './vault'

/** A blob that goes with a command. */
export interface NewMedia {
  blob: Blob
  role: MediaNote['role']
  name?: string
  taken_at?: string
  lon?: number
  lat?: number
}

/** What the worker did. */
export interface NewCommand {
  name: CommandName
  record: string
  payload: Record<string, unknown>
  media?: NewMedia[]
  /** Other records it needs, where they are made by commands that may still be in the queue. */
  depends?: string[]
  /** The draft it came from; it goes in the same moment. */
  draft?: string
}

type Closed = Pick<SealedEntry, 'done' | 'sealed'>

/** What goes down together with a change of an entry: its new media, another entry. */
interface Beside {
  media?: Prepared[]
  follows?: OutboxEntry
}

/** Begins the keys under which it stands that the server is still to be told of a command thrown away. */
const WITHDRAWN = 'withdrawn:'
const CHANGEABLE = new Set(['set-aside', 'held', 'conflict'])

/** The outbox. */
export class Queue {
  private readonly opened = new Map<string, { rev: number; entry: OutboxEntry }>()
  private readonly sending = new Set<string>()

  constructor(
    private readonly vault: Vault,
    private readonly media: MediaShelf,
    private readonly items: ItemShelf,
  ) {}

  /** Give all entries in their order, each in the state it stands in now. */
  async list(): Promise<OutboxEntry[]> {
    const kept = await this.vault.tables.outbox.orderBy('order').toArray()
    const seen = new Set((await this.vault.tables.cursors.get(SEEN))?.cursor.split(' '))
    const entries = await Promise.all(kept.map((one) => this.read(one).catch((error: unknown) => unreadable(one, error))))
    return standing(entries.map((entry) => this.now(entry, seen)))
  }

  async add(made: NewCommand): Promise<Command> {
    const { media, notes } = await this.prepared(made.media ?? [])
    const { name, record, payload } = made
    const command: Command = { id: newId(), at: new Date().toISOString(), name, record, payload, media: notes }
    if (made.draft) await this.items.settled(made.draft)  // a stroke still being kept would bring the draft back
    await this.put(fresh(command, made.depends ?? []), media, made.draft)
    return command
  }

  /** Change a command that stopped and let it go on under the same id. */
  async mend(id: string, change: { payload?: Record<string, unknown>; media?: NewMedia[] }): Promise<void> {
    const { media, notes } = await this.prepared(change.media ?? [])
    const next = { ...(change.payload && { payload: change.payload }), ...(change.media && { media: notes }) }
    await this.change(id, (entry) => mended(this.checked(entry), next), { media })
  }

  /** Throw a command away that the server does not have; when others need the record it would make, they must go with it. */
  async discard(id: string, with_: { dependents?: boolean } = {}): Promise<void> {
    const entries = await this.list()
    if (this.sending.has(id) || this.vault.elsewhere.has(id)) throw new NotNow('it is being sent')
    if (entries.some((one) => one.command.id === id && one.state === 'done')) throw new NotNow('the server has it')
    const others = dependents(entries, id)
    if (others.length && !with_.dependents) throw new HasDependents(others)
    const gone = [...entries.filter((one) => one.command.id === id), ...others]
    await this.remove(gone.map((entry) => entry.command.id), gone.filter(isBegun).map((entry) => entry.command.id))
  }

  /** Name the commands thrown away of whose files the server may still have some. */
  async withdrawn(): Promise<string[]> {
    const keys = await this.vault.tables.cursors.where('key').startsWith(WITHDRAWN).primaryKeys()
    return keys.map((key) => key.slice(WITHDRAWN.length))
  }

  /** Note that the server knows of a command thrown away. */
  async toldWithdrawn(id: string): Promise<void> {
    await this.vault.tables.cursors.delete(WITHDRAWN + id)
  }

  /** Settle a conflict: what stays mine becomes a new command on top of theirs. */
  async settle(id: string, choices: Record<string, Choice>): Promise<void> {
    const entry = (await this.list()).find((one) => one.command.id === id)
    if (entry?.state !== 'conflict') throw new NotNow('there is nothing to settle')
    const payload = settledPayload(entry, choices)
    const command = payload && { ...entry.command, id: newId(), at: new Date().toISOString(), payload, media: [] }
    const settled = (now: OutboxEntry): OutboxEntry => {
      if (now.state !== 'conflict') throw new NotNow('it was settled meanwhile')
      return { ...now, state: 'done', done_at: new Date().toISOString() }
    }
    await this.change(id, settled, command ? { follows: fresh(command, entry.depends) } : {})
  }

  /**
   * Change an entry, also when another tab changes it at the same time; gone: nothing happens.
   * Done entries let go of their media, no earlier. What `follows` from it is queued in the same moment.
   */
  async change(id: string, changing: (entry: OutboxEntry) => OutboxEntry, { media, follows }: Beside = {}): Promise<void> {
    const closed = follows && (await this.closed(follows))
    for (;;) {
      const kept = await this.vault.tables.outbox.get(id)
      if (!kept) return
      const entry = changing(await this.read(kept))
      const next = { ...kept, ...(await this.closed(entry)), rev: kept.rev + 1 }
      const swapping = () => this.swap(kept.rev, next, entry, media, follows && closed && (() => this.append(follows, closed)))
      if (await this.vault.write(swapping, Boolean(media?.length))) break
    }
    this.vault.tell('outbox')
  }

  /** Note that commands are on their way from this tab. */
  mark(ids: string[], on: boolean): void {
    for (const id of ids) on ? this.sending.add(id) : this.sending.delete(id)
    this.vault.tellSending(this.sending)
    this.vault.tell('outbox')
  }

  /** Throw away what was done before today, once the rows that came of it are here. */
  async tidy(now: Date): Promise<void> {
    const done = (await this.list()).filter((entry) => entry.state === 'done' && entry.seen)
    const today = now.toDateString()
    await this.remove(done.filter((one) => new Date(one.done_at ?? 0).toDateString() !== today).map((one) => one.command.id))
  }

  async remove(ids: string[], withdrawn: string[] = []): Promise<void> {
    if (!ids.length) return
    const { tables } = this.vault
    await tables.transaction('rw', tables.outbox, tables.media, tables.blobs, tables.cursors, async () => {
      for (const id of ids) {
        await tables.outbox.delete(id)
        await this.media.release(`command:${id}`)
      }
      await tables.cursors.bulkPut(withdrawn.map((id) => ({ key: WITHDRAWN + id, cursor: '' })))
    })
    this.vault.tell('outbox')
  }

  private async put(entry: OutboxEntry, media: Prepared[], draft?: string): Promise<void> {
    const { tables } = this.vault
    const { id } = entry.command
    const closed = await this.closed(entry)
    const touched = [tables.outbox, tables.media, tables.blobs, tables.drafts]
    await this.vault.write(() =>
      tables.transaction('rw', touched, async () => {
        await this.append(entry, closed)
        await this.media.refer(media, `command:${id}`)
        if (draft) await this.items.dropInside(draft)
      }),
      media.length > 0,
    )
    if (draft) this.vault.tell('drafts')
    this.vault.tell('outbox')
  }

  /** Put an entry at the end of the queue, inside a transaction that holds it. */
  private async append({ command: { id, record } }: OutboxEntry, closed: Closed): Promise<void> {
    const { outbox } = this.vault.tables
    const last = await outbox.orderBy('order').last()
    await outbox.add({ id, record, order: (last?.order ?? 0) + 1, rev: 1, ...closed })
  }

  private swap(rev: number, next: SealedEntry, entry: OutboxEntry, media?: Prepared[], also?: () => Promise<void>): Promise<boolean> {
    const { tables } = this.vault
    return tables.transaction('rw', tables.outbox, tables.media, tables.blobs, async () => {
      const there = await tables.outbox.get(next.id)
      if (there && there.rev !== rev) return false
      if (!there) return true
      await tables.outbox.put(next)
      await also?.()
      if (media) await this.media.refer(media, `command:${next.id}`)
      const keep = entry.state === 'done' ? [] : entry.command.media.map((note) => note.sha256)
      if (media || entry.state === 'done') await this.media.release(`command:${next.id}`, keep)
      return true
    })
  }

  private async closed(entry: OutboxEntry): Promise<Closed> {
    const sealed = await this.vault.seal(`outbox:${entry.command.id}`, entry)
    return { done: entry.state === 'done' ? 1 : 0, sealed }
  }

  private async read(kept: SealedEntry): Promise<OutboxEntry> {
    const known = this.opened.get(kept.id)
    if (known?.rev === kept.rev) return known.entry
    const entry = { ...(await this.vault.open<OutboxEntry>(`outbox:${kept.id}`, kept.sealed)), order: kept.order }
    this.opened.set(kept.id, { rev: kept.rev, entry })
    return entry
  }

  private now(entry: OutboxEntry, seen: ReadonlySet<string>): OutboxEntry {
    if (entry.state === 'done') return { ...entry, seen: seen.has(entry.command.id) }
    const sending = entry.state === 'waiting' && this.sending.has(entry.command.id)
    return sending ? { ...entry, state: 'sending' } : entry
  }

  private checked(entry: OutboxEntry): OutboxEntry {
    if (!CHANGEABLE.has(entry.state)) throw new NotNow('only what stopped may be changed')
    return entry
  }

  private async prepared(made: NewMedia[]): Promise<{ media: Prepared[]; notes: MediaNote[] }> {
    const media = await Promise.all(made.map((one) => this.media.prepare(one.blob)))
    const notes = made.map(({ blob, ...rest }, at) => {
      const { sha = '', size = 0 } = media[at] ?? {}
      return { sha256: sha, size, type: blob.type, ...rest }
    })
    return { media, notes }
  }
}

/** What another key sealed cannot be opened any more: it is shown, so that nothing vanishes in silence. */
function unreadable({ id, record, order }: SealedEntry, error: unknown): OutboxEntry {
  if (!(error instanceof Sealed)) throw error
  const command: Command = { id, at: '', name: 'case.note', record, payload: {}, media: [] }
  const problem = { code: 'field.sealed', title: t('这一项是用旧密钥封存的，已无法打开') }
  return { ...fresh(command, []), state: 'set-aside', order, problem }
}

/** Say whether the server may have some of its media. */
const isBegun = (entry: OutboxEntry): boolean => Object.keys(entry.uploaded).length > 0

function fresh(command: Command, depends: string[]): OutboxEntry {
  const total = command.media.reduce((sum, note) => sum + note.size, 0)
  const none = { tries: 0, next_at: 0, uploaded: {}, sent_bytes: 0, total_bytes: total, order: 0 }
  return { command, state: 'waiting', depends, made_at: command.at, ...none }
}
