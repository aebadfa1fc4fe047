/** Writing a visit down: every stroke is kept as a draft; one save makes it a command with all its matters. */
import { useState } from 'preact/hooks'
import { dayOf, daysAfter, lastPlanDay, planDayLacks } from '../../../engine/due'
import { isWritten, MOST_TEXT, splitMatters, visitLacks, visitPayload, type VisitDraft, type Whither } from '../../../engine/visits'
import { newId } from '../../../engine/ids'
import type { Agreed, VisitRow } from '../../../engine/rows'
import { t } from '../../../engine/words'
import type { NewMedia, OutboxEntry } from '../../../store/store'
import { Button } from '../../parts/button'
import { Notice, Section } from '../../parts/card'
import { Chips } from '../../parts/chips'
import { useDraft } from '../../parts/draft'
import { TextField } from '../../parts/field'
import { Screen, Waiting } from '../../parts/screen'
import { useSending } from '../../parts/sending'
import { VoiceField } from '../../parts/voice'
import { go, href } from '../../router'
import { Stopped } from '../case/head'
import { pageOfDoor, useDoorOf } from './door-of'
import { LastAgreed, VisitHead } from './head'
import { Matters } from './matters'
import { OtherWays } from './other-ways'
import { FreshPurpose } from './purpose'
import { VisitReceipt } from './receipt'

/** What the form keeps while it is filled: the visit, and the breath of matters not yet split. */
export type Written = VisitDraft & { gathered: string }

/** The form of a visit to the door `at`, planned (`row`) or fresh (with what was agreed at that home the `last` time). */
export function VisitForm({ draftKey, fresh, at, row, last, queued }: {
  draftKey: string
  fresh: () => VisitDraft
  at: Whither
  row?: VisitRow
  last?: Agreed | undefined
  queued: OutboxEntry[]
}) {
  const draft = useDraft<Written>(draftKey, () => ({ ...fresh(), gathered: '' }), isWritten)
  const { busy, trouble, send } = useSending()
  const { address } = useDoorOf(at)
  const [tried, setTried] = useState(false)
  const written = draft.value
  if (!written) return <Screen title={t('走访')} backTo="/today"><Waiting /></Screen>
  const whole = withGathered(written)
  const voice = draft.blobs[0]
  const today = dayOf(Date.now())
  const lacks = visitLacks(whole, { voice: voice !== undefined, today })
  const wrong = (field: typeof lacks, text: string): string | undefined => (tried && lacks === field ? text : undefined)
  const save = async (): Promise<void> => {
    setTried(true)
    if (lacks) return goTo(lacks)
    const media: NewMedia[] = voice ? [{ blob: voice, role: 'voice' }] : []
    const payload = visitPayload(whole, new Date().toISOString())
    const saved = await send({ name: 'visit.made', record: `visit:${whole.visit}`, payload, media, draft: draftKey })
    if (!saved) return
    await draft.drop()
    go(href('visit', whole.visit), { replace: true })
  }
  const foot = <Button look="main" wide icon="check" busy={busy} onClick={() => void save()}>{t('保存走访记录')}</Button>
  return (
    <Screen title={row?.whom || row?.address || address || t('走访')} backTo={row ? '/today' : pageOfDoor(at)} foot={foot}>
      {!row && <LastAgreed last={last} />}
      {row ? <VisitHead row={row} /> : <FreshPurpose written={written} tried={tried} lacks={lacks} onChange={draft.set} />}
      {queued.map((entry) => <Stopped entry={entry} key={entry.command.id} />)}
      {row && <OtherWays row={row} onLeave={draft.drop} />}
      <Section title={t('谈了什么')}>
        <div id="field-talked">
          <TextField
            label={t('交谈内容')} lines={3} most={MOST_TEXT} value={written.talked} onValue={(talked) => draft.set({ talked })}
            error={wrong('talked', t('写几个字、说一段话，或记下一个问题。'))}
          />
        </div>
        <VoiceField label={t('用语音说')} blob={voice} onBlob={(spoken) => draft.setBlobs(spoken ? [spoken] : [])} />
      </Section>
      <Matters written={written} at={at} onChange={draft.set} />
      <Section title={t('约定了什么')}>
        <TextField label={t('约定')} hint={t('答应的事、下一步谁来做。')} lines={2} most={MOST_TEXT} value={written.agreed} onValue={(agreed) => draft.set({ agreed })} />
        <NextDay value={written.next_on} error={wrong('next_on', nextDaySaid(written.next_on, today))} onValue={(next_on) => draft.set({ next_on })} />
      </Section>
      <VisitReceipt written={whole} row={row} onReceipt={(receipt) => draft.set({ receipt })} onDrop={() => draft.set({ receipt: undefined })} />
      {trouble && <Notice tone="red" live>{trouble}</Notice>}
    </Screen>
  )
}

// What was typed in one breath and not yet split is not lost: it is split now.
function withGathered(written: Written): VisitDraft {
  const { gathered, ...draft } = written
  const more = splitMatters(gathered).map((text) => ({ case: newId(), text }))
  return { ...draft, matters: [...draft.matters, ...more] }
}

function goTo(field: string): void {
  setTimeout(() => {
    const found = document.querySelector<HTMLElement>('[aria-invalid="true"], .has-error input') ?? document.getElementById(`field-${field}`)
    found?.scrollIntoView({ block: 'center' })
    found?.focus()
  }, 0)
}

function nextDaySaid(day: string, today: string): string {
  return planDayLacks(day, today) === 'far' ? t('下次走访不能晚于一年以后。') : t('下次走访不能早于今天。')
}

/** The day of the next visit: soon chosen, or none. */
function NextDay({ value, error, onValue }: { value: string; error: string | undefined; onValue: (day: string) => void }) {
  const now = Date.now()
  const days = [
    { code: daysAfter(now, 7), name: t('一周后') },
    { code: daysAfter(now, 14), name: t('两周后') },
    { code: daysAfter(now, 30), name: t('一个月后') },
  ]
  return (
    <>
      <Chips label={t('下次走访')} chips={days} value={value} onValue={onValue} clears wrap />
      <TextField label={t('下次走访（不用再来就不填）')} type="date" min={dayOf(now)} max={lastPlanDay(dayOf(now))} value={value} onValue={onValue} error={error} />
    </>
  )
}
