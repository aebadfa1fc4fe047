/** Who of a household may confirm a receipt, with their relation in words. */
import { confirmers, type Confirmer } from '../../engine/steps'
import type { PersonRow, WordsRow } from '../../engine/rows'
import { useRow, useRows } from './data'

/** List them; nobody while there is no household. */
export function useConfirmers(household: string): Confirmer[] {
  const people = useRows<PersonRow>('people') ?? []
  const relations = useRow<WordsRow>('words', 'relations')?.items ?? []
  if (!household) return []
  const named = (code: string): string => relations.find((one) => one.code === code)?.name ?? ''
  return confirmers(people, household, new Date().getFullYear()).map((one) => ({ ...one, relation: named(one.relation) }))
}
