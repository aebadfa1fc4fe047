/** What one goes for: purpose and why, whom, until when, and what was agreed the last time. */
import { daySaid } from '../../../engine/due'
import { asksSaid } from '../../../engine/purposes'
import type { Agreed, VisitRow, WordsRow } from '../../../engine/rows'
import { t } from '../../../engine/words'
import { Badge } from '../../parts/badge'
import { Card, Facts, Notice } from '../../parts/card'
import { useNow, useRow } from '../../parts/data'
import { DoorLink } from './door-link'
import { useDoorOf } from './door-of'
import { usePurposeNames } from './purpose-name'

/** The head of a planned visit. */
export function VisitHead({ row }: { row: VisitRow }) {
  const now = useNow()
  const purposeName = usePurposeNames()
  const { address } = useDoorOf(row)
  const asks = asksSaid(useRow<WordsRow>('words', 'visit_purposes')?.items ?? [], row.purpose)
  return (
    <>
      <Card>
        <p class="case-kind">{t('去做什么')}</p>
        <p class="case-title">{purposeName(row)}</p>
        {asks && <p class="quiet">{asks}</p>}
        {row.why && <p class="case-text">{row.why}</p>}
        {(row.tries ?? 0) > 0 && <div class="row-marks"><Badge tone="orange" icon="home">{t('已去%(n)s次，家中无人', { n: row.tries ?? 0 })}</Badge></div>}
        <Facts
          of={[
            [t('走访谁'), row.whom],
            [t('地址'), row.address || address],
            [t('服务项目'), row.programme_name],
            [t('计划'), daySaid(row.planned_on, now)],
            [t('最晚'), daySaid(row.due_on, now)],
          ]}
        />
        <DoorLink at={row} />
      </Card>
      <LastAgreed last={row.last} />
    </>
  )
}

/** What was agreed the last time: to be asked about now. */
export function LastAgreed({ last }: { last: Agreed | undefined }) {
  const now = useNow()
  if (!last?.agreed) return null
  return (
    <Notice icon="history">
      <strong>{t('上次约定（%(day)s）', { day: daySaid(last.on, now) })}</strong>
      <p class="case-text">{last.agreed}</p>
    </Notice>
  )
}
