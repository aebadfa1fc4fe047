/** What a visit is for, in words: from the row, or from the list of purposes while the visit has not been sent. */
import type { VisitRow, WordsRow } from '../../../engine/rows'
import { t } from '../../../engine/words'
import { useRow } from '../../parts/data'

/** Give a way to name the purpose of any visit. */
export function usePurposeNames(): (visit: VisitRow) => string {
  const purposes = useRow<WordsRow>('words', 'visit_purposes')?.items ?? []
  return (visit) => visit.purpose_name || (purposes.find(({ code }) => code === visit.purpose)?.name ?? t('走访'))
}
