/**
 * Rules of the outbox: what may be sent now, what waits for what, and what an answer does to an entry.
 *
 * Commands of one record go in their order, one at a time. A command that was set aside holds up nothing else,
 * unless it was to make the record which the others are about.
 */
import { LONGEST_PAUSE, pauseAfter } from './clock'
import type { Answer, Command, Conflict, Problem } from './protocol'

export type QueueState = 'waiting' | 'sending' | 'held' | 'set-aside' | 'conflict' | 'done'

/** A command in the outbox and how it stands with it. */
export interface OutboxEntry {
  command: Command
  state: QueueState
  /** Why it was set aside. */
  problem?: Problem
  /** The two values of each field which the worker has to choose between. */
  conflicts?: Conflict[]
  /** Whether the server said so (the other fields are applied) or the phone saw it before sending. */
  found?: 'server' | 'here'
  /** What came of it. */
  result?: Record<string, unknown>
  /** Other records it needs, e.g. `visit:0192…`. */
  depends: string[]
  /** Its place in the queue. */
  order: number
  tries: number
  /** Not before this time (ms of the phone's clock); 0: at once. */
  next_at: number
  /** Bytes of each of its media that the server has. */
  uploaded: Record<string, number>
  sent_bytes: number
  total_bytes: number
  /** ISO times. */
  made_at: string
  done_at?: string
  /** True once rows pulled after it was done are here. */
  seen?: boolean
}

export const BATCH_COUNT = 50
export const BATCH_BYTES = 900_000

const OPEN = new Set<QueueState>(['waiting', 'sending', 'held'])

/** Name the records a command brings into being. */
export function creates(command: Command): string[] {
  const { payload } = command
  switch (command.name) {
    case 'case.report':
      return [`case:${payload['case']}`]
    case 'visit.plan':
      return [`visit:${payload['visit']}`]
    case 'visit.made':
      return [...(payload['new'] ? [`visit:${payload['visit']}`] : []), ...matters(command)]
    default:
      return []
  }
}

/** Name the records a command is about: its own, those it names and those it depends on. */
export function needs(entry: Pick<OutboxEntry, 'command' | 'depends'>): string[] {
  const { command, depends } = entry
  const visit = command.name === 'case.report' && command.payload['visit'] ? [`visit:${command.payload['visit']}`] : []
  return [...new Set([command.record, ...visit, ...depends])]
}

function matters(command: Command): string[] {
  const found = command.payload['matters']
  return Array.isArray(found) ? found.map((matter: { case: string }) => `case:${matter.case}`) : []
}

function touches(entry: OutboxEntry): string[] {
  return [...needs(entry), ...creates(entry.command)]
}

/** Give the entries in their order, those marked held that wait for a record whose making was set aside. */
export function standing(entries: readonly OutboxEntry[]): OutboxEntry[] {
  const missing = new Set<string>()
  return [...entries].sort((one, other) => one.order - other.order).map((entry) => {
    if (entry.state === 'done') return entry
    const held = needs(entry).some((record) => missing.has(record))
    if (held || !OPEN.has(entry.state)) for (const record of creates(entry.command)) missing.add(record)
    if (!OPEN.has(entry.state) || entry.state === 'sending') return entry
    return { ...entry, state: held ? 'held' : 'waiting' }
  })
}

/** Say whether all its media are with the server. */
export function isUploaded(entry: OutboxEntry): boolean {
  return entry.command.media.every((note) => (entry.uploaded[note.sha256] ?? 0) >= note.size)
}

// A pause longer than any was reckoned by a clock that has been put back since.
const pauses = (entry: OutboxEntry, now: number): boolean => entry.next_at > now && entry.next_at - now < 2 * LONGEST_PAUSE

/** Choose what to send now: at most one command of a record, none before an earlier one of its record is through. */
export function nextBatch(entries: readonly OutboxEntry[], now: number, most: number = BATCH_COUNT): OutboxEntry[] {
  const busy = new Set<string>()
  const chosen: OutboxEntry[] = []
  let bytes = 0
  for (const entry of standing(entries)) {
    if (entry.state !== 'waiting' && entry.state !== 'sending') continue
    const free = entry.state === 'waiting' && touches(entry).every((record) => !busy.has(record))
    for (const record of touches(entry)) busy.add(record)
    if (!free || chosen.length >= most || pauses(entry, now) || !isUploaded(entry)) continue
    const size = bytesOf(entry.command)
    if (chosen.length > 0 && bytes + size > BATCH_BYTES) continue
    chosen.push(entry)
    bytes += size
  }
  return chosen
}

