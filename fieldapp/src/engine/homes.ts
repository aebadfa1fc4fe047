/** Buildings as a picture of doors: entrance by entrance, floor by floor. */
import type { BuildingRow, DwellingRow, HouseholdRow, Named, PersonRow } from './rows'
import { t } from './words'

/** One door and the households behind it. */
export interface Door {
  dwelling: DwellingRow
  homes: { household: string; head: string; people: number }[]
}

/** One floor of an entrance. */
export interface Floor {
  number: number
  doors: Door[]
}

/** One entrance, the top floor first as one sees the house. */
export interface Entrance {
  name: string
  floors: Floor[]
}

/** What the picture is drawn from. */
export interface Homes {
  dwellings: readonly DwellingRow[]
  households: readonly HouseholdRow[]
  people: readonly PersonRow[]
}

const LIVED_IN = 'lived_in'
const inOrder = new Intl.Collator('zh-Hans', { numeric: true }).compare

/** Put the doors of a building together. */
export function entrancesOf(building: string, homes: Homes): Entrance[] {
  const doors = homes.dwellings.filter((one) => one.building === building).map((one) => doorOf(one, homes))
  const named = grouped(doors, (door) => door.dwelling.entrance ?? '')
  return [...named].sort(([one], [other]) => inOrder(one, other)).map(([name, own]) => ({ name, floors: floorsOf(own) }))
}

function doorOf(dwelling: DwellingRow, homes: Homes): Door {
  const behind = homes.households.filter((one) => one.dwelling === dwelling.id)
  return { dwelling, homes: behind.map((one) => homeOf(one, homes.people)) }
}

function homeOf(household: HouseholdRow, people: readonly PersonRow[]): Door['homes'][number] {
  const members = people.filter((one) => one.household === household.id)
  return { household: household.id, head: headOf(household, members), people: members.length }
}

/** Say how a door stands behind which no household is registered: empty or gone where the register says so. */
export function emptySaid({ dwelling }: Pick<Door, 'dwelling'>, states: readonly Named[]): string {
  const named = states.find((one) => one.code === dwelling.state)?.name
  return named && dwelling.state !== LIVED_IN ? named : t('未登记')
}

/** Name the head of a household: by the member the row points at, or as the row says it. */
export function headOf(household: HouseholdRow, members: readonly PersonRow[]): string {
  const head = members.find((one) => one.id === household.head)
  return head?.name ?? members.find((one) => one.relation === 'head')?.name ?? members[0]?.name ?? ''
}

function floorsOf(doors: readonly Door[]): Floor[] {
  const floors = [...grouped(doors, (door) => Number(door.dwelling.floor ?? 0))].sort(([one], [other]) => other - one)
  return floors.map(([number, own]) => ({
    number, doors: [...own].sort((one, other) => inOrder(one.dwelling.no, other.dwelling.no)),
  }))
}

/** Put values together that have the same key, in the order they come. */
export function grouped<K, V>(values: readonly V[], keyOf: (value: V) => K): Map<K, V[]> {
  const groups = new Map<K, V[]>()
  for (const value of values) {
    const key = keyOf(value)
    const group = groups.get(key)
    if (group) group.push(value)
    else groups.set(key, [value])
  }
  return groups
}

/** Say where a door is: building, entrance, number. */
export function addressOf(dwelling: DwellingRow | undefined, building: BuildingRow | undefined): string {
  return [building?.name, dwelling?.entrance, dwelling?.no].filter(Boolean).join(' ')
}
