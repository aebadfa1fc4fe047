/** The list of drafts: what each is, of which record, and where it is gone on with, as far as that can be. */
import { draftOfKey, makesSaid, type DraftOf } from './drafts'
import { caseSaid, homeSaid, visitSaid, type Known } from './known'
import type { ReportDraft } from './report'
import { TEXT_FIELDS } from './said'
import { offerOf } from './steps'
import { isOpenVisit, type VisitDraft } from './visits'

/** A draft as the store lists it: `kept` is missing where it cannot be read any more. */
export interface Noted {
  key: string
  kept?: { value: unknown; media: number; at?: string | undefined }
}

/** Why a draft cannot be gone on with: its record is not on the phone, or nothing is to be done with it, or it cannot be read. */
export type Stuck = 'fetching' | 'gone' | 'over' | 'sealed'

/** A page of the app, and what stands behind its address. */
export interface PageAt {
  page: string[]
  query: Record<string, string>
}

/** One draft of the list. */
export interface DraftLine {
  key: string
  of: DraftOf | undefined
  title: string
  /** Of what, or where. */
  lead: string
  /** When it was last written to (ISO 8601). */
  at: string
  media: number
  /** Where it is gone on with, or why it cannot be. */
  on: PageAt | Stuck
  /** The words that were written. */
  words: string[]
}

/** List drafts, the one last written to on top; `known` is undefined while the rows have not come yet. */
export function draftLines(drafts: readonly Noted[], known: Known | undefined): DraftLine[] {
  const lines = drafts.map((one) => lineOf(one, known))
  return lines.sort((one, other) => other.at.localeCompare(one.at) || one.key.localeCompare(other.key))
}

function lineOf({ key, kept }: Noted, known: Known | undefined): DraftLine {
  const of = draftOfKey(key)
  const kind = of && kindOf(of)
  const rows = known ?? (kind && NEEDS_NO_ROWS.has(kind) ? NOTHING : undefined)
  const about = kind && rows ? ABOUT[kind](of, rows, kept?.value) : undefined
  const told = { key, of, title: about?.title || makesSaid(of), lead: about?.lead ?? '', at: kept?.at ?? '', media: kept?.media ?? 0 }
  return { ...told, on: kept && of ? onOf(key, about) : 'sealed', words: wordsOf(kept?.value) }
}

interface About {
  title?: string | undefined
  lead?: string | undefined
  on: PageAt | Stuck
}

type Kind = 'report' | 'complaint' | 'case' | 'visit' | 'door' | 'person' | 'dwelling' | 'form'

function kindOf({ makes, visit }: DraftOf): Kind {
  if (makes === 'case.report') return 'report'
  if (makes === 'app.complaint') return 'complaint'
  if (makes.startsWith('visit.')) return visit ? 'visit' : 'door'
  const [kind] = makes.split('.')
  return kind as 'case' | 'person' | 'dwelling' | 'form'
}

const at = (...page: string[]): PageAt => ({ page, query: {} })

const ABOUT: Record<Kind, (of: DraftOf, known: Known, value: unknown) => About> = {
  report(_, known, value) {
    const { text = '', place } = (value ?? {}) as Partial<ReportDraft>
    const building = known.buildings.find((one) => one.code === place?.building)?.name
    return { lead: [text.trim(), building ?? place?.address].filter(Boolean).join(' · '), on: at('report') }
  },
  complaint: () => ({ on: { page: ['settings'], query: { complaint: '' } } }),
  case(of, known) {
    const row = known.cases.find((one) => one.id === of.case)
    const offer = row && offerOf(row, of)
    return { title: offer?.asks?.name, lead: caseSaid(row), on: offer ? sheetAt('case', row?.id) : row ? 'over' : 'gone' }
  },
  visit(of, known) {
    const row = known.visits.find((one) => one.id === of.visit)
    if (!row) return { on: 'gone' }
    const page = of.makes === 'visit.made' ? at('visit', row.id) : sheetAt('visit', row.id)
    return { lead: visitSaid(row, {}, known), on: isOpenVisit(row) ? page : 'over' }
  },
  door(of, known, value) {
    const { new: given } = (value ?? {}) as Partial<VisitDraft>
    const lead = visitSaid(undefined, { ...whereOf(of), ...(given ? { purpose: given.purpose } : {}) }, known)
    if (!isHere(of, known)) return { lead, on: 'gone' }
    if (of.makes === 'visit.made') return { lead, on: { page: ['visit', 'new'], query: whereOf(of) } }
    return { lead, on: of.household ? sheetAt('home', of.household) : sheetAt('door', of.dwelling) }
  },
  person(of, known) {
    const row = known.people.find((one) => one.id === of.person)
    const home = known.households.find((one) => one.id === row?.household)
    return { lead: [row?.name, homeSaid({ household: home?.id }, known)].filter(Boolean).join(' · '), on: home ? sheetAt('home', home.id) : 'gone' }
  },
  dwelling: (of, known) => ({ lead: homeSaid(of, known), on: isHere(of, known) ? sheetAt('door', of.dwelling) : 'gone' }),
  form(of, known) {
    const row = known.forms.find((one) => one.id === of.form)
    const person = known.people.find((one) => one.id === of.person)
    const lead = [homeSaid({ ...of, household: of.household ?? person?.household }, known), person?.name].filter(Boolean).join(' · ')
    const there = row && isHere(of, known) && (!of.person || person)
    return { title: row?.title, lead, on: there ? { page: ['form', row.id], query: whereOf(of) } : row ? 'gone' : 'over' }
  },
}

const SHEET = 'draft'

function sheetAt(page: string, id = ''): PageAt {
  return { page: [page, id], query: { [SHEET]: '' } }
}

function onOf(key: string, about: About | undefined): DraftLine['on'] {
  const on = about?.on ?? 'fetching'
  if (typeof on === 'string' || !(SHEET in on.query)) return on
  return { ...on, query: { ...on.query, [SHEET]: key } }
}

const NEEDS_NO_ROWS = new Set<Kind>(['report', 'complaint'])
const NOTHING: Known = { cases: [], visits: [], forms: [], people: [], households: [], dwellings: [], buildings: [], purposes: [] }

function whereOf({ household, person, dwelling }: DraftOf): Record<string, string> {
  return { ...(household && { household }), ...(person && { person }), ...(dwelling && { dwelling }) }
}

/** Say whether the home and the door a draft is about are on the phone. */
function isHere({ household, dwelling }: DraftOf, known: Known): boolean {
  const home = !household || known.households.some((one) => one.id === household)
  return home && (!dwelling || known.dwellings.some((one) => one.id === dwelling))
}

const TOLD = new Set<string>([...TEXT_FIELDS, 'gathered'])

/** Gather what somebody wrote in their own words, at any depth of a draft. */
function wordsOf(value: unknown): string[] {
  if (!value || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([name, inner]) => {
    if (typeof inner !== 'string') return wordsOf(inner)
    return TOLD.has(name) && inner.trim() ? [inner.trim()] : []
  })
}
