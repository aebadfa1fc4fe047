/** The page of one case: what, where, until when, what it looks like, what happened, and what may be done now. */
import { useState } from 'preact/hooks'
import { draftOfKey } from '../../engine/drafts'
import { redone } from '../../engine/redo'
import { offerOf, offers } from '../../engine/steps'
import type { CaseRow } from '../../engine/rows'
import type { OutboxEntry } from '../../store/store'
import { overlayCases } from '../../engine/overlay'
import { t } from '../../engine/words'
import { Empty } from '../parts/card'
import { useOutbox, useRow } from '../parts/data'
import { useAskedDraft } from '../parts/draft'
import { takeBack } from '../parts/redoing'
import { Screen, Waiting } from '../parts/screen'
import type { PageProps } from '../router'
import { Actions } from './case/actions'
import { CaseHead } from './case/head'
import { Lines } from './case/lines'
import { Photos } from './case/photos'
import { ActionOf } from './case/sheets'
import { Way } from './case/way'

/** Show a case as this worker sees it, what is queued laid over. */
export function Page({ params }: PageProps) {
  const id = params[0] ?? ''
  const found = useRow<CaseRow>('cases', id)
  const outbox = useOutbox()
  if (found === undefined || !outbox) return <Screen title={t('案卷')} backTo="/today"><Waiting /></Screen>
  const row = overlayCases(found ? [found] : [], outbox).find((one) => one.id === id)
  if (!row) return <Gone />
  return <Shown row={row} queued={queuedOf(id, outbox)} />
}

function Shown({ row, queued }: { row: CaseRow; queued: OutboxEntry[] }) {
  const asked = draftOfKey(useAskedDraft())
  const [open, setOpen] = useState(asked && offerOf(row, asked))
  const close = (): void => setOpen(undefined)
  const offered = offers(row)
  const redoOf = (entry: OutboxEntry): (() => void) | undefined => {
    const draft = redone(entry)
    const of = draft && draftOfKey(draft.key)
    const offer = of && offerOf(row, of)
    return offer && (() => void takeBack(entry).then((draft) => { if (draft) setOpen(offer) }))
  }
  return (
    <Screen title={row.number || t('新上报')} backTo="/today">
      <CaseHead row={row} queued={queued} redoOf={redoOf} />
      <Actions offers={offered} queued={queued} onOpen={setOpen} />
      <Photos row={row} queued={queued} />
      <Way row={row} />
      <Lines row={row} queued={queued} />
      {open && <ActionOf offer={open} row={row} onClose={close} />}
    </Screen>
  )
}

/** A case that left this worker's scope: its data are gone from the phone. */
function Gone() {
  return (
    <Screen title={t('案卷')} backTo="/today">
      <Empty icon="info-circle" title={t('手机上没有这个案卷')}>
        <p>{t('它可能已转到别的网格，或者还没有同步下来。')}</p>
      </Empty>
    </Screen>
  )
}

function queuedOf(id: string, outbox: readonly OutboxEntry[]): OutboxEntry[] {
  return outbox.filter((one) => one.command.record === `case:${id}` && !(one.state === 'done' && one.seen))
}
