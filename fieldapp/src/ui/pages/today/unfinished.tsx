/** Visits nobody had planned that lie half written: no line of Today is theirs, so they have a section of their own. */
import { addressOf } from '../../../engine/homes'
import type { BuildingRow, DwellingRow, HouseholdRow } from '../../../engine/rows'
import { freshKey, freshVisits } from '../../../engine/visits'
import { t } from '../../../engine/words'
import { Badge } from '../../parts/badge'
import { List, ListRow, Section } from '../../parts/card'
import { useRows, useStored } from '../../parts/data'
import { freshPage } from '../visit/door-of'

/** List them by their doors; one whose door has left the phone cannot be opened and is not listed. */
export function Unfinished() {
  const begun = freshVisits(useStored((from) => from.draftKeys()) ?? [])
  const households = useRows<HouseholdRow>('households') ?? []
  const dwellings = useRows<DwellingRow>('dwellings') ?? []
  const buildings = useRows<BuildingRow>('buildings') ?? []
  const known = begun.flatMap((at) => {
    const home = households.find((one) => one.id === at.household)
    const door = dwellings.find((one) => one.id === (home?.dwelling || at.dwelling))
    if (!home && !door) return []
    return [{ at, address: addressOf(door, buildings.find((one) => one.id === door?.building)) }]
  })
  if (!known.length) return null
  return (
    <Section title={t('没写完')} count={known.length}>
      <List>
        {known.map(({ at, address }) => (
          <ListRow key={freshKey(at)} icon="home-2" tone="orange" title={address || t('住户')} to={freshPage(at)} marks={<Badge tone="orange">{t('走访')}</Badge>} />
        ))}
      </List>
    </Section>
  )
}
