/** Planning a visit to this home or door for another day: what for, why, and when. */
import { useState } from 'preact/hooks'
import { dayOf, daysAfter, lastPlanDay } from '../../../engine/due'
import { draftKey } from '../../../engine/drafts'
import { newId } from '../../../engine/ids'
import type { WordsRow } from '../../../engine/rows'
import type { Whither } from '../../../engine/visits'
import { t } from '../../../engine/words'
import { Chips } from '../../parts/chips'
import { useRow } from '../../parts/data'
import { useDraft } from '../../parts/draft'
import { ChoiceField, TextField } from '../../parts/field'
import { planDaySaid } from '../../parts/plan-day'
import { useSending } from '../../parts/sending'
import { ActionSheet } from '../case/frame'
import { whySaid } from '../visit/purpose'

const NOTHING = { purpose: '', why: '', on: '' }

/** The sheet of a plan; once saved the visit stands in the list of this door and of Today. */
export function PlanVisit({ at, onClose }: { at: Whither; onClose: () => void }) {
  const now = Date.now()
  const purposes = useRow<WordsRow>('words', 'visit_purposes')?.items ?? []
  const key = draftKey({ makes: 'visit.plan', ...at })
  const draft = useDraft(key, () => NOTHING)
  const { purpose, why, on } = draft.value ?? NOTHING
  const [tried, setTried] = useState(false)
  const { busy, trouble, send } = useSending()
  const wrongDay = planDaySaid(on, now)
  const save = async (): Promise<void> => {
    setTried(true)
    if (!purpose || !why.trim() || wrongDay) return
    const visit = newId()
    const payload = { visit, ...at, purpose, on, why: why.trim() }
    if (!await send({ name: 'visit.plan', record: `visit:${visit}`, payload, draft: key })) return
    await draft.drop()
    onClose()
  }
  const days = [
    { code: daysAfter(now, 1), name: t('明天') },
    { code: daysAfter(now, 2), name: t('后天') },
    { code: daysAfter(now, 7), name: t('一周后') },
  ]
  return (
    <ActionSheet title={t('安排走访')} save={t('保存')} busy={busy} trouble={trouble} onSave={() => void save()} onClose={onClose}>
      <ChoiceField
        label={t('走访目的')} required value={purpose} options={purposes} onValue={(code) => draft.set({ purpose: code })}
        error={tried && !purpose ? t('请选择走访目的。') : undefined}
      />
      <TextField
        label={t('为什么去')} required lines={2} most={2000} value={why} onValue={(said) => draft.set({ why: said })}
        error={tried && !why.trim() ? whySaid(at) : undefined}
      />
      <Chips label={t('计划')} chips={days} value={on} onValue={(day) => draft.set({ on: day })} wrap />
      <TextField label={t('计划')} type="date" min={dayOf(now)} max={lastPlanDay(dayOf(now))} value={on} onValue={(day) => draft.set({ on: day })} required error={tried ? wrongDay : undefined} />
    </ActionSheet>
  )
}
