/** One queued change: what, about what, when, how large, and how far it is. */
import { momentSaid } from '../../../engine/due'
import type { Known } from '../../../engine/known'
import type { OutboxEntry } from '../../../engine/outbox'
import { commandSaid } from '../../../engine/said'
import { t } from '../../../engine/words'
import { Badge } from '../../parts/badge'
import { ListRow } from '../../parts/card'
import { aboutSaid, bytesSaid, stateSaid } from './said'

export function EntryRow({ entry, known, now, onOpen }: { entry: OutboxEntry; known: Known; now: number; onOpen: () => void }) {
  const state = stateSaid(entry, now)
  const photos = entry.command.media.filter((one) => one.type.startsWith('image/')).length
  return (
    <ListRow
      icon={state.icon} tone={state.tone} title={commandSaid(entry.command.name)} lead={aboutSaid(entry, known)} onClick={onOpen}
      marks={
        <>
          <Badge tone={state.tone}>{state.text}</Badge>
          <span class="row-lead">{momentSaid(entry.done_at ?? entry.made_at, now)}</span>
          {photos > 0 && <Badge icon="photo">{t('%(n)s张照片', { n: photos })}</Badge>}
          {entry.total_bytes > 0 && entry.state !== 'done' && <Progress entry={entry} />}
        </>
      }
    />
  )
}

/** How much of the photos and voice notes is with the server. */
export function Progress({ entry }: { entry: OutboxEntry }) {
  const said = t('%(sent)s / %(total)s', { sent: bytesSaid(entry.sent_bytes), total: bytesSaid(entry.total_bytes) })
  return (
    <span class="progress">
      <progress max={entry.total_bytes} value={entry.sent_bytes} aria-label={t('已上传的大小')} />
      <span>{said}</span>
    </span>
  )
}
