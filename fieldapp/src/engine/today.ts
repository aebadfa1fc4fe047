/**
 * The one list of what is due: cases, checks, rounds, visits and forms, sorted by the clock first, then by nearness.
 * What is overdue comes first, then what ends today, then what lies within a short walk, then the rest.
 */
import { dayOf, daysAfter } from './due'
import { addressOf } from './homes'
import { metresBetween, type Point } from './near'
import { t } from './words'
import type { BuildingRow, CaseRow, DwellingRow, FormRow, HouseholdRow, Mine, Named, VisitRow } from './rows'

export type Task = Mine | 'visit' | 'form' | 'round'
export type Group = 'overdue' | 'today' | 'near' | 'week' | 'later'

/** One thing to do. */
export interface DueItem extends Point {
  id: string
  task: Task
  title: string
  /** Where, or whom. */
  where: string
  /** A moment or a day (ISO 8601); a day ends at midnight. */
  due?: string | undefined
  state?: string | undefined
  /** Whom a form is about: filling it starts at one of them. */
  target?: FormRow['target'] | undefined
  /** What it is found by in a search. */
  words: string[]
}

interface Place extends Point {
  address: string
}

/** Items of one group in their order; `metres` by id where a position is known. */
export interface DueGroup {
  group: Group
  items: DueItem[]
}

export const GROUPS: readonly Group[] = ['overdue', 'today', 'near', 'week', 'later']

const WALK_M = 500
const FORM_WARNS_DAYS = 14
const WEEK_DAYS = 7
const VISIT_OPEN = new Set(['planned', 'not-in'])

/** The rows Today is made of; homes and buildings say where a visit is. */
export interface DueRows {
  cases: readonly CaseRow[]
  visits: readonly VisitRow[]
  forms: readonly FormRow[]
  households?: readonly HouseholdRow[]
  dwellings?: readonly DwellingRow[]
  buildings?: readonly BuildingRow[]
  /** What visits may be for, to name those the server has not named yet. */
  purposes?: readonly Named[]
}

/** Gather what this worker has to do from the rows on the phone. */
export function dueItems(rows: DueRows, now: number): DueItem[] {
  const cases = rows.cases.filter((one) => one.is_open && one.mine !== 'view').map(ofCase)
  const where = placesOf(rows)
  const visits = rows.visits.filter((one) => VISIT_OPEN.has(one.state)).map((row) => ofVisit(row, where(row), rows.purposes))
  const last = daysAfter(now, FORM_WARNS_DAYS)
  const forms = rows.forms.filter((one) => one.expires_on && one.expires_on >= dayOf(now) && one.expires_on <= last).map(ofForm)
  return [...cases, ...visits, ...forms]
}

// A visit is where the building of its door stands; one that is on the phone alone has no address of its own yet.
function placesOf({ households = [], dwellings = [], buildings = [] }: DueRows): (visit: VisitRow) => Place {
  const homes = new Map(households.map((one) => [one.id, one.dwelling]))
  const doors = new Map(dwellings.map((one) => [one.id, one]))
  const houses = new Map(buildings.map((one) => [one.id, one]))
  return (visit) => {
    const door = doors.get(visit.dwelling || homes.get(visit.household ?? '') || '')
    const building = houses.get(door?.building ?? '')
    return { lon: building?.lon, lat: building?.lat, address: visit.address || addressOf(door, building) }
  }
}

/** List the cases that are only to be known of: found by a search, never due. */
export function otherCases(cases: readonly CaseRow[]): DueItem[] {
  return cases.filter((one) => !one.is_open || one.mine === 'view').map((one) => ({ ...ofCase(one), task: 'view' as const, due: undefined }))
}

/** Sort items into their groups: by the clock, and by the way where the worker's position is known. */
export function grouped(items: readonly DueItem[], now: number, from?: Point): DueGroup[] {
  const metres = (item: DueItem): number => (from ? (metresBetween(from, item) ?? Infinity) : Infinity)
  const byClock = (one: DueItem, other: DueItem): number => ends(one) - ends(other)
  const byWay = (one: DueItem, other: DueItem): number => metres(one) - metres(other) || byClock(one, other)
  const found = new Map<Group, DueItem[]>()
  for (const item of items) {
    const group = groupOf(item, now, metres(item))
    found.set(group, [...(found.get(group) ?? []), item])
  }
  return GROUPS.flatMap((group) => {
    const listed = found.get(group)
    return listed ? [{ group, items: listed.sort(from ? byWay : byClock) }] : []
  })
}

/** Say in which group an item stands. */
export function groupOf(item: DueItem, now: number, metres = Infinity): Group {
  const end = ends(item)
  if (end < now) return 'overdue'
  if (item.due && dayOf(end) === dayOf(now)) return 'today'
  if (metres <= WALK_M) return 'near'
  return item.due && dayOf(end) <= daysAfter(now, WEEK_DAYS) ? 'week' : 'later'
}

/** The moment an item is over: a day lasts until its midnight; without a due time, never. */
export function ends(item: { due?: string | undefined }): number {
  if (!item.due) return Infinity
  const at = new Date(item.due.length === 10 ? `${item.due}T23:59:59` : item.due).getTime()
  return Number.isNaN(at) ? Infinity : at
}

function ofCase(row: CaseRow): DueItem {
  const task: Task = row.round ? 'round' : row.mine
  return {
    id: row.id, task, title: row.title || row.kind_name || row.text, where: row.address ?? '', due: row.due_at || undefined,
    state: row.phase_name || row.state_name, lon: row.lon, lat: row.lat,
    words: [row.number, row.title, row.text, row.kind_name ?? '', row.address ?? ''],
  }
}

function ofVisit(row: VisitRow, { lon, lat, address }: Place, purposes: readonly Named[] = []): DueItem {
  const goal = row.purpose_name || purposes.find((one) => one.code === row.purpose)?.name || ''
  return {
    id: row.id, task: 'visit', title: goal || t('走访'), where: [row.whom, address].filter(Boolean).join(' · '), lon, lat,
    due: row.planned_on || row.due_on || undefined, words: [goal, row.whom ?? '', address, row.why ?? '', row.programme_name ?? ''],
  }
}

function ofForm(row: FormRow): DueItem {
  return { id: row.id, task: 'form', title: row.title, where: row.about ?? '', due: row.expires_on, target: row.target, words: [row.title, row.about ?? ''] }
}
