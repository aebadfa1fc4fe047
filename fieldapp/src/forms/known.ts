/** What the register on the phone knows for a form: its bound fields, filled from one home or one person. */
import { addressOf, headOf } from '../engine/homes'
import type { BuildingRow, DwellingRow, HouseholdRow, PersonRow } from '../engine/rows'
import type { Known } from './prefill'

/** A field of a form and what of the register it stands for, e.g. `/data/member/name` and `resident.name`. */
export interface Binding {
  path: string
  attribute: string
}

/** Whom a form is about, as far as the phone has the rows. */
export interface Subject {
  household?: HouseholdRow | undefined
  dwelling?: DwellingRow | undefined
  building?: BuildingRow | undefined
  person?: PersonRow | undefined
  members: readonly PersonRow[]
}

const WHOLE_DATE = /^\d{4}-\d{2}-\d{2}$/

/** Gather the known answers of a form; a value the phone has only in part (a masked number, a year) is left open. */
export function knownOf(bindings: readonly Binding[], subject: Subject): Known {
  const repeat = bindings.find((one) => one.attribute === 'household.members')?.path
  const inside = (one: Binding): boolean => repeat !== undefined && one.path.startsWith(`${repeat}/`)
  const single = bindings.filter((one) => !inside(one) && one.path !== repeat)
  const person = subject.person ?? headRow(subject)
  const answers = answersOf(single, (attribute) => valueOf(attribute, subject, person))
  if (!repeat || subject.members.length === 0) return { answers, repeats: {} }
  const each = bindings.filter(inside)
  const parts = subject.members.map((member) => answersOf(each, (attribute) => valueOf(attribute, subject, member)))
  return { answers, repeats: { [repeat]: parts } }
}

function headRow(subject: Subject): PersonRow | undefined {
  const name = subject.household && headOf(subject.household, subject.members)
  return subject.members.find((one) => one.id === subject.household?.head) ?? subject.members.find((one) => one.name === name)
}

function answersOf(bindings: readonly Binding[], value: (attribute: string) => string): Record<string, string> {
  return Object.fromEntries(bindings.map((one) => [one.path, value(one.attribute)]))
}

function valueOf(attribute: string, subject: Subject, person: PersonRow | undefined): string {
  const [about, field] = attribute.split('.', 2)
  if (about === 'resident') return residentValue(field, person)
  if (about === 'dwelling') return dwellingValue(field, subject)
  return about === 'household' && field === 'id' ? (subject.household?.id ?? '') : ''
}

function residentValue(field: string | undefined, person: PersonRow | undefined): string {
  if (!person) return ''
  const born = person.born && WHOLE_DATE.test(person.born) ? person.born : ''
  const values: Record<string, string | undefined> = {
    id: person.id, name: person.name, sex: person.sex, relation: person.relation, born_on: born,
  }
  return values[field ?? ''] ?? ''
}

function dwellingValue(field: string | undefined, { dwelling, building }: Subject): string {
  if (!dwelling) return ''
  const values: Record<string, string | undefined> = {
    id: dwelling.id, address: addressOf(dwelling, building), use: dwelling.use, state: dwelling.state,
  }
  return values[field ?? ''] ?? ''
}
