/** The resident's confirmation of what was done: the phone goes over the doorstep and comes back with a name or a code. */
import { doneSaid } from '../../../engine/steps'
import type { Receipt as Confirmed } from '../../../engine/visits'
import { t } from '../../../engine/words'
import { useConfirmers } from '../../parts/confirming'
import { SignatureTap } from '../../parts/signature-tap'
import { useSending } from '../../parts/sending'
import { Notice } from '../../parts/card'
import type { SheetProps } from './sheets'

/** Hand the phone over: first what was done in big letters, then the name. */
export function Receipt({ row, onClose }: SheetProps) {
  const { trouble, send } = useSending()
  const people = useConfirmers(typeof row['household'] === 'string' ? row['household'] : '')
  const keep = async (receipt: Confirmed): Promise<void> => {
    if (await send({ name: 'case.receipt', record: `case:${row.id}`, payload: { case: row.id, ...receipt } })) onClose()
  }
  return (
    <>
      <SignatureTap
        said={doneSaid(row)} people={people}
        codeName={t('回执码')} onReceipt={(receipt) => void keep(receipt)} onClose={onClose}
      />
      {trouble && <Notice tone="red" live>{trouble}</Notice>}
    </>
  )
}
