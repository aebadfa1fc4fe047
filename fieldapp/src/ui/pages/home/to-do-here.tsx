/** What is to be done at a door: start a visit or a form, plan a visit, and the visits that are planned. */
import { useState } from 'preact/hooks'
import { draftKey } from '../../../engine/drafts'
import { daySaid } from '../../../engine/due'
import { overlayVisits } from '../../../engine/overlay'
import type { VisitRow } from '../../../engine/rows'
import { t } from '../../../engine/words'
import { visitsAt, type Whither } from '../../../engine/visits'
import type { OutboxEntry } from '../../../store/store'
import { Button, LinkButton } from '../../parts/button'
import { List, ListRow, Section } from '../../parts/card'
import { useRows, useStored } from '../../parts/data'
import { useAskedDraft } from '../../parts/draft'
import { href } from '../../router'
import { freshPage } from '../visit/door-of'
import { usePurposeNames } from '../visit/purpose-name'
import { PlanVisit } from './plan-visit'

/** The tiles: a visit goes to the household where there is one, else to the door; `forms` where a form fits. */
export function StartHere({ at, forms }: { at: Whither; forms: string | undefined }) {
  const [planning, setPlanning] = usePlanning(at)
  const begun = useBegunAt(at)
  return (
    <>
      <div class={forms ? 'tiles tiles-3' : 'tiles'}>
        <LinkButton look="main" icon="walk" to={freshPage(at)}>{begun ? t('接着走访') : t('开始走访')}</LinkButton>
        {forms && <LinkButton icon="clipboard-list" to={forms}>{t('填表')}</LinkButton>}
        <Button icon="calendar-event" onClick={() => setPlanning(true)}>{t('安排走访')}</Button>
      </div>
      {planning && <PlanVisit at={at} onClose={() => setPlanning(false)} />}
    </>
  )
}

/** The way back to what was begun at a door behind which somebody has been registered since. */
export function GoOnHere({ at }: { at: Whither }) {
  const [planning, setPlanning] = usePlanning(at)
  const begun = useBegunAt(at)
  return (
    <>
      {begun && <div class="tiles"><LinkButton look="main" icon="walk" to={freshPage(at)}>{t('接着走访')}</LinkButton></div>}
      {planning && <PlanVisit at={at} onClose={() => setPlanning(false)} />}
    </>
  )
}

function usePlanning(at: Whither) {
  return useState(useAskedDraft() === draftKey({ makes: 'visit.plan', ...at }))
}

function useBegunAt(at: Whither): boolean {
  return useStored((from) => from.draftKeys())?.includes(draftKey({ makes: 'visit.made', ...at })) ?? false
}

/** The visits still to be made here. */
export function VisitsHere({ at, people = [], outbox }: { at: Whither; people?: readonly string[]; outbox: readonly OutboxEntry[] }) {
  const visits = useRows<VisitRow>('visits') ?? []
  const purposeName = usePurposeNames()
  const here = visitsAt(overlayVisits(visits, outbox), { ...at, people })
  if (!here.length) return null
  return (
    <Section title={t('要做的走访')} count={here.length}>
      <List>
        {here.map((one) => (
          <ListRow
            key={one.id} icon="walk" tone="purple" title={purposeName(one)} to={href('visit', one.id)}
            lead={[one.whom, daySaid(one.planned_on ?? one.due_on, Date.now()), one.why].filter(Boolean).join(' · ')}
          />
        ))}
      </List>
    </Section>
  )
}
