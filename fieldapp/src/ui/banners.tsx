/** Bars across all pages: a new version is there; the app may be put on the home screen (offered once, never again). */
import { signal } from '@preact/signals'
import { t } from '../engine/words'
import { status } from '../sync/app'
import { Button, IconButton } from './parts/button'
import { Icon } from './parts/icon'
import { recall, remember } from './preferences'
import { applyUpdate, updateReady } from './update'

interface InstallEvent extends Event {
  prompt: () => Promise<void>
}

/** The browser's offer to install, kept for the bar and for the settings page. */
export const installOffer = signal<InstallEvent | null>(null)
const mayAsk = signal(recall('install') !== 'asked')

addEventListener('beforeinstallprompt', (event) => {
  event.preventDefault()
  installOffer.value = event as InstallEvent
})
addEventListener('appinstalled', () => settle())

/** Put the app on the home screen, by the browser's own dialog. */
export async function install(): Promise<void> {
  const offer = installOffer.value
  settle()
  installOffer.value = null
  await offer?.prompt()
}

function settle(): void {
  remember('install', 'asked')
  mayAsk.value = false
}

/** The bars; at most one at a time. */
export function Banners() {
  if (updateReady.value) {
    return (
      <div class="banner" role="status">
        <Icon name="download" />
        <span>{t('有新版本，没上传的内容不会丢。')}</span>
        <Button look="plain" onClick={() => void applyUpdate()}>{t('更新')}</Button>
      </div>
    )
  }
  if (!mayAsk.value || !installOffer.value || status.value.phase !== 'ready') return null
  return (
    <div class="banner" role="status">
      <Icon name="device-mobile" />
      <span>{t('放到手机桌面，没网也能打开。')}</span>
      <Button look="plain" onClick={() => void install()}>{t('添加')}</Button>
      <IconButton icon="x" label={t('不用了')} onClick={settle} />
    </div>
  )
}
