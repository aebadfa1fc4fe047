/** Correcting a person: only the fields that were changed are sent, each with what it was changed from, and why. */
import { useState } from 'preact/hooks'
import { draftKey } from '../../../engine/drafts'
import { dayOf } from '../../../engine/due'
import { editLacks, editOf, editStart, personShown, type Values } from '../../../engine/prefill'
import { isTold } from '../../../engine/report'
import type { PersonRow, WordsRow } from '../../../engine/rows'
import { t } from '../../../engine/words'
import { Notice } from '../../parts/card'
import { useRow } from '../../parts/data'
import { useDraft } from '../../parts/draft'
import { ChoiceField, TextField } from '../../parts/field'
import { useSending } from '../../parts/sending'
import { ActionSheet } from '../case/frame'

/** The sheet of a person's fields; what is masked is typed whole or left alone. */
export function PersonEdit({ person, onClose }: { person: PersonRow; onClose: () => void }) {
  const shown = personShown(person)
  const key = draftKey({ makes: 'person.edit', person: person.id })
  const draft = useDraft<Values>(key, () => ({ ...editStart(shown), reason: '' }))
  const sexes = useRow<WordsRow>('words', 'sexes')?.items ?? []
  const { busy, trouble, send } = useSending()
  const [tried, setTried] = useState(false)
  const typed = draft.value ?? {}
  const edit = editOf(shown, typed)
  const fields = Object.keys(edit.set)
  const wrong = editLacks(edit, dayOf(Date.now()))
  const reason = (typed['reason'] ?? '').trim()
  const save = async (): Promise<void> => {
    setTried(true)
    if (wrong || !fields.length || !isTold(reason)) return
    const payload = { person: person.id, ...edit, reason }
    if (!await send({ name: 'person.edit', record: `person:${person.id}`, payload, draft: key })) return
    await draft.drop()
    onClose()
  }
  const field = (name: string) => ({ value: typed[name] ?? '', onValue: (value: string) => draft.set({ [name]: value }), hint: maskedHint(shown[name] ?? '') })
  const error = (name: string, text: string): string | undefined => (tried && wrong === name ? text : undefined)
  return (
    <ActionSheet title={t('更正%(name)s的信息', { name: shown['name'] ?? '' })} save={t('保存')} busy={busy} trouble={trouble} onSave={() => void save()} onClose={onClose}>
      <TextField label={t('姓名')} most={40} {...field('name')} error={error('name', t('请写姓名。'))} />
      <ChoiceField label={t('性别')} options={sexes} {...field('sex')} error={error('sex', t('请选择性别。'))} />
      <TextField label={t('出生日期')} type="date" max={dayOf(Date.now())} {...field('born_on')} error={error('born_on', t('请填今天以前的日期。'))} />
      <TextField label={t('电话')} type="tel" most={20} {...field('phone')} error={error('phone', t('请填完整的电话号码。'))} />
      <TextField
        label={t('依据')} hint={t('例如：本人当面告知、看过户口簿。')} required most={200} {...{ value: typed['reason'] ?? '', onValue: (value: string) => draft.set({ reason: value }) }}
        error={tried && fields.length && !isTold(reason) ? t('请写明依据。') : undefined}
      />
      {tried && !fields.length && <Notice tone="orange" live>{t('还没有改动。')}</Notice>}
    </ActionSheet>
  )
}

// A value that is shown in part: it stays unless a whole new one is typed.
function maskedHint(value: string): string | undefined {
  const hidden = value.includes('*') || /^\d{4}$/.test(value)
  return hidden ? t('现为 %(value)s，不改就不填', { value }) : undefined
}
