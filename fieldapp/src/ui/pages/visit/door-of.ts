/** The door a visit goes to: the household's, or one behind which nobody is registered; its address and where it stands. */
import { addressOf } from '../../../engine/homes'
import type { BuildingRow, DwellingRow, HouseholdRow } from '../../../engine/rows'
import type { Whither } from '../../../engine/visits'
import { useRow } from '../../parts/data'
import { href } from '../../router'

/** What the phone has of a door; all of it undefined until it is read, null where it is not here. */
export interface DoorOf {
  home: HouseholdRow | null | undefined
  door: DwellingRow | null | undefined
  building: BuildingRow | null | undefined
  address: string
}

/** Read the door of a visit from the rows. */
export function useDoorOf({ household, dwelling }: Whither): DoorOf {
  const home = useRow<HouseholdRow>('households', household ?? '')
  const door = useRow<DwellingRow>('dwellings', home?.dwelling || dwelling || '')
  const building = useRow<BuildingRow>('buildings', door?.building ?? '')
  return { home, door, building, address: addressOf(door ?? undefined, building ?? undefined) }
}

/** Where a visit nobody had planned is written down. */
export function freshPage({ household, dwelling }: Whither): string {
  return `${href('visit', 'new')}?${household ? `household=${household}` : `dwelling=${dwelling ?? ''}`}`
}

/** The page of the home or the door a visit goes to. */
export function pageOfDoor({ household, dwelling }: Whither): string {
  return household ? `/home/${household}` : `/door/${dwelling ?? ''}`
}
