/** What may be done with the case now: what moves it on as big buttons, the rest beside. */
import { isMain, type ActionName, type Offer } from '../../../engine/steps'
import { t } from '../../../engine/words'
import type { OutboxEntry } from '../../../store/store'
import { Button } from '../../parts/button'
import { Section } from '../../parts/card'
import type { IconName } from '../../parts/icon'
import { isWaiting } from './head'

const LOOKS: Record<ActionName, { icon: IconName; name: () => string }> = {
  accept: { icon: 'check', name: () => t('接单') },
  answer: { icon: 'camera', name: () => t('办好了，反馈') },
  settle: { icon: 'circle-check', name: () => t('现场解决') },
  check: { icon: 'clipboard-check', name: () => t('核查') },
  step: { icon: 'arrow-right', name: () => t('办理') },
  receipt: { icon: 'heart-handshake', name: () => t('居民确认') },
  note: { icon: 'notes', name: () => t('补充说明') },
  help: { icon: 'hand-stop', name: () => t('请求支援') },
  return: { icon: 'arrow-back-up', name: () => t('退单') },
}

/** Buttons for all that the case offers; what is queued already is not offered twice. */
export function Actions({ offers, queued, onOpen }: { offers: Offer[]; queued: OutboxEntry[]; onOpen: (offer: Offer) => void }) {
  const open = offers.filter((offer) => offer.name === 'note' || !isQueued(offer, queued))
  if (!open.length) return null
  const main = open.filter(isMain)
  const beside = open.filter((offer) => !isMain(offer))
  return (
    <Section title={t('可以办理')}>
      {main.length > 0 && (
        <div class="actions">
          {main.map((offer, at) => <Act offer={offer} first={at === 0} onOpen={onOpen} key={keyOf(offer)} />)}
        </div>
      )}
      {beside.length > 0 && <div class={beside.length === 3 ? 'tiles tiles-3' : 'tiles'}>{beside.map((offer) => <Act offer={offer} onOpen={onOpen} key={keyOf(offer)} />)}</div>}
    </Section>
  )
}

function Act({ offer, first, onOpen }: { offer: Offer; first?: boolean; onOpen: (offer: Offer) => void }) {
  const { icon, name } = LOOKS[offer.name]
  return <Button wide look={first ? 'main' : 'plain'} icon={icon} onClick={() => onOpen(offer)}>{offer.asks?.name ?? name()}</Button>
}

function keyOf(offer: Offer): string {
  return offer.asks ? `step.${offer.asks.step}` : offer.name
}

function isQueued(offer: Offer, queued: OutboxEntry[]): boolean {
  return queued.some((entry) => {
    const same = entry.command.name === offer.command && isWaiting(entry)
    return same && (!offer.asks || entry.command.payload['step'] === offer.asks.step)
  })
}
