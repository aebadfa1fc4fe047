/** The homes of the own grids: by building, door by door as the house stands, or found by what people say, also where nobody is registered. */
import { useState } from 'preact/hooks'
import { findBuildings, findDoors, MOST_DOORS, type FoundDoor } from '../../engine/doors'
import { emptySaid } from '../../engine/homes'
import { overlayDwellings } from '../../engine/overlay'
import type { BuildingRow, DwellingRow, FormRow, HouseholdRow, PersonRow, WordsRow } from '../../engine/rows'
import { t } from '../../engine/words'
import { LinkButton } from '../parts/button'
import { Empty, List, ListRow, Notice, Section } from '../parts/card'
import { useGrowing, useOutbox, useRow, useRows } from '../parts/data'
import { Screen, Waiting } from '../parts/screen'
import { SearchField } from '../parts/search-field'
import { href, type PageProps } from '../router'
import { startOf } from './form/start'
import { House, type Leads } from './home/house'

/** List buildings, or show the doors of one: `#/homes/<building>`; with `?form=` a tap starts that form at the home. */
export function Page({ params, query }: PageProps) {
  const form = query.get('form') ?? ''
  const [words, setWords] = useState('')
  const buildings = useRows<BuildingRow>('buildings')
  const dwellings = useRows<DwellingRow>('dwellings')
  const households = useRows<HouseholdRow>('households')
  const people = useRows<PersonRow>('people')
  const outbox = useOutbox()
  const leads = useLeads(form)
  if (!buildings || !dwellings || !households || !people || !outbox) return <Screen title={t('住户')}><Waiting rows={6} /></Screen>
  const homes = { dwellings: overlayDwellings(dwellings, outbox), households, people }
  const building = params[0] ? buildings.find((one) => one.id === params[0]) : undefined
  if (building) return <House building={building} homes={homes} leads={leads} form={form} />
  return (
    <Screen title={form ? t('选一户填表') : t('住户')} {...(form ? { backTo: '/forms' } : {})}>
      <SearchField label={t('楼名、门牌、门号或姓氏')} value={words} onValue={setWords} />
      {words.trim() ? (
        <Found doors={findDoors(words, buildings, homes, (one) => leadOf(one, leads) !== undefined)} buildings={findBuildings(words, buildings)} leads={leads} form={form} />
      ) : (
        <>
          {!form && <div class="tiles"><LinkButton icon="clipboard-list" to={href('forms')}>{t('表单')}</LinkButton></div>}
          <Buildings buildings={buildings} households={households} dwellings={dwellings} form={form} />
        </>
      )}
    </Screen>
  )
}

// While a form is started only one about a place begins where nobody is registered.
function useLeads(form: string): Leads {
  const row = useRow<FormRow>('forms', form)
  if (!form) return { home: (household) => href('home', household), empty: (dwelling) => href('door', dwelling) }
  const target = row?.target ?? 'household'
  return {
    home: (household) => startOf({ id: form, target }, household),
    empty: (dwelling) => (target === 'place' ? startOf({ id: form, target }, '', dwelling) : undefined),
  }
}

function Buildings({ buildings, households, dwellings, form }: {
  buildings: BuildingRow[]
  households: HouseholdRow[]
  dwellings: DwellingRow[]
  form: string
}) {
  const { shown, mark } = useGrowing(buildings.length)
  if (!buildings.length) return <Empty icon="building" title={t('手机上还没有住户')}><p>{t('联网同步后，这里是您网格里的楼栋。')}</p></Empty>
  const counts = countsOf(households, dwellings)
  const sorted = [...buildings].sort((one, other) => inOrder(one.name, other.name))
  return (
    <Section title={t('楼栋')} count={buildings.length}>
      <List label={t('楼栋')}>
        {sorted.slice(0, shown).map((one) => (
          <ListRow
            key={one.id} icon="building" tone="blue" title={one.name} to={houseOf(one.id, form)}
            lead={[one.compound, one.street, one.plate, t('%(n)s户', { n: counts.get(one.id) ?? 0 })].filter(Boolean).join(' · ')}
          />
        ))}
      </List>
      <div ref={mark} />
    </Section>
  )
}

const inOrder = new Intl.Collator('zh-Hans', { numeric: true }).compare

function houseOf(building: string, form: string): string {
  return `${href('homes', building)}${form ? `?form=${encodeURIComponent(form)}` : ''}`
}

function countsOf(households: HouseholdRow[], dwellings: DwellingRow[]): Map<string, number> {
  const building = new Map(dwellings.map((one) => [one.id, one.building]))
  const counts = new Map<string, number>()
  for (const one of households) {
    const place = building.get(one.dwelling ?? '')
    if (place) counts.set(place, (counts.get(place) ?? 0) + 1)
  }
  return counts
}

function leadOf({ household, dwelling }: FoundDoor, leads: Leads): string | undefined {
  return household ? leads.home(household) : leads.empty(dwelling?.id ?? '')
}

function Found({ doors, buildings, leads, form }: {
  doors: FoundDoor[]
  buildings: BuildingRow[]
  leads: Leads
  form: string
}) {
  const states = useRow<WordsRow>('words', 'dwelling_states')?.items ?? []
  if (!doors.length && !buildings.length) {
    return <Empty icon="search" title={t('没有找到')}><p>{t('可以写楼名加门号，例如“3栋 201”或“3-201”。')}</p></Empty>
  }
  return (
    <>
      <List label={t('找到的')}>
        {buildings.slice(0, 8).map((one) => <ListRow key={one.id} icon="building" tone="blue" title={one.name} lead={one.street} to={houseOf(one.id, form)} />)}
        {doors.map((one) => one.household || !one.dwelling
          ? <ListRow key={one.household} icon="home" tone="teal" title={one.address} lead={one.names} to={leadOf(one, leads)} />
          : <ListRow key={one.dwelling.id} icon="home-2" tone="gray" title={one.address} lead={emptySaid({ dwelling: one.dwelling }, states)} to={leadOf(one, leads)} />)}
      </List>
      {doors.length === MOST_DOORS && <Notice>{t('只列出前%(n)s处，写上楼号、单元和门号会更准。', { n: MOST_DOORS })}</Notice>}
    </>
  )
}
