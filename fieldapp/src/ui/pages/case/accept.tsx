/** Accepting an order: one tap, said once more so that no pocket accepts it. */
import { dueSaid } from '../../../engine/due'
import { t } from '../../../engine/words'
import { useSending } from '../../parts/sending'
import { ActionSheet } from './frame'
import type { SheetProps } from './sheets'

/** The sheet of accepting: what is taken on and how long there is. */
export function Accept({ row, onClose }: SheetProps) {
  const { busy, trouble, send } = useSending()
  const due = dueSaid(row.due_at, Date.now())
  const save = async (): Promise<void> => {
    if (await send({ name: 'case.accept', record: `case:${row.id}`, payload: { case: row.id } })) onClose()
  }
  return (
    <ActionSheet title={t('接单')} save={t('接单')} busy={busy} trouble={trouble} onSave={() => void save()} onClose={onClose}>
      <p class="sheet-said">{row.title || row.text}</p>
      {due && <p>{t('办理时限：%(span)s', { span: due.text })}</p>}
    </ActionSheet>
  )
}
