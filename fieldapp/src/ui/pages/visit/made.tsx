/** A visit that was made: what was written down, and how it stands with the sending. */
import { daySaid, momentSaid } from '../../../engine/due'
import { overlayCases } from '../../../engine/overlay'
import { mattersMade, type Receipt, type VisitDraft } from '../../../engine/visits'
import { maskedName } from '../../../engine/steps'
import type { CaseRow, VisitRow } from '../../../engine/rows'
import { t } from '../../../engine/words'
import type { OutboxEntry } from '../../../store/store'
import { Badge } from '../../parts/badge'
import { LinkButton } from '../../parts/button'
import { Card, Facts, Section } from '../../parts/card'
import { useNow, useRows } from '../../parts/data'
import { takeBack } from '../../parts/redoing'
import { Screen } from '../../parts/screen'
import { go, href } from '../../router'
import { isWaiting, Stopped } from '../case/head'
import { DoorLink } from './door-link'
import { freshPage, useDoorOf } from './door-of'
import { MatterRows } from './matter-rows'
import { usePurposeNames } from './purpose-name'

/** Show what was saved; the matters lead to their cases. */
export function Made({ entry, row }: { entry: OutboxEntry; row: VisitRow | undefined }) {
  const now = useNow()
  const purposeName = usePurposeNames()
  const said = entry.command.payload as unknown as VisitDraft & { made_at: string }
  const cases = overlayCases(useRows<CaseRow>('cases') ?? [], [entry])
  const { address } = useDoorOf(row ?? {})
  const where = row?.address || address
  const voice = entry.command.media.some((one) => one.role === 'voice')
  return (
    <Screen title={row?.whom || where || t('走访')} backTo="/today">
      <Card>
        <p class="case-title">{row ? purposeName(row) : t('走访记录')}</p>
        <div class="row-marks">
          {isWaiting(entry) ? <Badge tone="yellow" icon="upload">{t('待上传')}</Badge> : entry.state === 'done' && <Badge tone="green" icon="circle-check">{t('已上传')}</Badge>}
        </div>
        <Facts
          of={[
            [t('地址'), where],
            [t('走访时间'), momentSaid(said.made_at, now)],
            [t('交谈内容'), said.talked || (voice ? t('语音') : '')],
            [t('约定'), said.agreed],
            [t('下次走访'), daySaid(said.next_on, now)],
            [t('居民回执'), receiptSaid(said.receipt)],
          ]}
        />
      </Card>
      <Stopped entry={entry} onRedo={() => void redo(entry, said)} />
      {said.matters.length > 0 && (
        <Section title={t('反映的问题')} count={said.matters.length}><MatterRows matters={mattersMade(entry, cases)} /></Section>
      )}
      <div class="actions">
        <LinkButton look="main" wide to={href('today')}>{t('回到今日')}</LinkButton>
        {row && <DoorLink at={row} wide />}
      </div>
    </Screen>
  )
}

// The form opens again with all that was written; a visit nobody had planned is begun at its door.
async function redo(entry: OutboxEntry, said: VisitDraft): Promise<void> {
  const draft = await takeBack(entry)
  if (!draft) go(href('outbox'))
  else if (said.new) go(freshPage(said.new), { replace: true })
}

function receiptSaid(receipt: Receipt | undefined): string {
  if (!receipt) return ''
  return receipt.how === 'name' ? maskedName(receipt.name ?? '') : t('已用回执码确认')
}
