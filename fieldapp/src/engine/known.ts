/** The rows that records are named by, wherever something is told of them: in the outbox, in the list of drafts. */
import { addressOf } from './homes'
import type { BuildingRow, CaseRow, DwellingRow, FormRow, HouseholdRow, Named, PersonRow, VisitRow } from './rows'
import type { NewVisit } from './visits'

/** What the phone has, queued changes laid over it. */
export interface Known {
  cases: readonly CaseRow[]
  visits: readonly VisitRow[]
  forms: readonly FormRow[]
  people: readonly PersonRow[]
  households: readonly HouseholdRow[]
  dwellings: readonly DwellingRow[]
  buildings: readonly BuildingRow[]
  purposes: readonly Named[]
}

/** Name a case. */
export function caseSaid(row: CaseRow | undefined): string | undefined {
  return row && [row.number, row.title || row.text].filter(Boolean).join(' ')
}

/** Name a visit: whom or where, and what for; one without a row by what is `given` of it. */
export function visitSaid(row: VisitRow | undefined, given: Partial<NewVisit>, known: Known): string {
  const { household, dwelling, purpose } = row ?? given
  const goal = row?.purpose_name || known.purposes.find((one) => one.code === purpose)?.name
  return [row?.whom || row?.address || homeSaid({ household, dwelling }, known), goal].filter(Boolean).join(' · ')
}

/** Name a home by its door, or a door where nobody is registered. */
export function homeSaid(at: { household?: string | undefined; dwelling?: string | undefined }, known: Known): string {
  return doorSaid(known.households.find((one) => one.id === at.household)?.dwelling ?? at.dwelling ?? '', known)
}

/** Name a door. */
export function doorSaid(id: string, { dwellings, buildings }: Known): string {
  const door = dwellings.find((one) => one.id === id)
  return addressOf(door, buildings.find((one) => one.id === door?.building))
}
