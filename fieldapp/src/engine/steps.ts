/**
 * What a worker may do with a case on the phone, and what each of it must carry: pure rules on the case's row.
 * The server decides; the phone only offers what the row says is open to this worker.
 */
import type { DraftOf } from './drafts'
import type { CommandName } from './protocol'
import { isReason, isTold } from './report'
import type { AskedField, AskedStep, PhotoNote, CaseRow, Named, PersonRow } from './rows'
import { t } from './words'

/** The actions the case page offers. */
export type ActionName = 'accept' | 'answer' | 'settle' | 'check' | 'step' | 'receipt' | 'note' | 'help' | 'return'

/** One action: a declared step brings what it asks for. */
export interface Offer {
  name: ActionName
  command: CommandName
  asks?: AskedStep
}

/** Which steps of the server each action answers to, in the order a worker meets them. */
const ACTIONS: readonly [ActionName, CommandName, readonly string[]][] = [
  ['accept', 'case.accept', ['accept']],
  ['answer', 'case.answer', ['respond']],
  ['settle', 'case.settle', ['settle']],
  ['check', 'case.check', ['pass-check', 'fail-check']],
  ['receipt', 'case.receipt', ['confirm']],
  ['note', 'case.note', ['note']],
  ['help', 'case.help', ['ask-help']],
  ['return', 'case.return', ['return']],
]

/** Those that move the case on; the others stand beside them. */
const MAIN: ReadonlySet<ActionName> = new Set(['accept', 'answer', 'settle', 'check', 'step'])

/** List what this worker may do with a case now: what its workflow declares, what moves it on, what stands beside. */
export function offers(row: CaseRow): Offer[] {
  const open = new Set(row.steps ?? [])
  const coded = ACTIONS.filter(([, , steps]) => steps.some((step) => open.has(step)))
  const ripe = coded.filter(([name]) => name !== 'receipt' || answerOf(row))
  const found: Offer[] = ripe.map(([name, command]) => ({ name, command }))
  const declared: Offer[] = (row.asks ?? []).map((asks) => ({ name: 'step', command: 'case.step', asks }))
  return [...declared, ...found.filter(isMain), ...found.filter((one) => !isMain(one))]
}

/** Find the offer whose sheet writes a draft; undefined where the case does not offer it (any more). */
export function offerOf(row: CaseRow, { makes, step }: DraftOf): Offer | undefined {
  return offers(row).find((one) => one.command === makes && one.asks?.step === step)
}

/** Say what the sheet of an offer writes. */
export function draftOfOffer(row: CaseRow, { command, asks }: Offer): DraftOf {
  return { makes: command, case: row.id, step: asks?.step }
}

/** Say whether an action moves the case on. */
export function isMain(offer: Offer): boolean {
  return MAIN.has(offer.name)
}

const ANSWERS = new Set(['respond', 'settle'])
const UNDOES = new Set(['fail-check', 'reopen'])

/** Give the answer that stands, as the unit wrote it; none before the first, and none where the last was sent back. */
export function answerOf(row: CaseRow): string {
  const last = [...(row.lines ?? [])].reverse().find((line) => ANSWERS.has(line.name) || UNDOES.has(line.name))
  return last && ANSWERS.has(last.name) ? (last.note ?? '') : ''
}

/** Say what a resident confirms: what was done and in which kind of matter; the words of whoever reported it are not theirs to read. */
export function doneSaid(row: CaseRow): string {
  const done = answerOf(row)
  return row.kind_name ? t('%(matter)s：%(done)s', { matter: row.kind_name, done }) : done
}

/** Which photos an answer needs; none are asked for beyond what the kind of case needs as evidence. */
export interface PhotoNeeds {
  before: boolean
  after: boolean
}

const BEFORE = new Set(['report', 'before'])

/** Say which photos must be taken for an answer: the one before only where the case has none yet. */
export function photoNeeds(row: CaseRow): PhotoNeeds {
  const pair = row.pair === true || row.evidence === 'before-and-after'
  return { before: pair && !beforePhoto(row), after: pair || row.evidence === 'after' }
}

/** Give the photo that shows the place before the work: the newest one. */
export function beforePhoto(row: CaseRow): PhotoNote | undefined {
  return [...(row.photos ?? [])].reverse().find((photo) => BEFORE.has(photo.purpose))
}

/** Say what is still missing from an answer, as the name of its first missing part. */
export function answerLacks(
  row: CaseRow, given: { result: string; before: boolean; after: boolean },
): 'result' | 'before' | 'after' | undefined {
  const needs = photoNeeds(row)
  if (needs.before && !given.before) return 'before'
  if (needs.after && !given.after) return 'after'
  return isTold(given.result) ? undefined : 'result'
}

/** Say whether a return is complete: a reason, and a sentence where the reason says too little by itself. */
export function returnLacks(reasons: readonly Named[], code: string, text: string): 'reason_code' | 'reason' | undefined {
  const reason = reasons.find((one) => one.code === code)
  if (!reason) return 'reason_code'
  return reason.note_required && !isReason(text) ? 'reason' : undefined
}

/** List the fields of a declared step that are required and empty, or are no number where one is asked. */
export function stepLacks(fields: readonly AskedField[], given: Record<string, string>): string[] {
  return fields.filter((field) => !isGiven(field, (given[field.code] ?? '').trim())).map((field) => field.code)
}

function isGiven(field: AskedField, value: string): boolean {
  if (!value) return field.required === false
  if (field.takes === 'number') return Number.isFinite(Number(value))
  return field.takes !== 'choice' || (field.choices ?? []).some((choice) => choice.code === value)
}

/** Give the fields of a declared step as they are sent: trimmed, the empty ones left out. */
export function stepFields(fields: readonly AskedField[], given: Record<string, string>): Record<string, string> {
  const said = fields.map((field) => [field.code, (given[field.code] ?? '').trim()] as const)
  return Object.fromEntries(said.filter(([, value]) => value))
}

/** Hide a name but for the surname: what a phone that is handed over may show. */
export function maskedName(name: string): string {
  const letters = [...name]
  return letters.length > 1 && !name.includes('*') ? `${letters[0]}${'*'.repeat(letters.length - 1)}` : name
}

/** One who may confirm a receipt: the masked name is shown, the relation tells people of one surname apart. */
export interface Confirmer {
  id: string
  name: string
  shown: string
  relation: string
}

/** List the adults of a household who may confirm a receipt, by masked name; members under 14 are left out. */
export function confirmers(people: readonly PersonRow[], household: string, year: number): Confirmer[] {
  const adults = people.filter((one) => one.household === household && year - Number((one.born ?? '0').slice(0, 4)) >= 14)
  return adults.map((one) => ({ id: one.id, name: one.name, shown: maskedName(one.name), relation: one.relation ?? '' }))
}
