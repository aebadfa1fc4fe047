/** After saving: it is safe on the phone; then its number, as soon as the server has it. */
import { t } from '../../../engine/words'
import { status } from '../../../sync/app'
import { Button, LinkButton } from '../../parts/button'
import { Notice } from '../../parts/card'
import { useOutbox } from '../../parts/data'
import { Icon } from '../../parts/icon'
import { Screen } from '../../parts/screen'
import { href } from '../../router'

export interface Saved {
  command: string
  case: string
  /** Of the case it was added to. */
  number?: string | undefined
}

export function Receipt({ saved, onNew }: { saved: Saved; onNew: () => void }) {
  const entry = (useOutbox() ?? []).find((one) => one.command.id === saved.command)
  const { online } = status.value
  const number = saved.number ?? String(entry?.result?.['number'] ?? '')
  const sent = entry?.state === 'done'
  const stopped = entry?.state === 'set-aside'
  const leadSaid = (): string => {
    if (sent) return t('案件号 %(number)s', { number })
    if (stopped) return t('还没有传上去，改好再传就行。')
    return online ? t('正在上传，您可以去忙别的。') : t('现在没有网络，联网后会自动上传。')
  }
  return (
    <Screen title={saved.number ? t('已补充') : t('已保存')}>
      <div class="receipt" role="status">
        <span class="receipt-sign"><Icon name={sent ? 'circle-check' : 'device-mobile'} size="l" /></span>
        <p class="receipt-title">{sent ? t('已经上报') : t('已保存在手机里')}</p>
        <p>{leadSaid()}</p>
      </div>
      {stopped && (
        <Notice tone="red" action={<LinkButton to={href('outbox')}>{t('去处理')}</LinkButton>}>{entry?.problem?.title || t('这一项没有传上去。')}</Notice>
      )}
      <div class="actions">
        <Button look="main" wide icon="camera" onClick={onNew}>{t('再报一件')}</Button>
        <LinkButton wide icon="eye" to={href('case', saved.case)}>{t('看这一件')}</LinkButton>
        <LinkButton wide look="quiet" icon="list-check" to={href('today')}>{t('回到今日')}</LinkButton>
      </div>
    </Screen>
  )
}
