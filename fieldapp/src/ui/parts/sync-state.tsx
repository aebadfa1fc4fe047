/** How the sync stands, in words, at the upper edge of every page; it leads to the outbox and never stops the work. */
import { t } from '../../engine/words'
import type { SyncStatus } from '../../sync/app'
import { status } from '../../sync/app'
import { href } from '../router'
import type { Tone } from './badge'
import { Icon, type IconName } from './icon'

export interface Said {
  text: string
  icon: IconName
  tone: Tone
}

/** Say how the sync stands, the most pressing first. */
export function syncSaid(now: SyncStatus): Said {
  const n = now.waiting
  if (now.set_aside > 0) return { text: t('%(n)s项要您处理', { n: now.set_aside }), icon: 'alert-triangle', tone: 'red' }
  if (!now.online) return { text: n ? t('离线 · %(n)s项待上传', { n }) : t('离线'), icon: 'cloud-off', tone: 'yellow' }
  if (now.full_disk) return { text: t('手机存储快满了'), icon: 'alert-triangle', tone: 'red' }
  if (now.running) return { text: n ? t('正在上传 · 还有%(n)s项', { n }) : t('正在同步'), icon: 'refresh', tone: 'blue' }
  if (n) return { text: t('%(n)s项待上传', { n }), icon: 'upload', tone: 'yellow' }
  return { text: t('已同步'), icon: 'check', tone: 'green' }
}

/** The state of the sync as a small link to the outbox. */
export function SyncState() {
  if (status.value.phase !== 'ready') return null
  const said = syncSaid(status.value)
  return (
    <a class={`sync tone-${said.tone}`} href={href('outbox')}>
      <Icon name={said.icon} size="s" />
      <span>{said.text}</span>
    </a>
  )
}
