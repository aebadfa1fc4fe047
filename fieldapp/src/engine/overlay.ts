/**
 * Rows as the worker sees them: what is queued on the phone laid over what came from the server.
 *
 * A change counts until rows pulled after it are here; one that was set aside or is in conflict is shown beside, not laid over.
 */
import type { OutboxEntry, QueueState } from './outbox'
import type { Command, Conflict } from './protocol'
import type { CaseLine, CaseRow, DwellingRow, PersonRow, VisitRow } from './rows'
import { commandSaid } from './said'
import { t } from './words'

const LAID = new Set<QueueState>(['waiting', 'sending', 'held'])
const TITLE_LENGTH = 30

/** Cases with queued changes laid over, new ones at the end. */
export function overlayCases(rows: readonly CaseRow[], outbox: readonly OutboxEntry[]): CaseRow[] {
  const laid = laidOver(outbox)
  const known = new Set(rows.map((row) => row.id))
  const fresh = laid.flatMap(newCases).filter((row) => !known.has(row.id))
  return [...rows, ...fresh].map((row) => ofRecord(laid, `case:${row.id}`).reduce(changedCase, row))
}

/** Visits with queued changes laid over, newly planned ones at the end. */
export function overlayVisits(rows: readonly VisitRow[], outbox: readonly OutboxEntry[]): VisitRow[] {
  const laid = laidOver(outbox)
  const known = new Set(rows.map((row) => row.id))
  const fresh = laid.flatMap(newVisits).filter((row) => !known.has(row.id))
  return [...rows, ...fresh].map((row) => ofRecord(laid, `visit:${row.id}`).reduce(changedVisit, row))
}

/** People with queued edits laid over. */
export function overlayPeople(rows: readonly PersonRow[], outbox: readonly OutboxEntry[]): PersonRow[] {
  const edits = editsOf(outbox, 'person.edit', 'person')
  return rows.map((row) => {
    const { born_on: born, ...set } = Object.assign({}, ...(edits.get(row.id) ?? [])) as Record<string, string>
    return { ...row, ...set, ...(born === undefined ? {} : { born }) }
  })
}

/** Dwellings with queued edits laid over. */
export function overlayDwellings(rows: readonly DwellingRow[], outbox: readonly OutboxEntry[]): DwellingRow[] {
  const edits = editsOf(outbox, 'dwelling.edit', 'dwelling')
  return rows.map((row) => Object.assign({}, row, ...(edits.get(row.id) ?? [])) as DwellingRow)
}

function laidOver(outbox: readonly OutboxEntry[]): OutboxEntry[] {
  return outbox.filter((entry) => LAID.has(entry.state) || (entry.state === 'done' && !entry.seen && !entry.problem))
}

function ofRecord(laid: readonly OutboxEntry[], record: string): Command[] {
  return laid.filter((entry) => entry.command.record === record).map((entry) => entry.command)
}

/** Fields that are in conflict stay as the server has them. */
function editsOf(outbox: readonly OutboxEntry[], name: string, of: string): Map<string, Record<string, unknown>[]> {
  const found = new Map<string, Record<string, unknown>[]>()
  for (const entry of laidOver(outbox).filter((one) => one.command.name === name)) {
    const id = String(entry.command.payload[of])
    const fields = Object.entries((entry.command.payload['set'] ?? {}) as Record<string, unknown>)
    const disputed = new Set((entry.conflicts ?? []).map((conflict: Conflict) => conflict.field))
    const set = Object.fromEntries(fields.filter(([field]) => !disputed.has(field)))
    found.set(id, [...(found.get(id) ?? []), set])
  }
  return found
}

function newCases(entry: OutboxEntry): CaseRow[] {
  const { name, payload, at } = entry.command
  const result = entry.result ?? {}
  if (name === 'case.report') return [newCase(payload, at, String(result['number'] ?? ''), Boolean(payload['settled']))]
  if (name !== 'visit.made') return []
  const numbers = new Map(((result['matters'] ?? []) as { case: string; number: string }[]).map((one) => [one.case, one.number]))
  const matters = (payload['matters'] ?? []) as Record<string, unknown>[]
  return matters.map((matter) => newCase(matter, at, numbers.get(String(matter['case'])) ?? '', false))
}

function newCase(payload: Record<string, unknown>, at: string, number: string, settled: boolean): CaseRow {
  const text = String(payload['text'] ?? '')
  return {
    id: String(payload['case']),
    number,
    title: Array.from(text).slice(0, TITLE_LENGTH).join(''),
    text,
    ...picked(payload, ['kind', 'area', 'lon', 'lat', 'address']),
    state: 'queued',
    state_name: t('待上传'),
    reported_at: at,
    is_open: !settled,
    mine: 'view',
    steps: [],
  }
}

function changedCase(row: CaseRow, { name, payload, at }: Command): CaseRow {
  const without = (...steps: string[]): string[] => row.steps.filter((step) => !steps.includes(step))
  switch (name) {
    case 'case.accept':
      return { ...row, steps: [...new Set([...without('accept', 'co-accept'), 'respond', 'confirm'])] }
    case 'case.settle':
      return { ...row, is_open: false, mine: 'view', steps: [], asks: [] }
    case 'case.answer':
      return { ...row, mine: 'view', steps: [...row.steps.filter((step) => step === 'note'), 'confirm'], asks: [], lines: [...(row.lines ?? []), answerLine(at, payload)] }
    case 'case.return':
    case 'case.check':
      return { ...row, mine: 'view', steps: row.steps.filter((step) => step === 'note'), asks: [] }
    case 'case.step':
      return { ...row, steps: without(String(payload['step'])), asks: (row.asks ?? []).filter((one) => one.step !== payload['step']) }
    case 'case.receipt':
      return { ...row, steps: without('confirm') }
    default:
      return row
  }
}

function answerLine(at: string, payload: Record<string, unknown>): CaseLine {
  return { at, by: '', name: 'respond', name_text: commandSaid('case.answer'), note: String(payload['result'] ?? '') }
}

function newVisits(entry: OutboxEntry): VisitRow[] {
  const { name, payload } = entry.command
  const isNew = name === 'visit.made' && payload['new']
  if (name !== 'visit.plan' && !isNew) return []
  const of = (isNew ? payload['new'] : payload) as Record<string, unknown>
  return [{
    id: String(payload['visit']),
    purpose: String(of['purpose'] ?? ''),
    purpose_name: '',
    state: 'planned',
    ...picked(of, ['household', 'resident', 'dwelling', 'why', 'programme']),
    ...(of['on'] ? { planned_on: String(of['on']) } : {}),
  }]
}

function changedVisit(row: VisitRow, { name, payload }: Command): VisitRow {
  switch (name) {
    case 'visit.made':
      return { ...row, state: 'made' }
    case 'visit.not-in':
      return { ...row, state: 'not-in', tries: (row.tries ?? 0) + 1 }
    case 'visit.move':
      return { ...row, planned_on: String(payload['on']) }
    case 'visit.cancel':
      return { ...row, state: 'cancelled' }
    default:
      return row
  }
}

function picked(values: Record<string, unknown>, names: string[]): Record<string, never> {
  const found = names.filter((name) => values[name] !== undefined && values[name] !== null)
  return Object.fromEntries(found.map((name) => [name, values[name]])) as Record<string, never>
}
