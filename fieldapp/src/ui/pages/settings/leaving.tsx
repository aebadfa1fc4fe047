/** Signing out: what goes, and what happens to what is not sent yet. */
import { useState } from 'preact/hooks'
import { draftsSaid } from '../../../engine/drafts'
import { t } from '../../../engine/words'
import { signOut, status, syncNow } from '../../../sync/app'
import { Button } from '../../parts/button'
import { Notice } from '../../parts/card'
import { useStored } from '../../parts/data'
import { Sheet } from '../../parts/sheet'
import { go } from '../../router'

export function Leaving() {
  const [open, setOpen] = useState(false)
  const [busy, setBusy] = useState(false)
  const { waiting, set_aside: aside, online } = status.value
  const unsent = waiting + aside
  const begun = draftsSaid(useStored((from) => from.draftKeys()) ?? [])
  const leave = async (drafts: 'keep' | 'drop' = 'keep'): Promise<void> => {
    setBusy(true)
    await signOut({ confirmed: true, drafts })
    go('/today', { replace: true })
  }
  return (
    <>
      <Button wide icon="logout" onClick={() => setOpen(true)}>{t('退出登录')}</Button>
      <Sheet title={t('退出登录？')} open={open} onClose={() => setOpen(false)}>
        <p>{t('手机里的居民和案件资料会清除，下次登录再下载。')}</p>
        {unsent > 0 && (
          <Notice tone="orange">{t('还有%(n)s项没有上传。退出后它们加密留在这部手机里，只有您再登录才能打开和上传。', { n: unsent })}</Notice>
        )}
        {begun && <Notice tone="orange">{t('还没写完的：%(drafts)s。退出后加密留在这部手机里，只有您再登录才能打开。', { drafts: begun })}</Notice>}
        <div class="actions">
          {unsent > 0 && online && <Button look="main" wide icon="upload" onClick={() => { void syncNow(); setOpen(false) }}>{t('先上传')}</Button>}
          <Button wide look={unsent ? 'danger' : 'main'} busy={busy} onClick={() => void leave()}>{unsent ? t('仍要退出') : t('退出')}</Button>
          <Button wide look="quiet" onClick={() => setOpen(false)}>{t('不退出')}</Button>
          {begun && <Button wide look="danger" icon="trash" busy={busy} onClick={() => void leave('drop')}>{t('退出，没写完的也清除')}</Button>}
        </div>
      </Sheet>
    </>
  )
}
