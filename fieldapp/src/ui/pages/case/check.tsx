/** Checking on the spot whether what was answered is true; the photo is the worker's choice. */
import { useState } from 'preact/hooks'
import { draftKey } from '../../../engine/drafts'
import { isReason } from '../../../engine/report'
import { draftOfOffer } from '../../../engine/steps'
import { t } from '../../../engine/words'
import { Notice } from '../../parts/card'
import { useDraft } from '../../parts/draft'
import { ChoiceField, TextField } from '../../parts/field'
import { PhotoField } from '../../parts/photos'
import { useSending } from '../../parts/sending'
import { ActionSheet } from './frame'
import type { SheetProps } from './sheets'

interface Written {
  passed: '' | 'yes' | 'no'
  text: string
}

const EMPTY: Written = { passed: '', text: '' }

/** The sheet of a check: passed, or not and why. */
export function Check({ offer, row, onClose }: SheetProps) {
  const key = draftKey(draftOfOffer(row, offer))
  const draft = useDraft<Written>(key, () => EMPTY)
  const { busy, trouble, send } = useSending()
  const [tried, setTried] = useState(false)
  const { passed, text } = draft.value ?? EMPTY
  const noReason = passed === 'no' && !isReason(text)
  const save = async (): Promise<void> => {
    setTried(true)
    if (!passed || noReason) return
    const media = draft.blobs.map((blob) => ({ blob, role: 'check' as const, taken_at: new Date().toISOString() }))
    const payload = { case: row.id, passed: passed === 'yes', text: text.trim() }
    if (!await send({ name: 'case.check', record: `case:${row.id}`, payload, media, draft: key })) return
    await draft.drop()
    onClose()
  }
  const answered = [...(row.lines ?? [])].reverse().find((line) => line.name === 'respond')
  return (
    <ActionSheet title={t('核查')} save={t('保存')} busy={busy} trouble={trouble} onSave={() => void save()} onClose={onClose}>
      {answered?.note && <Notice icon="tool">{t('办理单位反馈：%(text)s', { text: answered.note })}</Notice>}
      <ChoiceField
        label={t('现场看到的')} required value={passed} onValue={(code) => draft.set({ passed: code as Written['passed'] })}
        options={[{ code: 'yes', name: t('已办好') }, { code: 'no', name: t('没有办好，退回重办') }]}
        error={tried && !passed ? t('请选择核查结果。') : undefined}
      />
      <TextField
        label={passed === 'no' ? t('原因') : t('说明')} lines={2} most={2000} required={passed === 'no'} value={text}
        onValue={(said) => draft.set({ text: said })} error={tried && noReason ? t('请写明哪里没有办好。') : undefined}
      />
      <PhotoField label={t('拍核查照片')} hint={t('可以不拍。')} blobs={draft.blobs} onBlobs={draft.setBlobs} most={3} />
    </ActionSheet>
  )
}
