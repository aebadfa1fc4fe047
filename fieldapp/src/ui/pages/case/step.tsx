/** A step that the case's workflow declares: its fields as they are declared, in plain controls. */
import { useState } from 'preact/hooks'
import { draftKey } from '../../../engine/drafts'
import { draftOfOffer, stepFields, stepLacks } from '../../../engine/steps'
import type { AskedField } from '../../../engine/rows'
import { t } from '../../../engine/words'
import { useDraft } from '../../parts/draft'
import { ChoiceField, Field, SelectField, TextField } from '../../parts/field'
import { useSending } from '../../parts/sending'
import { ActionSheet } from './frame'
import type { SheetProps } from './sheets'

type Given = Record<string, string>
const MOST_IN_VIEW = 6

/** The sheet of a declared step. */
export function DeclaredStep({ offer, row, onClose }: SheetProps) {
  const { step = '', name = '', fields = [] } = offer.asks ?? {}
  const key = draftKey(draftOfOffer(row, offer))
  const draft = useDraft<Given>(key, () => ({}))
  const { busy, trouble, send } = useSending()
  const [tried, setTried] = useState(false)
  const given = draft.value ?? {}
  const lacks = stepLacks(fields, given)
  const save = async (): Promise<void> => {
    setTried(true)
    if (lacks.length) return
    const payload = { case: row.id, step, fields: stepFields(fields, given) }
    if (!await send({ name: 'case.step', record: `case:${row.id}`, payload, draft: key })) return
    await draft.drop()
    onClose()
  }
  return (
    <ActionSheet title={name} save={t('保存')} busy={busy} trouble={trouble} onSave={() => void save()} onClose={onClose}>
      {fields.map((field) => (
        <Asked
          field={field} value={given[field.code] ?? ''} key={field.code} onValue={(value) => draft.set({ [field.code]: value })}
          wrong={tried && lacks.includes(field.code)}
        />
      ))}
    </ActionSheet>
  )
}

function Asked({ field, value, wrong, onValue }: { field: AskedField; value: string; wrong: boolean; onValue: (value: string) => void }) {
  const said = {
    label: field.name, hint: field.hint, required: field.required !== false, value, onValue,
    error: wrong ? (field.takes === 'number' && value ? t('请填数字。') : t('请填写这一项。')) : undefined,
  }
  switch (field.takes) {
    case 'choice':
      return (field.choices ?? []).length > MOST_IN_VIEW
        ? <SelectField {...said} options={field.choices ?? []} empty={t('请选择')} />
        : <ChoiceField {...said} options={field.choices ?? []} />
    case 'yes-no':
      return <ChoiceField {...said} options={[{ code: 'yes', name: t('是') }, { code: 'no', name: t('否') }]} />
    case 'date':
      return <TextField {...said} type="date" />
    case 'number':
      return <TextField {...said} type="number" />
    case 'time':
      return (
        <Field {...said}>
          {(wiring) => (
            <input class="control" type="datetime-local" value={value} onInput={(event) => onValue(event.currentTarget.value)} {...wiring} />
          )}
        </Field>
      )
    default:
      return <TextField {...said} lines={2} most={2000} />
  }
}
