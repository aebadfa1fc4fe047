/** How entries of the outbox are told: what they are about, how they stand, how large they are. */
import { caseSaid, doorSaid, visitSaid, type Known } from '../../../engine/known'
import type { OutboxEntry } from '../../../engine/outbox'
import type { TEXT_FIELDS } from '../../../engine/said'
import type { NewVisit } from '../../../engine/visits'
import { t } from '../../../engine/words'
import type { Tone } from '../../parts/badge'
import type { IconName } from '../../parts/icon'

/** Say what an entry is about; nothing where the phone has no word for it. */
export function aboutSaid({ command }: OutboxEntry, known: Known): string {
  const { payload } = command
  const own = String(payload['text'] ?? '')
  if (command.name === 'case.report' || command.name === 'app.complaint') return own
  const [kind, id = ''] = command.record.split(':')
  // A visit nobody had planned, or planned here, is known from what was saved alone once the server has it.
  const given = (command.name === 'visit.plan' ? payload : (payload['new'] ?? {})) as Partial<NewVisit>
  const named: Record<string, () => string | undefined> = {
    case: () => caseSaid(known.cases.find((one) => one.id === id)),
    visit: () => visitSaid(known.visits.find((one) => one.id === id), given, known),
    person: () => known.people.find((one) => one.id === id)?.name,
    dwelling: () => doorSaid(id, known),
  }
  return named[kind ?? '']?.() || own
}

/** Where the record of an entry is shown. */
export function pageOf({ command }: OutboxEntry, known: Known): { page: string; id: string } | undefined {
  const [kind, id = ''] = command.record.split(':')
  if (kind === 'case' && known.cases.some((one) => one.id === id)) return { page: 'case', id }
  // What was written down of a visit is shown for the day, also when the visit itself has gone from the phone.
  if (command.name === 'visit.made') return { page: 'visit', id }
  if (kind === 'visit' && known.visits.some((one) => one.id === id)) return { page: 'visit', id }
  return undefined
}

/** Say how an entry stands. */
export function stateSaid(entry: OutboxEntry, now: number): { text: string; tone: Tone; icon: IconName } {
  switch (entry.state) {
    case 'sending':
      return { text: t('正在上传'), tone: 'blue', icon: 'upload' }
    case 'held':
      return { text: t('等前面一项处理好'), tone: 'orange', icon: 'clock' }
    case 'set-aside':
      return { text: t('没有传上去'), tone: 'red', icon: 'alert-triangle' }
    case 'conflict':
      return { text: t('有人同时改过'), tone: 'red', icon: 'arrows-split-2' }
    case 'done':
      return { text: t('已上传'), tone: 'green', icon: 'check' }
    default:
      return entry.next_at > now
        ? { text: t('稍后自动再试'), tone: 'yellow', icon: 'clock' }
        : { text: t('等待上传'), tone: 'yellow', icon: 'upload' }
  }
}

/** Say a size as people do. */
export function bytesSaid(bytes: number): string {
  if (bytes < 1024) return t('%(n)s字节', { n: bytes })
  if (bytes < 1024 * 1024) return t('%(n)s KB', { n: Math.round(bytes / 1024) })
  if (bytes < 1024 ** 3) return t('%(n)s MB', { n: (bytes / 1024 ** 2).toFixed(1) })
  return t('%(n)s GB', { n: (bytes / 1024 ** 3).toFixed(1) })
}

/** Name a text field of a payload. */
export function textFieldSaid(field: (typeof TEXT_FIELDS)[number]): string {
  const names: Record<(typeof TEXT_FIELDS)[number], string> = {
    text: t('内容'), result: t('处理结果'), reason: t('理由'), talked: t('谈了什么'), agreed: t('约定了什么'), said: t('说明'), why: t('事由'), despite: t('说明'),
  }
  return names[field]
}
