/** Answering a case: what was done, with the photos the kind needs; settling one on the spot is the same in one go. */
import { useState } from 'preact/hooks'
import { draftKey } from '../../../engine/drafts'
import { isReason } from '../../../engine/report'
import { answerLacks, draftOfOffer, photoNeeds } from '../../../engine/steps'
import { t } from '../../../engine/words'
import { TextField } from '../../parts/field'
import { useDraft } from '../../parts/draft'
import { useSending } from '../../parts/sending'
import { ActionSheet } from './frame'
import type { SheetProps } from './sheets'
import { mediaOf, ShotFields, type Shot } from './shots'

interface Written {
  result: string
  shots: Shot[]
  /** Why units still at work are not waited for: asked once the server said that they are. */
  despite?: string
}

/** The sheet of an answer; it is kept as a draft until it is saved. */
export function Answer({ offer, row, onClose }: SheetProps) {
  const key = draftKey(draftOfOffer(row, offer))
  const draft = useDraft<Written>(key, () => ({ result: '', shots: [] }))
  const { busy, trouble, send } = useSending()
  const [tried, setTried] = useState(false)
  const needs = photoNeeds(row)
  const { result, shots, despite }: Written = draft.value ?? { result: '', shots: [] }
  const unsaid = despite !== undefined && !isReason(despite)
  const has = (role: string): boolean => shots.some((one) => one.role === role)
  const lacks = answerLacks(row, { result, before: has('before'), after: has('after') })
  const save = async (): Promise<void> => {
    setTried(true)
    if (lacks || unsaid || !draft.value) return
    const payload = { case: row.id, result: result.trim(), ...(despite ? { despite: despite.trim() } : {}) }
    const saved = await send({ name: offer.command, record: `case:${row.id}`, payload, media: mediaOf(shots, draft.blobs), draft: key })
    if (!saved) return
    await draft.drop()
    onClose()
  }
  const settles = offer.name === 'settle'
  return (
    <ActionSheet
      title={settles ? t('现场解决') : t('办理反馈')} save={settles ? t('已解决，保存') : t('保存反馈')} busy={busy}
      trouble={trouble} onSave={() => void save()} onClose={onClose}
    >
      <ShotFields
        row={row} needs={needs} shots={shots} blobs={draft.blobs} lacks={tried ? lacks : undefined}
        onChange={(next, blobs) => { draft.setBlobs(blobs); draft.set({ shots: next }) }}
      />
      <TextField
        label={t('办理结果')} lines={3} required most={2000} value={result} onValue={(text) => draft.set({ result: text })}
        error={tried && lacks === 'result' ? t('写一句怎么处理的，至少4个字。') : undefined}
      />
      {despite !== undefined && (
        <TextField
          label={t('为什么不等协办单位')} lines={2} required most={2000} value={despite} onValue={(text) => draft.set({ despite: text })}
          error={tried && unsaid ? t('请写明原因。') : undefined}
        />
      )}
    </ActionSheet>
  )
}
