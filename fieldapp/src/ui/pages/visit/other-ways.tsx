/** What else can come of a planned visit: nobody was in, another day, not needed any more. */
import { useState } from 'preact/hooks'
import { dayOf, daysAfter, lastPlanDay } from '../../../engine/due'
import { draftKey, draftOfKey } from '../../../engine/drafts'
import type { VisitRow } from '../../../engine/rows'
import { t } from '../../../engine/words'
import { Button } from '../../parts/button'
import { Notice } from '../../parts/card'
import { Chips } from '../../parts/chips'
import { useOutbox } from '../../parts/data'
import { useAskedDraft, useDraft } from '../../parts/draft'
import { TextField } from '../../parts/field'
import { planDaySaid } from '../../parts/plan-day'
import { useSending } from '../../parts/sending'
import { store } from '../../../sync/app'
import { back } from '../../router'
import { ActionSheet } from '../case/frame'

/** One tap where nobody was in; a sheet each for moving and cancelling. */
export function OtherWays({ row, onLeave }: { row: VisitRow; onLeave: () => Promise<void> }) {
  const asked = draftOfKey(useAskedDraft())
  const [open, setOpen] = useState(asked?.visit === row.id ? asked.makes : undefined)
  const [missed, setMissed] = useState('')
  const { busy, trouble, send } = useSending()
  const notIn = async (): Promise<void> => {
    const saved = await send({ name: 'visit.not-in', record: `visit:${row.id}`, payload: { visit: row.id, said: '' } })
    if (saved) setMissed(saved.id)
  }
  if (missed) return <Missed id={missed} onUndone={() => setMissed('')} />
  return (
    <>
      <div class="tiles tiles-3">
        <Button icon="home" busy={busy} onClick={() => void notIn()}>{t('家中无人')}</Button>
        <Button icon="calendar-event" onClick={() => setOpen('visit.move')}>{t('改期')}</Button>
        <Button icon="x" onClick={() => setOpen('visit.cancel')}>{t('不用去了')}</Button>
      </div>
      {trouble && <Notice tone="red" live>{trouble}</Notice>}
      {open === 'visit.move' && <Move row={row} onClose={() => setOpen(undefined)} />}
      {open === 'visit.cancel' && <Cancel row={row} onClose={() => setOpen(undefined)} onDone={() => void onLeave().then(() => back('/today'))} />}
    </>
  )
}

/** That nobody was in is kept; it can be taken back for as long as it lies on this phone alone. */
function Missed({ id, onUndone }: { id: string; onUndone: () => void }) {
  const entry = useOutbox()?.find((one) => one.command.id === id)
  const [late, setLate] = useState(false)
  const waits = entry?.state === 'waiting' || entry?.state === 'held'
  const undo = (): void => void store.peek()?.discard(id).then(onUndone, () => setLate(true))
  return (
    <Notice tone="green" live action={waits && !late && <Button look="quiet" onClick={undo}>{t('撤回')}</Button>}>
      {t('已记下：家中无人。')}
      {late && ` ${t('已经上传，不能撤回。')}`}
    </Notice>
  )
}

function Move({ row, onClose }: { row: VisitRow; onClose: () => void }) {
  const now = Date.now()
  const key = draftKey({ makes: 'visit.move', visit: row.id })
  const draft = useDraft(key, () => ({ on: '' }))
  const on = draft.value?.on ?? ''
  const setOn = (day: string): void => draft.set({ on: day })
  const [tried, setTried] = useState(false)
  const { busy, trouble, send } = useSending()
  const wrong = planDaySaid(on, now)
  const save = async (): Promise<void> => {
    setTried(true)
    if (wrong) return
    const payload = { visit: row.id, on, base_on: row.planned_on ?? '' }
    if (!await send({ name: 'visit.move', record: `visit:${row.id}`, payload, draft: key })) return
    await draft.drop()
    onClose()
  }
  const days = [
    { code: daysAfter(now, 1), name: t('明天') },
    { code: daysAfter(now, 2), name: t('后天') },
    { code: daysAfter(now, 7), name: t('一周后') },
  ]
  return (
    <ActionSheet title={t('改期')} save={t('改期')} busy={busy} trouble={trouble} onSave={() => void save()} onClose={onClose}>
      <Chips label={t('改到哪天')} chips={days} value={on} onValue={setOn} wrap />
      <TextField label={t('改到')} type="date" min={dayOf(now)} max={lastPlanDay(dayOf(now))} value={on} onValue={setOn} required error={tried ? wrong : undefined} />
    </ActionSheet>
  )
}

function Cancel({ row, onClose, onDone }: { row: VisitRow; onClose: () => void; onDone: () => void }) {
  const key = draftKey({ makes: 'visit.cancel', visit: row.id })
  const draft = useDraft(key, () => ({ reason: '' }))
  const reason = draft.value?.reason ?? ''
  const [tried, setTried] = useState(false)
  const { busy, trouble, send } = useSending()
  const save = async (): Promise<void> => {
    setTried(true)
    if (!reason.trim()) return
    if (!await send({ name: 'visit.cancel', record: `visit:${row.id}`, payload: { visit: row.id, reason: reason.trim() }, draft: key })) return
    await draft.drop()
    onDone()
  }
  return (
    <ActionSheet title={t('不用去了')} save={t('取消这次走访')} danger busy={busy} trouble={trouble} onSave={() => void save()} onClose={onClose}>
      <TextField
        label={t('为什么不用去')} lines={2} most={2000} value={reason} onValue={(said) => draft.set({ reason: said })} required
        error={tried && !reason.trim() ? t('请写明原因。') : undefined}
      />
    </ActionSheet>
  )
}
