/**
 * A visit as it is written down: what it is for, what was talked about and agreed, and the matters gathered on the way.
 * One visit gathers all; the server makes a case of each matter afterwards. Nothing is asked that nobody reads.
 */
import { planDayLacks } from './due'
import type { OutboxEntry } from './outbox'
import { overlayVisits } from './overlay'
import type { CaseRow, VisitRow } from './rows'

/** One matter: a line of text, a kind where one fits; its place is the home unless another was chosen. */
export interface Matter {
  case: string
  text: string
  kind?: string | undefined
  lon?: number | undefined
  lat?: number | undefined
}

/** How a resident confirmed that the visit took place and what was agreed. */
export interface Receipt {
  how: 'name' | 'code'
  name?: string
  code?: string
}

/** Where a visit goes: to a household, or to a door behind which nobody is registered. */
export interface Whither {
  household?: string | undefined
  dwelling?: string | undefined
}

/** Who is visited, and why, where nobody had planned it. */
export interface NewVisit {
  household?: string
  resident?: string
  dwelling?: string
  purpose: string
  why: string
}

/** A visit while it is being written. */
export interface VisitDraft {
  visit: string
  new?: NewVisit
  talked: string
  agreed: string
  next_on: string
  matters: Matter[]
  receipt?: Receipt | undefined
}

/** As long, and as many, as the server takes. */
export const MOST_TEXT = 4000
export const MOST_MATTERS = 20

/** Start the page of a planned visit; nothing of the last one is copied in, it is shown beside. */
export function draftOf(visit: string, given?: NewVisit): VisitDraft {
  return { visit, talked: '', agreed: '', next_on: '', matters: [], ...(given ? { new: given } : {}) }
}

/** Say whether anything of a visit was written down yet. */
export function isWritten(draft: VisitDraft & { gathered: string }, blobs: readonly Blob[]): boolean {
  const { talked, agreed, next_on: next, gathered, matters, receipt, new: given } = draft
  const words = [talked, agreed, next, gathered, given?.purpose, given?.why]
  return words.some((one) => one?.trim()) || matters.length > 0 || receipt !== undefined || blobs.length > 0
}

/** Say what a visit still lacks before it can be saved. */
export function visitLacks(draft: VisitDraft, has: { voice: boolean; today: string }): 'purpose' | 'why' | 'talked' | 'next_on' | undefined {
  if (draft.new && !draft.new.purpose) return 'purpose'
  if (draft.new && !draft.new.why.trim()) return 'why'
  const said = draft.talked.trim() || has.voice || draft.agreed.trim() || draft.matters.some((one) => one.text.trim())
  if (!said) return 'talked'
  return draft.next_on && planDayLacks(draft.next_on, has.today) ? 'next_on' : undefined
}

/** Put together what `visit.made` carries; empty parts stay out. */
export function visitPayload(draft: VisitDraft, madeAt: string): Record<string, unknown> {
  return {
    visit: draft.visit,
    ...(draft.new ? { new: { ...draft.new, why: draft.new.why.trim() } } : {}),
    made_at: madeAt,
    talked: draft.talked.trim(),
    agreed: draft.agreed.trim(),
    ...(draft.next_on ? { next_on: draft.next_on } : {}),
    ...(draft.receipt ? { receipt: draft.receipt } : {}),
    matters: draft.matters.filter((one) => one.text.trim()).map(matterPayload),
  }
}

function matterPayload({ case: id, text, kind, lon, lat }: Matter): Record<string, unknown> {
  const place = lon !== undefined && lat !== undefined ? { lon, lat } : {}
  return { case: id, text: text.trim(), ...(kind ? { kind } : {}), ...place }
}

/** Split what was gathered in one breath into matters: one line, or one numbered part, is one matter. */
export function splitMatters(text: string): string[] {
  const lines = text.split(/\n|；|;|(?<=[^\d])(?=\d{1,2}[.、．)）]\s*\D)/u)
  const bare = lines.map((line) => line.replace(/^\s*(?:\d{1,2}[.、．)）]|[-•·])\s*/u, '').trim())
  return bare.filter((line) => line.length > 0).slice(0, MOST_MATTERS)
}

/** One matter of a visit that was saved, and what is known of the case it became. */
export interface MatterMade {
  case: string
  text: string
  number: string
  /** True where the phone has the case itself. */
  here: boolean
}

/** List the matters of a saved visit, with the numbers of their cases as soon as the phone or the server's answer knows them. */
export function mattersMade(entry: Pick<OutboxEntry, 'command' | 'result'>, cases: readonly CaseRow[]): MatterMade[] {
  const answered = new Map(((entry.result?.['matters'] ?? []) as { case: string; number: string }[]).map((one) => [one.case, one.number]))
  return ((entry.command.payload['matters'] ?? []) as Matter[]).map(({ case: id, text }) => {
    const row = cases.find((one) => one.id === id)
    return { case: id, text, number: row?.number || answered.get(id) || '', here: row !== undefined }
  })
}

/** Find what was saved of a visit: the outbox keeps it for the day, also after the visit has gone from the rows. */
export function savedOf(visit: string, outbox: readonly OutboxEntry[]): OutboxEntry | undefined {
  return outbox.findLast((one) => one.command.name === 'visit.made' && one.command.record === `visit:${visit}`)
}

/** Give the row of a saved visit as it was told: one nobody had planned is known from what was saved alone. */
export function rowOfSaved(saved: OutboxEntry, row: VisitRow | undefined): VisitRow | undefined {
  return overlayVisits(row ? [row] : [], [{ ...saved, seen: false }]).find((one) => one.id === saved.command.payload['visit'])
}

/** List visits that are still to be made, the one due first on top; those without a day come last. */
export function openVisits(rows: readonly VisitRow[]): VisitRow[] {
  const open = rows.filter(isOpenVisit)
  return [...open].sort((one, other) => key(one).localeCompare(key(other)))
}

/** List the visits still to be made at a door: to the door itself, to the household behind it, to one of its members. */
export function visitsAt(rows: readonly VisitRow[], at: Whither & { people?: readonly string[] }): VisitRow[] {
  const isHere = (one: VisitRow): boolean => {
    if (one.resident && at.people?.includes(one.resident)) return true
    if (one.household) return one.household === at.household
    return !one.resident && one.dwelling !== undefined && one.dwelling === at.dwelling
  }
  return openVisits(rows).filter(isHere)
}

/** Say whether a visit is still to be made; one where nobody was in is tried again. */
export function isOpenVisit(row: VisitRow): boolean {
  return !row.state || row.state === 'planned' || row.state === 'not-in'
}

function key(row: VisitRow): string {
  return row.planned_on || row.due_on || '9999'
}
