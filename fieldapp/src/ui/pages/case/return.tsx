/** Giving an order back: with a reason from the list, and a sentence where the reason says too little. */
import { useState } from 'preact/hooks'
import { draftKey } from '../../../engine/drafts'
import { draftOfOffer, returnLacks } from '../../../engine/steps'
import type { WordsRow } from '../../../engine/rows'
import { t } from '../../../engine/words'
import { useRow } from '../../parts/data'
import { useDraft } from '../../parts/draft'
import { ChoiceField, TextField } from '../../parts/field'
import { useSending } from '../../parts/sending'
import { ActionSheet } from './frame'
import type { SheetProps } from './sheets'

const EMPTY = { reason_code: '', reason: '' }

/** The sheet of a return; an order may be given back once. */
export function Return({ offer, row, onClose }: SheetProps) {
  const reasons = useRow<WordsRow>('words', 'return_reasons')?.items ?? []
  const key = draftKey(draftOfOffer(row, offer))
  const draft = useDraft<typeof EMPTY>(key, () => EMPTY)
  const { busy, trouble, send } = useSending()
  const [tried, setTried] = useState(false)
  const { reason_code: code, reason } = draft.value ?? EMPTY
  const lacks = returnLacks(reasons, code, reason)
  const save = async (): Promise<void> => {
    setTried(true)
    if (lacks) return
    const payload = { case: row.id, reason_code: code, reason: reason.trim() }
    if (!await send({ name: 'case.return', record: `case:${row.id}`, payload, draft: key })) return
    await draft.drop()
    onClose()
  }
  return (
    <ActionSheet title={t('退单')} save={t('退单')} danger busy={busy} trouble={trouble} onSave={() => void save()} onClose={onClose}>
      <ChoiceField
        label={t('退单原因')} required value={code} onValue={(next) => draft.set({ reason_code: next })} options={reasons}
        error={tried && lacks === 'reason_code' ? t('请选择退单原因。') : undefined}
      />
      <TextField
        label={t('具体说明')} lines={2} most={2000} value={reason} onValue={(said) => draft.set({ reason: said })}
        required={reasons.find((one) => one.code === code)?.note_required ?? false}
        error={tried && lacks === 'reason' ? t('选这个原因要写具体说明。') : undefined}
      />
    </ActionSheet>
  )
}
