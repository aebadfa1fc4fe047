/** One line of Today: what, where, by when, and how it stands. */
import { begunRecords } from '../../../engine/drafts'
import { dayOf, daySaid, dueSaid } from '../../../engine/due'
import { metresBetween, metresSaid, type Point } from '../../../engine/near'
import type { OutboxEntry } from '../../../engine/outbox'
import { ends, type DueItem, type Task } from '../../../engine/today'
import { t } from '../../../engine/words'
import { Badge, type Tone } from '../../parts/badge'
import { ListRow } from '../../parts/card'
import { useStored } from '../../parts/data'
import type { IconName } from '../../parts/icon'
import { memo } from '../../parts/memo'
import { href } from '../../router'
import { startOf } from '../form/start'

interface Look {
  task: Task
  name: () => string
  icon: IconName
  tone: Tone
  page: string
}

/** How each kind of task looks, in the order of the filters. */
export const TASKS: readonly Look[] = [
  { task: 'handle', name: () => t('办理'), icon: 'tool', tone: 'blue', page: 'case' },
  { task: 'check', name: () => t('核查'), icon: 'clipboard-check', tone: 'teal', page: 'case' },
  { task: 'verify', name: () => t('核实'), icon: 'eye', tone: 'purple', page: 'case' },
  { task: 'visit', name: () => t('走访'), icon: 'home-2', tone: 'orange', page: 'visit' },
  { task: 'round', name: () => t('巡查'), icon: 'route', tone: 'green', page: 'case' },
  { task: 'form', name: () => t('表单'), icon: 'file-text', tone: 'gray', page: 'form' },
]

const ONLY_SEEN: Look = { task: 'view', name: () => t('案件'), icon: 'eye', tone: 'gray', page: 'case' }
const LOOKS = new Map([...TASKS, ONLY_SEEN].map((look) => [look.task, look]))
const DAY_LENGTH = 10

interface Props {
  item: DueItem
  now: number
  from?: Point | undefined
  /** True where a change of it waits to be sent. */
  queued: boolean
  /** True where something of it lies half written. */
  begun: boolean
}

export const DueRow = memo(({ item, now, from, queued, begun }: Props) => {
  const look = LOOKS.get(item.task) as Look
  const late = ends(item) < now
  const metres = from && metresBetween(from, item)
  return (
    <ListRow
      to={item.target ? startOf({ id: item.id, target: item.target }) : href(look.page, item.id)} icon={look.icon} tone={late ? 'red' : look.tone} title={item.title}
      lead={[metres === undefined ? '' : metresSaid(metres), item.where].filter(Boolean).join(' · ')}
      marks={
        <>
          <Badge tone={look.tone}>{look.name()}</Badge>
          <DueBadge item={item} now={now} />
          {begun && <Badge tone="orange" icon="edit">{t('没写完')}</Badge>}
          {queued && <Badge tone="yellow" icon="upload">{t('待上传')}</Badge>}
          {item.state && <Badge>{item.state}</Badge>}
        </>
      }
    />
  )
})

/** By when, in a word, an icon and a colour. */
export function DueBadge({ item, now }: { item: { due?: string | undefined }; now: number }) {
  if (!item.due) return null
  const end = ends(item)
  const said = dueSaid(new Date(end).toISOString(), now)
  if (!said) return null
  if (said.late && item.due.length === DAY_LENGTH) return <Badge tone="red" icon="alert-triangle">{t('已超%(n)s天', { n: daysPast(item.due, now) })}</Badge>
  if (said.late) return <Badge tone="red" icon="alert-triangle">{said.text}</Badge>
  if (item.due.length === DAY_LENGTH) return <Badge tone={said.soon ? 'orange' : 'gray'} icon="calendar-due">{item.due === dayOf(now) ? t('今天') : daySaid(item.due, now)}</Badge>
  return <Badge tone={said.soon ? 'orange' : 'gray'} icon="clock">{said.text}</Badge>
}

function daysPast(day: string, now: number): number {
  return Math.round((Date.parse(dayOf(now)) - Date.parse(day)) / 86_400_000)
}

/** The record an item is about, as commands name it. */
export function recordOf(item: DueItem): string {
  return `${item.task === 'visit' ? 'visit' : item.task === 'form' ? 'form' : 'case'}:${item.id}`
}

/** The records of which something lies half written on the phone. */
export function useBegun(): Set<string> {
  return begunRecords(useStored((from) => from.draftKeys()) ?? [])
}

/** The records something is queued for. */
export function queuedRecords(outbox: readonly OutboxEntry[]): Set<string> {
  return new Set(outbox.filter((entry) => entry.state !== 'done').map((entry) => entry.command.record))
}
