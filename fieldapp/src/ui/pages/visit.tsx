/** The page of one visit: what one goes for comes first, then what was talked about and agreed, and the matters found. */
import { useRef } from 'preact/hooks'
import { draftOf, isOpenVisit, rowOfSaved, savedOf, type Whither } from '../../engine/visits'
import { draftKey } from '../../engine/drafts'
import { newId } from '../../engine/ids'
import type { VisitRow } from '../../engine/rows'
import { t } from '../../engine/words'
import type { OutboxEntry } from '../../store/store'
import { overlayVisits } from '../../engine/overlay'
import { Empty } from '../parts/card'
import { useOutbox, useRow } from '../parts/data'
import { Screen, Waiting } from '../parts/screen'
import type { PageProps } from '../router'
import { useDoorOf } from './visit/door-of'
import { Made } from './visit/made'
import { VisitForm } from './visit/form'

/** Show a planned visit, or start one that nobody had planned: `#/visit/new?household=…`, or `?dwelling=…` where nobody is registered. */
export function Page({ params, query }: PageProps) {
  const id = params[0] ?? ''
  return id === 'new' ? <Fresh household={query.get('household') ?? undefined} dwelling={query.get('dwelling') ?? undefined} /> : <Planned id={id} />
}

function Planned({ id }: { id: string }) {
  const found = useRow<VisitRow>('visits', id)
  const outbox = useOutbox()
  const last = useRef<VisitRow | undefined>(undefined)
  if (found) last.current = found
  if (found === undefined || !outbox) return <Screen title={t('走访')} backTo="/today"><Waiting /></Screen>
  const queued = queuedOf(id, outbox)
  const row = overlayVisits(found ? [found] : [], outbox).find((one) => one.id === id)
  const made = savedOf(id, outbox)
  // The server takes a visit that was made from the rows: it is still told here what it was for.
  if (made) return <Made entry={made} row={rowOfSaved(made, row ?? (last.current?.id === id ? last.current : undefined))} />
  if (!row) return <Gone />
  if (!isOpenVisit(row)) return <Gone over />
  return <VisitForm draftKey={draftKey({ makes: 'visit.made', visit: id })} fresh={() => draftOf(id)} at={row} row={row} queued={queued} />
}

function Fresh({ household, dwelling }: Whither) {
  const { home, door } = useDoorOf({ household, dwelling })
  const found = household ? home : door
  if (found === undefined) return <Screen title={t('走访')} backTo="/homes"><Waiting /></Screen>
  if (!found) return <Gone />
  const at = household ? { household } : { dwelling: found.id }
  const fresh = () => draftOf(newId(), { ...at, purpose: '', why: '' })
  return <VisitForm draftKey={draftKey({ makes: 'visit.made', ...at })} fresh={fresh} at={at} last={home?.last} queued={[]} />
}

function Gone({ over }: { over?: boolean }) {
  return (
    <Screen title={t('走访')} backTo="/today">
      <Empty title={over ? t('这次走访已经结束') : t('手机上没有这次走访')} icon={over ? 'circle-check' : 'info-circle'} />
    </Screen>
  )
}

function queuedOf(id: string, outbox: readonly OutboxEntry[]): OutboxEntry[] {
  return outbox.filter((one) => one.command.record === `visit:${id}` && !(one.state === 'done' && one.seen))
}
