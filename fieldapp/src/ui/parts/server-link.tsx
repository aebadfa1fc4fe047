/** A button that leads to a page of the server, which does not lie on the phone: without a network it stands still and says so. */
import type { ComponentChildren } from 'preact'
import { t } from '../../engine/words'
import { status } from '../../sync/app'
import { Button, LinkButton } from './button'
import type { IconName } from './icon'

/** The link, in a tab of its own with `outside`. */
export function ServerLink({ to, icon, outside, children }: { to: string; icon: IconName; outside?: boolean; children: ComponentChildren }) {
  if (status.value.online) return <LinkButton wide icon={icon} to={to} outside={outside === true}>{children}</LinkButton>
  return (
    <>
      <Button wide icon={icon} disabled>{children}</Button>
      <p class="field-hint">{t('现在没有网络，联网后再打开这一页。')}</p>
    </>
  )
}
