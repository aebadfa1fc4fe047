/** What is wrong with the day of a plan, in words. */
import { dayOf, planDayLacks } from '../../engine/due'
import { t } from '../../engine/words'

/** Say it; undefined for a day that may be. */
export function planDaySaid(day: string, now: number): string | undefined {
  if (!day) return t('请选择日期。')
  const lacks = planDayLacks(day, dayOf(now))
  if (!lacks) return undefined
  return lacks === 'past' ? t('不能早于今天。') : t('不能晚于一年以后。')
}
