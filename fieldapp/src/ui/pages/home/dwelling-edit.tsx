/** Correcting how a dwelling is used and whether somebody lives there. */
import { useState } from 'preact/hooks'
import { draftKey } from '../../../engine/drafts'
import { dwellingShown, editLacks, editOf, type Values } from '../../../engine/prefill'
import type { DwellingRow, Named } from '../../../engine/rows'
import { t } from '../../../engine/words'
import { Notice } from '../../parts/card'
import { useDraft } from '../../parts/draft'
import { ChoiceField } from '../../parts/field'
import { useSending } from '../../parts/sending'
import { ActionSheet } from '../case/frame'

/** The sheet of a dwelling's fields. */
export function DwellingEdit({ dwelling, uses, states, onClose }: { dwelling: DwellingRow; uses: Named[]; states: Named[]; onClose: () => void }) {
  const shown = dwellingShown(dwelling)
  const key = draftKey({ makes: 'dwelling.edit', dwelling: dwelling.id })
  const draft = useDraft<Values>(key, () => ({}))
  const typed = { ...shown, ...draft.value }
  const [tried, setTried] = useState(false)
  const { busy, trouble, send } = useSending()
  const edit = editOf(shown, typed)
  const changed = Object.keys(edit.set).length > 0 && !editLacks(edit, '')
  const save = async (): Promise<void> => {
    setTried(true)
    if (!changed) return
    const payload = { dwelling: dwelling.id, ...edit }
    if (!await send({ name: 'dwelling.edit', record: `dwelling:${dwelling.id}`, payload, draft: key })) return
    await draft.drop()
    onClose()
  }
  return (
    <ActionSheet title={t('更正房屋信息')} save={t('保存')} busy={busy} trouble={trouble} onSave={() => void save()} onClose={onClose}>
      <ChoiceField label={t('用途')} options={uses} value={typed['use'] ?? ''} onValue={(use) => draft.set({ use })} />
      <ChoiceField label={t('状态')} options={states} value={typed['state'] ?? ''} onValue={(state) => draft.set({ state })} />
      {tried && !changed && <Notice tone="orange" live>{t('还没有改动。')}</Notice>}
    </ActionSheet>
  )
}
