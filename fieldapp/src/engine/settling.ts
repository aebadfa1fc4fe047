/** What a worker is told when two people changed one field: both values as they may be shown, and what each choice does. */
import { maskedPhone } from './prefill'
import type { Conflict } from './protocol'
import type { Named } from './rows'
import { maskedName } from './steps'
import { t } from './words'

/** Which list names the values of a field. */
const LISTS: Record<string, string> = { sex: 'sexes', use: 'dwelling_uses', state: 'dwelling_states' }

/** Say a value for people: by its name where it is a code, masked where lists mask it. */
export function valueSaid(field: string, value: string, lists: Readonly<Record<string, readonly Named[]>>): string {
  if (!value) return t('（空）')
  if (field === 'phone') return maskedPhone(value)
  if (field === 'name') return maskedName(value)
  const list = LISTS[field]
  return (list && lists[list]?.find((one) => one.code === value)?.name) || value
}

/** Say whether every field has been chosen. */
export function isChosen(conflicts: readonly Conflict[], choices: Readonly<Record<string, string>>): boolean {
  return conflicts.every((one) => choices[one.field] === 'mine' || choices[one.field] === 'theirs')
}

/** Say what settling will do, in one sentence. */
export function settlingSaid(conflicts: readonly Conflict[], choices: Readonly<Record<string, string>>): string {
  const mine = conflicts.filter((one) => choices[one.field] === 'mine').length
  if (mine === 0) return t('保留对方的值，您的这项更改不再上传。')
  if (mine === conflicts.length) return t('用您的值覆盖对方的值，重新上传；对方的值留在历史记录里。')
  return t('%(mine)s项用您的值重新上传，其余保留对方的值。', { mine })
}
