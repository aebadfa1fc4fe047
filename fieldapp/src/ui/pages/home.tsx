/** One home: who lives there as lists show them, the dwelling, what is open there, and what may be started. */
import { addressOf } from '../../engine/homes'
import { overlayDwellings, overlayPeople } from '../../engine/overlay'
import type { BuildingRow, DwellingRow, HouseholdRow, PersonRow } from '../../engine/rows'
import { t } from '../../engine/words'
import type { OutboxEntry } from '../../store/store'
import { Empty } from '../parts/card'
import { useOutbox, useRow, useRows } from '../parts/data'
import { Screen, Waiting } from '../parts/screen'
import { href, type PageProps } from '../router'
import { isWaiting, Stopped } from './case/head'
import { Dwelling } from './home/dwelling'
import { Members } from './home/members'
import { OpenHere } from './home/open-here'
import { StartHere, VisitsHere } from './home/to-do-here'

/** Show a home of the own grids. */
export function Page({ params }: PageProps) {
  const id = params[0] ?? ''
  const household = useRow<HouseholdRow>('households', id)
  const people = useRows<PersonRow>('people')
  const outbox = useOutbox()
  if (household === undefined || !people || !outbox) return <Screen title={t('住户')} backTo="/homes"><Waiting /></Screen>
  if (!household) return <Screen title={t('住户')} backTo="/homes"><Empty icon="info-circle" title={t('手机上没有这一户')} /></Screen>
  const members = overlayPeople(people.filter((one) => one.household === id), outbox)
  return <Home household={household} members={members} outbox={outbox} />
}

function Home({ household, members, outbox }: { household: HouseholdRow; members: PersonRow[]; outbox: OutboxEntry[] }) {
  const found = useRow<DwellingRow>('dwellings', household.dwelling ?? '')
  const building = useRow<BuildingRow>('buildings', found?.building ?? '')
  const dwelling = found ? overlayDwellings([found], outbox)[0] : undefined
  const records = new Set([...members.map((one) => `person:${one.id}`), `dwelling:${household.dwelling}`])
  const stopped = outbox.filter((entry) => records.has(entry.command.record))
  const address = addressOf(dwelling, building ?? undefined)
  return (
    <Screen title={address || t('住户')} backTo={building ? `/homes/${building.id}` : '/homes'}>
      {stopped.map((entry) => <Stopped entry={entry} key={entry.command.id} />)}
      <StartHere at={{ household: household.id }} forms={`${href('forms')}?household=${household.id}`} />
      <VisitsHere at={{ household: household.id, dwelling: household.dwelling }} people={members.map((one) => one.id)} outbox={outbox} />
      <Members members={members} head={household.head ?? ''} waiting={stopped.filter(isWaiting).map((entry) => entry.command.record)} />
      <OpenHere address={address} household={household.id} outbox={outbox} />
      {dwelling && <Dwelling dwelling={dwelling} since={household.since ?? ''} address={address} />}
    </Screen>
  )
}
