/** One house as it stands: each entrance with its floors, the top one first, each door with who lives behind it. */
import { emptySaid, entrancesOf, type Door, type Homes } from '../../../engine/homes'
import type { BuildingRow, WordsRow } from '../../../engine/rows'
import { t } from '../../../engine/words'
import { Empty, Section } from '../../parts/card'
import { useRow } from '../../parts/data'
import { Screen } from '../../parts/screen'

/** Where a door leads: to the home behind it, or to the dwelling where nobody is registered; nowhere: undefined. */
export interface Leads {
  home: (household: string) => string
  empty: (dwelling: string) => string | undefined
}

/** The page of a building. */
export function House({ building, homes, leads, form }: {
  building: BuildingRow
  homes: Homes
  leads: Leads
  form: string
}) {
  const entrances = entrancesOf(building.id, homes)
  const states = useRow<WordsRow>('words', 'dwelling_states')?.items ?? []
  return (
    <Screen title={building.name} backTo={form ? `/homes?form=${encodeURIComponent(form)}` : '/homes'}>
      {entrances.map((entrance) => (
        <Section title={entrance.name || building.name} key={entrance.name}>
          <div class="house">
            {entrance.floors.map((floor) => (
              <div class="house-floor" role="group" aria-label={t('%(n)s层', { n: floor.number })} key={floor.number}>
                <span class="house-number" aria-hidden="true">{t('%(n)s层', { n: floor.number })}</span>
                <div class="house-doors">{floor.doors.map((door) => <OneDoor door={door} leads={leads} said={emptySaid(door, states)} key={door.dwelling.id} />)}</div>
              </div>
            ))}
          </div>
        </Section>
      ))}
      {!entrances.length && <Empty icon="building" title={t('这栋楼没有您能看到的户室')} />}
    </Screen>
  )
}

function OneDoor({ door, leads, said }: { door: Door; leads: Leads; said: string }) {
  if (!door.homes.length) {
    const to = leads.empty(door.dwelling.id)
    const inner = <><span class="door-no">{door.dwelling.no}</span><span class="door-who">{said}</span></>
    return to ? <a class="door is-empty" href={to}>{inner}</a> : <div class="door is-empty">{inner}</div>
  }
  return (
    <>
      {door.homes.map((home) => (
        <a class="door" href={leads.home(home.household)} key={home.household}>
          <span class="door-no">{door.dwelling.no}</span>
          <span class="door-who">{home.head} <small>{t('%(n)s人', { n: home.people })}</small></span>
        </a>
      ))}
    </>
  )
}
