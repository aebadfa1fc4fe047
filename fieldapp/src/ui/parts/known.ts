/** The rows that records are named by, as the phone has them now. */
import { useMemo } from 'preact/hooks'
import type { Known } from '../../engine/known'
import type { OutboxEntry } from '../../engine/outbox'
import { overlayCases, overlayVisits } from '../../engine/overlay'
import type { BuildingRow, CaseRow, DwellingRow, FormRow, HouseholdRow, PersonRow, VisitRow, WordsRow } from '../../engine/rows'
import { useRow, useRows } from './data'

/** Read them; undefined until all of them are read. */
export function useKnown(outbox: readonly OutboxEntry[] | undefined): Known | undefined {
  const cases = useRows<CaseRow>('cases')
  const visits = useRows<VisitRow>('visits')
  const forms = useRows<FormRow>('forms')
  const people = useRows<PersonRow>('people')
  const households = useRows<HouseholdRow>('households')
  const dwellings = useRows<DwellingRow>('dwellings')
  const buildings = useRows<BuildingRow>('buildings')
  const purposes = useRow<WordsRow>('words', 'visit_purposes')
  return useMemo(() => {
    if (!outbox || !cases || !visits || !forms || !people || !households || !dwellings || !buildings || purposes === undefined) return undefined
    return {
      cases: overlayCases(cases, outbox), visits: overlayVisits(visits, outbox), forms, people, households, dwellings, buildings,
      purposes: purposes?.items ?? [],
    }
  }, [outbox, cases, visits, forms, people, households, dwellings, buildings, purposes])
}
