/** The forms that may be filled: what each is for, until when, and how much of it the register knows already. */
import { dayOf, daySaid } from '../../engine/due'
import { addressOf } from '../../engine/homes'
import { knownShare, openForms } from '../../engine/prefill'
import type { BuildingRow, DwellingRow, FormRow, HouseholdRow } from '../../engine/rows'
import { t } from '../../engine/words'
import { Badge } from '../parts/badge'
import { LinkButton } from '../parts/button'
import { Empty, Notice } from '../parts/card'
import { useNow, useRow, useRows } from '../parts/data'
import { Drafts } from '../parts/drafts'
import { Screen, Waiting } from '../parts/screen'
import type { PageProps } from '../router'
import { startOf } from './form/start'

/** List the forms; with `?household=` they start at that home, with `?dwelling=` at a dwelling where nobody is registered. */
export function Page({ query }: PageProps) {
  const household = query.get('household') ?? ''
  const dwelling = query.get('dwelling') ?? ''
  const now = useNow()
  const rows = useRows<FormRow>('forms')
  const address = useAddressOf(household, dwelling)
  const backTo = household ? `/home/${household}` : dwelling ? `/door/${dwelling}` : '/homes'
  if (!rows) return <Screen title={t('表单')} backTo={backTo}><Waiting /></Screen>
  const open = openForms(rows, dayOf(now), household ? 'home' : dwelling ? 'door' : 'anywhere')
  return (
    <Screen title={t('表单')} backTo={backTo}>
      {(household || dwelling) && <Notice icon="home">{address || t('这一户')}</Notice>}
      <Drafts only="form.submit" />
      {open.map((one) => <OneForm form={one} household={household} dwelling={dwelling} now={now} key={one.id} />)}
      {!open.length && <Empty icon="clipboard-list" title={t('现在没有要填的表单')}><p>{t('每张表都有准入、用途和到期日；没有到期的表会列在这里。')}</p></Empty>}
    </Screen>
  )
}

function OneForm({ form, household, dwelling, now }: { form: FormRow; household: string; dwelling: string; now: number }) {
  const { asked, known, toAsk } = knownShare(form)
  return (
    <section class="card form-card" aria-labelledby={`form-${form.id}`}>
      <h2 class="form-title" id={`form-${form.id}`}>{form.title}</h2>
      {form.about && <p class="quiet">{form.about}</p>}
      <div class="row-marks">
        <Badge icon="user">{TARGETS[form.target]()}</Badge>
        {form.expires_on && <Badge icon="calendar-due">{t('%(day)s到期', { day: daySaid(form.expires_on, now) })}</Badge>}
      </div>
      {asked > 0 && (
        <p class="form-known">
          {known > 0
            ? t('共%(asked)s项，其中%(known)s项已经知道，只问%(ask)s项。', { asked, known, ask: toAsk })
            : t('共%(asked)s项。', { asked })}
        </p>
      )}
      <LinkButton look="main" wide icon="edit" to={startOf(form, household, dwelling)}>{household || dwelling || form.target === 'none' ? t('开始填') : t('选一户开始填')}</LinkButton>
    </section>
  )
}

const TARGETS: Record<FormRow['target'], () => string> = {
  household: () => t('按户填'),
  person: () => t('按人填'),
  place: () => t('按房屋填'),
  none: () => t('不针对住户'),
}

function useAddressOf(household: string, dwelling: string): string {
  const home = useRow<HouseholdRow>('households', household)
  const door = useRow<DwellingRow>('dwellings', home?.dwelling ?? dwelling)
  const building = useRow<BuildingRow>('buildings', door?.building ?? '')
  return addressOf(door ?? undefined, building ?? undefined)
}
