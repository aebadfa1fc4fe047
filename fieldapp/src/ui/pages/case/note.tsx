/** Adding to a case: a note with photos or voice, or asking for help. */
import { useState } from 'preact/hooks'
import { draftKey } from '../../../engine/drafts'
import { isReason } from '../../../engine/report'
import { draftOfOffer } from '../../../engine/steps'
import { t } from '../../../engine/words'
import type { NewMedia } from '../../../store/store'
import { useDraft } from '../../parts/draft'
import { TextField } from '../../parts/field'
import { PhotoField } from '../../parts/photos'
import { useSending } from '../../parts/sending'
import { VoiceField } from '../../parts/voice'
import { ActionSheet } from './frame'
import type { SheetProps } from './sheets'

const isVoice = (blob: Blob): boolean => blob.type.startsWith('audio/')

/** The sheet of a note: any of text, photos and voice is enough. */
export function Note({ offer, row, onClose }: SheetProps) {
  const key = draftKey(draftOfOffer(row, offer))
  const draft = useDraft<{ text: string }>(key, () => ({ text: '' }))
  const { busy, trouble, send } = useSending()
  const [tried, setTried] = useState(false)
  const text = draft.value?.text ?? ''
  const photos = draft.blobs.filter((one) => !isVoice(one))
  const voice = draft.blobs.find(isVoice)
  const empty = text.trim() ? !isReason(text) : !draft.blobs.length
  const keep = (pictures: Blob[], spoken: Blob | undefined): void => draft.setBlobs([...pictures, ...(spoken ? [spoken] : [])])
  const save = async (): Promise<void> => {
    setTried(true)
    if (empty) return
    const media: NewMedia[] = draft.blobs.map((blob) => ({ blob, role: isVoice(blob) ? 'voice' : 'report' }))
    if (!await send({ name: 'case.note', record: `case:${row.id}`, payload: { case: row.id, text: text.trim() }, media, draft: key })) return
    await draft.drop()
    onClose()
  }
  return (
    <ActionSheet title={t('补充说明')} save={t('保存')} busy={busy} trouble={trouble} onSave={() => void save()} onClose={onClose}>
      <TextField
        label={t('说明')} lines={3} most={2000} value={text} onValue={(said) => draft.set({ text: said })}
        error={tried && empty ? t('写几个字、拍张照片或说一段话。') : undefined}
      />
      <VoiceField label={t('用语音说')} blob={voice} onBlob={(spoken) => keep(photos, spoken)} />
      <PhotoField label={t('拍照')} blobs={photos} onBlobs={(pictures) => keep(pictures, voice)} most={3} />
    </ActionSheet>
  )
}

/** The sheet that asks others for help: what is needed, in words. */
export function Help({ offer, row, onClose }: SheetProps) {
  const key = draftKey(draftOfOffer(row, offer))
  const draft = useDraft<{ text: string }>(key, () => ({ text: '' }))
  const { busy, trouble, send } = useSending()
  const [tried, setTried] = useState(false)
  const text = draft.value?.text ?? ''
  const save = async (): Promise<void> => {
    setTried(true)
    if (!isReason(text)) return
    if (!await send({ name: 'case.help', record: `case:${row.id}`, payload: { case: row.id, text: text.trim() }, draft: key })) return
    await draft.drop()
    onClose()
  }
  return (
    <ActionSheet title={t('请求支援')} save={t('发出请求')} busy={busy} trouble={trouble} onSave={() => void save()} onClose={onClose}>
      <TextField
        label={t('需要什么帮助')} hint={t('指挥中心会看到，案卷仍由您办理。')} lines={3} most={2000} required value={text}
        onValue={(said) => draft.set({ text: said })} error={tried && !isReason(text) ? t('请写明需要谁、需要什么。') : undefined}
      />
    </ActionSheet>
  )
}
