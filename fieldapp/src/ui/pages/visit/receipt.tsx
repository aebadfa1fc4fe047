/** The household's own confirmation of the visit: what was talked about and agreed, read by those it concerns. */
import { useState } from 'preact/hooks'
import type { Receipt, VisitDraft } from '../../../engine/visits'
import { maskedName } from '../../../engine/steps'
import type { PersonRow, VisitRow } from '../../../engine/rows'
import { t } from '../../../engine/words'
import { Button } from '../../parts/button'
import { Notice, Section } from '../../parts/card'
import { useConfirmers } from '../../parts/confirming'
import { useRow } from '../../parts/data'
import { SignatureTap } from '../../parts/signature-tap'

/** Ask for the receipt; it goes with the visit and may be left out. */
export function VisitReceipt({ written, row, onReceipt, onDrop }: {
  written: VisitDraft
  row: VisitRow | undefined
  onReceipt: (receipt: Receipt) => void
  onDrop: () => void
}) {
  const [open, setOpen] = useState(false)
  const resident = useRow<PersonRow>('people', written.new?.resident ?? row?.resident ?? '')
  const people = useConfirmers(written.new?.household ?? row?.household ?? resident?.household ?? '')
  const { receipt } = written
  return (
    <Section title={t('居民回执')}>
      {receipt ? (
        <Notice tone="green" action={<Button look="quiet" onClick={onDrop}>{t('撤回')}</Button>}>
          {receipt.how === 'name' ? t('%(name)s已确认', { name: maskedName(receipt.name ?? '') }) : t('已用回执码确认')}
        </Notice>
      ) : (
        <>
          <p class="field-hint">{t('把手机交给居民看一遍，点名字确认；不愿确认也不影响保存。')}</p>
          <Button icon="heart-handshake" onClick={() => setOpen(true)}>{t('请居民确认')}</Button>
        </>
      )}
      {open && (
        <SignatureTap
          said={visitSaid(written)} people={people} codeName={t('回执码')}
          onReceipt={(given) => { setOpen(false); onReceipt(given) }} onClose={() => setOpen(false)}
        />
      )}
    </Section>
  )
}

/** Say what the visit came to, as the resident reads it. */
export function visitSaid(written: VisitDraft): string {
  const matters = written.matters.map((one) => one.text.trim()).filter(Boolean)
  return [
    written.talked.trim(),
    matters.length ? t('记下的问题：%(matters)s', { matters: matters.join(t('；')) }) : '',
    written.agreed.trim() ? t('约定：%(agreed)s', { agreed: written.agreed.trim() }) : '',
  ].filter(Boolean).join('\n') || t('今天来走访。')
}
