/** From a visit to the home or the door it goes to: who lives there, what else is open, what the register has. */
import type { Whither } from '../../../engine/visits'
import { t } from '../../../engine/words'
import { LinkButton } from '../../parts/button'
import { pageOfDoor, useDoorOf } from './door-of'

/** The link, where the phone has the home or the door. */
export function DoorLink({ at, wide }: { at: Whither; wide?: boolean }) {
  const { home, door } = useDoorOf(at)
  if (at.household ? !home : !door) return null
  return <LinkButton wide={wide} look={wide ? 'plain' : 'quiet'} icon="home" to={`#${pageOfDoor(at)}`}>{at.household ? t('打开这一户') : t('打开这个门')}</LinkButton>
}