// As it goes over the wire: a Chinese character is three bytes there, and the server's limit is of bytes.
const bytesOf = (command: Command): number => new TextEncoder().encode(JSON.stringify(command)).length

/** Choose the command whose media go next. */
export function nextUpload(entries: readonly OutboxEntry[], now: number): OutboxEntry | undefined {
  return standing(entries).find((entry) => entry.state === 'waiting' && !pauses(entry, now) && !isUploaded(entry))
}

/** Say when the next entry that pauses may be tried; nothing pauses: undefined. */
export function nextTime(entries: readonly OutboxEntry[]): number | undefined {
  const times = standing(entries).filter((entry) => entry.state === 'waiting').map((entry) => entry.next_at)
  return times.length ? Math.min(...times) : undefined
}

/** Give the entry after the server's answer to it. */
export function answered(entry: OutboxEntry, answer: Answer, now: number): OutboxEntry {
  const { problem: _, conflicts: __, found: ___, ...plain } = entry
  const result = answer.result ? { result: answer.result } : {}
  switch (answer.outcome) {
    case 'applied':
      return { ...plain, ...result, state: 'done', done_at: new Date(now).toISOString() }
    case 'refused':
      return setAside(plain, answer.problem ?? { code: 'field.refused', title: '' })
    case 'conflict':
      return { ...plain, ...result, state: 'conflict', conflicts: answer.conflicts ?? [], found: 'server' }
    case 'needs-media': {
      const offsets = Object.fromEntries((answer.missing ?? []).map((part) => [part.sha256, part.offset]))
      return progressed({ ...paused(plain, now), next_at: plain.tries > 2 ? paused(plain, now).next_at : 0 }, offsets)
    }
    case 'later':
      return paused(answer.problem ? { ...plain, problem: answer.problem } : plain, now)
  }
}

/** Give the entry with a reason why it does not go on; the worker mends or discards it. */
export function setAside(entry: OutboxEntry, problem: Problem): OutboxEntry {
  return { ...entry, state: 'set-aside', problem, tries: entry.tries + 1, next_at: 0 }
}

/** Give the entry with a pause before the next try. */
export function paused(entry: OutboxEntry, now: number, chance: number = Math.random()): OutboxEntry {
  const tries = entry.tries + 1
  return { ...entry, state: 'waiting', tries, next_at: now + pauseAfter(tries, chance) }
}

/** Give the entry with what the server has of its media. */
export function progressed(entry: OutboxEntry, offsets: Record<string, number>): OutboxEntry {
  const uploaded = { ...entry.uploaded, ...offsets }
  const sent = entry.command.media.reduce((sum, note) => sum + Math.min(note.size, uploaded[note.sha256] ?? 0), 0)
  return { ...entry, uploaded, sent_bytes: sent }
}

/** Give the entry with a changed payload or media, ready to be sent again under the same id. */
export function mended(entry: OutboxEntry, change: Partial<Pick<Command, 'payload' | 'media'>>): OutboxEntry {
  const { problem: _, conflicts: __, found: ___, ...plain } = entry
  const command = { ...entry.command, ...change }
  const total = command.media.reduce((sum, note) => sum + note.size, 0)
  return progressed({ ...plain, command, state: 'waiting', tries: 0, next_at: 0, total_bytes: total }, {})
}

/** Name the entries that could not go on without this one: they need a record only it would make. */
export function dependents(entries: readonly OutboxEntry[], id: string): OutboxEntry[] {
  const lost = new Set<string>()
  const found: OutboxEntry[] = []
  for (const entry of standing(entries)) {
    if (entry.state === 'done') continue
    const goes = entry.command.id === id
    const waits = needs(entry).some((record) => lost.has(record))
    if (goes || waits) for (const record of creates(entry.command)) lost.add(record)
    if (waits && !goes) found.push(entry)
  }
  return found
}

/** Count what is not with the server yet, and what waits for the worker. */
export function counts(entries: readonly OutboxEntry[]): { waiting: number; set_aside: number } {
  const waiting = entries.filter((entry) => OPEN.has(entry.state)).length
  const stopped = entries.filter((entry) => entry.state === 'set-aside' || entry.state === 'conflict').length
  return { waiting, set_aside: stopped }
}
