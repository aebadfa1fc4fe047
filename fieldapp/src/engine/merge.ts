/**
 * Two people changed the same record: which fields go together and which the worker has to choose.
 *
 * The server keeps to the same rules; both run the examples of `tests/vectors/merge.json`.
 */
import type { OutboxEntry } from './outbox'
import type { Conflict, Row } from './protocol'

/** Take mine, nothing to do, or let the worker choose. */
export type Verdict = 'take' | 'nothing' | 'conflict'
export type Choice = 'mine' | 'theirs'

const MASK = /[*＊]/
/** What a field of a command is called in the row, where it is called otherwise. */
const IN_ROW: Record<string, string> = { born_on: 'born' }

/** Compare one field: as it was when I began, as I want it, as it stands now. */
export function mergeField(base: string, mine: string, theirs: string): Verdict {
  if (theirs === base) return 'take'
  return mine === base || theirs === mine || masksTo(mine, theirs) ? 'nothing' : 'conflict'
}

/** Say whether a clear value can be what a masked one hides. */
export function masksTo(clear: string, masked: string): boolean {
  if (!MASK.test(masked)) return false
  const [letters, hidden] = [Array.from(clear), Array.from(masked)]
  return letters.length === hidden.length && hidden.every((letter, at) => MASK.test(letter) || letter === letters[at])
}

/** Find the fields of a queued edit that no longer go together with the row as it stands now. */
export function conflictsWith(entry: OutboxEntry, row: Row, at: string): Conflict[] {
  const { base = {}, set = {} } = entry.command.payload as Record<'base' | 'set', Record<string, unknown>>
  return Object.keys(set).flatMap((field) => {
    const [was, mine] = [text(base[field]), text(set[field])]
    const theirs = text(row[IN_ROW[field] ?? field])
    return mergeField(was, mine, theirs) === 'conflict' ? [{ field, base: was, mine, theirs, by: '', at }] : []
  })
}

/** Name the row a queued edit is about. */
export function editedRow(entry: OutboxEntry): { part: 'people' | 'dwellings'; id: string } | undefined {
  const { name, payload } = entry.command
  if (name === 'person.edit') return { part: 'people', id: text(payload['person']) }
  if (name === 'dwelling.edit') return { part: 'dwellings', id: text(payload['dwelling']) }
  return undefined
}

/**
 * Give what is still to be sent after the worker chose: what stays mine, on top of theirs.
 * A field without a choice stays mine; nothing left to send: undefined.
 */
export function settledPayload(entry: OutboxEntry, choices: Record<string, Choice>): Record<string, unknown> | undefined {
  const { payload } = entry.command
  const conflicts = entry.conflicts ?? []
  const mine = conflicts.filter((conflict) => choices[conflict.field] !== 'theirs')
  if (!('set' in payload)) {
    const [first] = mine
    return first && { ...payload, [`base_${first.field}`]: first.theirs }
  }
  const { base, set } = payload as Record<'base' | 'set', Record<string, unknown>>
  const free = Object.keys(set).filter((field) => !conflicts.some((conflict) => conflict.field === field))
  const kept = entry.found === 'here' ? free : []
  if (!mine.length && !kept.length) return undefined
  return {
    ...payload,
    base: { ...picked(base, kept), ...Object.fromEntries(mine.map(({ field, theirs }) => [field, theirs])) },
    set: picked(set, [...kept, ...mine.map(({ field }) => field)]),
  }
}

function picked(values: Record<string, unknown>, fields: string[]): Record<string, unknown> {
  return Object.fromEntries(fields.map((field) => [field, values[field]]))
}

function text(value: unknown): string {
  return value === undefined || value === null ? '' : String(value)
}
