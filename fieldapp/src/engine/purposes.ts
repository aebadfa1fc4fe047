/** What a visit may be for: what one is to come back with. */
import type { Named } from './rows'
import { t } from './words'

/** Say what to ask on a visit for this purpose; nothing where its declaration says nothing. */
export function asksSaid(purposes: readonly Named[], code: string): string {
  const asks = purposes.find((one) => one.code === code)?.asks
  return asks ? t('要问清：%(asks)s', { asks }) : ''
}
