/** One door behind which no household is registered: what is to be done there, and what the register has of the dwelling. */
import { addressOf } from '../../engine/homes'
import { overlayDwellings } from '../../engine/overlay'
import type { BuildingRow, DwellingRow, FormRow, HouseholdRow } from '../../engine/rows'
import { dayOf } from '../../engine/due'
import { openForms } from '../../engine/prefill'
import { t } from '../../engine/words'
import type { OutboxEntry } from '../../store/store'
import { Badge } from '../parts/badge'
import { Empty, List, ListRow, Notice, Section } from '../parts/card'
import { useOutbox, useRow, useRows } from '../parts/data'
import { Screen, Waiting } from '../parts/screen'
import { href, type PageProps } from '../router'
import { isWaiting, Stopped } from './case/head'
import { Dwelling } from './home/dwelling'
import { OpenHere } from './home/open-here'
import { GoOnHere, StartHere, VisitsHere } from './home/to-do-here'

/** Show a dwelling of the own grids. */
export function Page({ params }: PageProps) {
  const id = params[0] ?? ''
  const found = useRow<DwellingRow>('dwellings', id)
  const outbox = useOutbox()
  if (found === undefined || !outbox) return <Screen title={t('住户')} backTo="/homes"><Waiting /></Screen>
  if (!found) return <Screen title={t('住户')} backTo="/homes"><Empty icon="info-circle" title={t('手机上没有这个门')} /></Screen>
  const [dwelling = found] = overlayDwellings([found], outbox)
  return <Door dwelling={dwelling} outbox={outbox} />
}

function Door({ dwelling, outbox }: { dwelling: DwellingRow; outbox: OutboxEntry[] }) {
  const building = useRow<BuildingRow>('buildings', dwelling.building)
  const homes = (useRows<HouseholdRow>('households') ?? []).filter((one) => one.dwelling === dwelling.id)
  const forms = openForms(useRows<FormRow>('forms') ?? [], dayOf(Date.now()), 'door')
  const queued = outbox.filter((one) => one.command.record === `dwelling:${dwelling.id}`)
  const address = addressOf(dwelling, building ?? undefined)
  return (
    <Screen title={address || dwelling.no} backTo={`/homes/${dwelling.building}`}>
      {queued.map((entry) => <Stopped entry={entry} key={entry.command.id} />)}
      {homes.length > 0
        ? (
          <>
            <Section title={t('住户')}><List>{homes.map((one) => <ListRow key={one.id} icon="home" tone="teal" title={address} to={href('home', one.id)} />)}</List></Section>
            <GoOnHere at={{ dwelling: dwelling.id }} />
          </>
        )
        : (
          <>
            <Notice>{t('登记里没有人住在这里。有人住的，请告诉社区登记；房屋的用途和状态可以在这里更正。')}</Notice>
            <StartHere at={{ dwelling: dwelling.id }} forms={forms.length > 0 ? `${href('forms')}?dwelling=${dwelling.id}` : undefined} />
          </>
        )}
      <VisitsHere at={{ dwelling: dwelling.id }} outbox={outbox} />
      <OpenHere address={address} household="" outbox={outbox} />
      {queued.some(isWaiting) && <div class="row-marks"><Badge tone="yellow" icon="upload">{t('待上传')}</Badge></div>}
      <Dwelling dwelling={dwelling} address={address} />
    </Screen>
  )
}
