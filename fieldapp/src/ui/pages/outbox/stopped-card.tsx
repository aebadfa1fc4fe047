/** A change that did not go through: why, and every way to mend it. Nothing else waits for it. */
import type { Known } from '../../../engine/known'
import { useState } from 'preact/hooks'
import { momentSaid } from '../../../engine/due'
import type { OutboxEntry } from '../../../engine/outbox'
import { commandSaid } from '../../../engine/said'
import { t } from '../../../engine/words'
import { HasDependents } from '../../../store/store'
import { store, syncNow } from '../../../sync/app'
import { Badge } from '../../parts/badge'
import { Button, LinkButton } from '../../parts/button'
import { Card, Notice } from '../../parts/card'
import { Confirm } from '../../parts/sheet'
import { say } from '../../parts/toast'
import { href } from '../../router'
import { aboutSaid, stateSaid } from './said'

interface Props {
  entry: OutboxEntry
  known: Known
  now: number
  onMend: () => void
}

export function StoppedCard({ entry, known, now, onMend }: Props) {
  const state = stateSaid(entry, now)
  const about = aboutSaid(entry, known)
  const isConflict = entry.state === 'conflict'
  return (
    <Card tone={state.tone}>
      <div>
        <h3>{commandSaid(entry.command.name)}</h3>
        {about && <p class="clamp">{about}</p>}
        <p class="row-marks">
          <Badge tone={state.tone} icon={state.icon}>{state.text}</Badge>
          <span class="row-lead">{momentSaid(entry.made_at, now)}</span>
        </p>
      </div>
      {isConflict
        ? <Notice tone="red" icon="arrows-split-2">{t('同一处内容，您和别人改得不一样。看一看，选一个。')}</Notice>
        : <Notice tone="red">{reasonSaid(entry)}</Notice>}
      <div class="actions-row">
        {isConflict && <LinkButton look="main" icon="arrows-split-2" to={href('conflict', entry.command.id)}>{t('看两边的内容')}</LinkButton>}
        {!isConflict && <Button look="main" icon="pencil" onClick={onMend}>{t('改一改再传')}</Button>}
        {!isConflict && <Button icon="refresh" onClick={() => void again(entry)}>{t('原样再传')}</Button>}
        <Discard entry={entry} />
      </div>
    </Card>
  )
}

/** Throw a change away, after asking; what cannot go without it is named and goes with it. */
export function Discard({ entry, onGone }: { entry: OutboxEntry; onGone?: () => void }) {
  const [asking, setAsking] = useState(false)
  const [others, setOthers] = useState(0)
  const close = (): void => { setAsking(false); setOthers(0) }
  const discard = async (): Promise<void> => {
    try {
      await store.value?.discard(entry.command.id, others ? { dependents: true } : {})
      close()
      say(t('已丢弃'))
      onGone?.()
    } catch (error) {
      if (error instanceof HasDependents) setOthers(error.dependents.length)
      else { close(); say(t('正在上传，现在不能丢弃。')) }
    }
  }
  return (
    <>
      <Button look="quiet" icon="trash" onClick={() => setAsking(true)}>{t('丢弃')}</Button>
      <Confirm title={t('丢弃这一项？')} yes={others ? t('一起丢弃') : t('丢弃')} open={asking} onYes={() => void discard()} onClose={close}>
        <p>{others ? t('还有%(n)s项要靠它才能上传，会一起丢弃。', { n: others }) : t('丢弃后找不回来：文字、照片、录音都会删掉。')}</p>
      </Confirm>
    </>
  )
}

async function again(entry: OutboxEntry): Promise<void> {
  await store.value?.mend(entry.command.id, {})
  void syncNow()
}

const REASONS: Record<string, () => string> = {
  'field.media-damaged': () => t('照片或录音在手机里损坏了，请重拍或去掉。'),
  'field.media-too-large': () => t('照片太大，请重拍或去掉。'),
}

function reasonSaid({ problem }: OutboxEntry): string {
  return problem?.title || REASONS[problem?.code ?? '']?.() || t('服务器没有接受（%(code)s）。', { code: problem?.code ?? '?' })
}
