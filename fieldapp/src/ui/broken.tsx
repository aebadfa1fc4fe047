/** What is shown when a page breaks: the queue is safe, the way on, and a word to those who keep the app going. */
import { useState } from 'preact/hooks'
import { t } from '../engine/words'
import { store } from '../sync/app'
import { Button } from './parts/button'
import { Card, Notice } from './parts/card'
import { Screen } from './parts/screen'
import { go } from './router'

const MOST_TOLD = 400

export function Broken({ error, again }: { error: Error; again: () => void }) {
  const [told, setTold] = useState(false)
  const tell = async (): Promise<void> => {
    const text = t('页面出错：%(error)s（%(page)s）', { error: String(error).slice(0, MOST_TOLD), page: location.hash.split('?')[0] ?? '' })
    await store.value?.enqueue({ name: 'app.complaint', record: `complaint:${crypto.randomUUID()}`, payload: { text } })
    setTold(true)
  }
  return (
    <Screen title={t('这一页出了问题')} backTo="/today">
      <Notice tone="green" icon="shield-check">{t('已保存的内容都还在手机里，会照常上传。')}</Notice>
      <Card>
        <p>{t('您可以重新打开这一页，或先去做别的事。')}</p>
        <p class="quiet mono">{String(error).slice(0, MOST_TOLD)}</p>
        <div class="actions">
          <Button look="main" wide icon="refresh" onClick={again}>{t('重新打开')}</Button>
          <Button wide icon="list-check" onClick={() => go('/today')}>{t('回到今日')}</Button>
          {store.value && (
            <Button wide icon="message-report" disabled={told} onClick={() => void tell()}>
              {told ? t('已记下，联网后上报') : t('把问题告诉我们')}
            </Button>
          )}
        </div>
      </Card>
    </Screen>
  )
}
