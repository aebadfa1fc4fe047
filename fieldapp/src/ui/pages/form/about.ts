/** Whom a form is about: the home or the person in the address of the page, with the rows the phone has of them. */
import { useEffect, useState } from 'preact/hooks'
import { draftKey } from '../../../engine/drafts'
import { overlayDwellings, overlayPeople } from '../../../engine/overlay'
import type { BuildingRow, DwellingRow, HouseholdRow, PersonRow } from '../../../engine/rows'
import type { Subject } from '../../../forms/known'
import type { Store } from '../../../store/store'
import { store } from '../../../sync/app'

export interface About {
  subject: Subject
  /** What goes with the filled form. */
  ids: Record<string, string>
  key: string
  draftOf(form: string): string
}

const NAMES = ['household', 'person', 'dwelling'] as const

/** Read once, when the rows are there: a form stays as it was opened, and a draft that is kept reads nothing anew. */
function useOnce<T>(read: (from: Store) => Promise<T>, isWhole: (value: T) => boolean, key: string): T | undefined {
  const opened = store.value
  const [found, setFound] = useState<{ key: string; value: T }>()
  const isDone = found?.key === key && isWhole(found.value)
  const version = isDone ? -1 : opened?.changed.value
  useEffect(() => {
    if (!opened || isDone) return
    let wanted = true
    read(opened).then((value) => { if (wanted) setFound({ key, value }) }, () => undefined)
    return () => { wanted = false }
  }, [opened, key, version])
  return found?.key === key ? found.value : undefined
}

/** Read the rows; undefined until they are there. */
export function useAbout(query: URLSearchParams): About | undefined {
  const ids = Object.fromEntries(NAMES.map((name) => [name, query.get(name) ?? '']).filter(([, id]) => id)) as Record<string, string>
  const key = NAMES.map((name) => ids[name] ?? '').join('/')
  const subject = useOnce((from) => subjectOf(from, ids), (one) => Boolean(one.household ?? one.dwelling) || !key.replaceAll('/', ''), key)
  return subject && { subject, ids: withHome(ids, subject), key, draftOf: (form) => draftKey({ makes: 'form.submit', form, ...ids }) }
}

/** A form about a person is about their home, too. */
function withHome(ids: Record<string, string>, { household }: Subject): Record<string, string> {
  return household && !ids['household'] ? { ...ids, household: household.id } : ids
}

async function subjectOf(from: Store, ids: Record<string, string>): Promise<Subject> {
  const outbox = await from.outbox()
  const people = overlayPeople(await from.rows<PersonRow>('people'), outbox)
  const person = people.find((one) => one.id === ids['person'])
  const homeId = ids['household'] ?? person?.household
  const household = homeId ? await from.row<HouseholdRow>('households', homeId) : undefined
  const doorId = ids['dwelling'] ?? household?.dwelling ?? person?.dwelling
  const door = doorId ? await from.row<DwellingRow>('dwellings', doorId) : undefined
  const [dwelling] = overlayDwellings(door ? [door] : [], outbox)
  const building = dwelling ? await from.row<BuildingRow>('buildings', dwelling.building) : undefined
  return { household, dwelling, building, person, members: people.filter((one) => household && one.household === household.id) }
}
