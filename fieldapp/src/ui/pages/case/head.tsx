/** What a case is about, where, until when and with whom. */
import { dueSaid, momentSaid } from '../../../engine/due'
import type { CaseRow } from '../../../engine/rows'
import { t } from '../../../engine/words'
import type { OutboxEntry } from '../../../store/store'
import { Badge } from '../../parts/badge'
import { Card, Facts, Notice } from '../../parts/card'
import { Button, LinkButton } from '../../parts/button'
import { useNow } from '../../parts/data'
import { href } from '../../router'

/** What takes a refused change back to its sheet; nothing where that sheet may not be opened any more. */
export type RedoOf = (entry: OutboxEntry) => (() => void) | undefined

/** The head of the case page: title, clock and state first, the facts under them. */
export function CaseHead({ row, queued, redoOf }: { row: CaseRow; queued: OutboxEntry[]; redoOf: RedoOf }) {
  const now = useNow()
  return (
    <>
      <Card>
        <p class="case-kind">{row.kind_name || t('未分类')}</p>
        <p class="case-title">{row.title || row.text}</p>
        <div class="row-marks">
          <Badge>{row.phase_name || row.state_name}</Badge>
          <Clock row={row} now={now} />
          {queued.some(isWaiting) && <Badge tone="yellow" icon="upload">{t('待上传')}</Badge>}
        </div>
        {row.text && row.text !== row.title && <p class="case-text">{row.text}</p>}
        <Facts
          of={[
            [t('地点'), row.address],
            [t('办理单位'), row.unit_name],
            [t('上报时间'), momentSaid(row.reported_at, now)],
            [t('办理时限'), row.is_open ? momentSaid(row.due_at, now) : ''],
          ]}
        />
      </Card>
      {queued.map((entry) => <Stopped entry={entry} onRedo={redoOf(entry)} key={entry.command.id} />)}
    </>
  )
}

function Clock({ row, now }: { row: CaseRow; now: number }) {
  const due = row.is_open ? dueSaid(row.due_at, now) : undefined
  if (!due) return null
  return <Badge tone={due.late ? 'red' : due.soon ? 'orange' : 'blue'} icon={due.late ? 'clock-exclamation' : 'clock'}>{due.text}</Badge>
}

/** A change of this case that did not go through: why, and where it can be mended. */
export function Stopped({ entry, onRedo }: { entry: OutboxEntry; onRedo?: (() => void) | undefined }) {
  if (entry.state === 'conflict') {
    return (
      <Notice tone="orange" action={<LinkButton to={href('conflict', entry.command.id)}>{t('去处理')}</LinkButton>}>
        {t('别人同时改了这条记录，请选择保留哪个。')}
      </Notice>
    )
  }
  if (entry.state !== 'set-aside') return null
  return (
    <Notice tone="red" action={onRedo ? <Button onClick={onRedo}>{t('改一改')}</Button> : <LinkButton to={href('outbox')}>{t('去处理')}</LinkButton>}>
      {entry.problem?.title || t('服务器没有接受这项更改。')}
    </Notice>
  )
}

/** Say whether a change is still on its way. */
export function isWaiting(entry: OutboxEntry): boolean {
  return entry.state === 'waiting' || entry.state === 'sending' || entry.state === 'held'
}
