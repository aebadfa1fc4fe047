/** The outbox: everything that is queued, with its state in words; what did not go through comes first, with ways to mend it. */
import { useState } from 'preact/hooks'
import { momentSaid } from '../../engine/due'
import type { OutboxEntry } from '../../engine/outbox'
import { t } from '../../engine/words'
import { signIn, status, syncNow } from '../../sync/app'
import { Button } from '../parts/button'
import { Empty, List, Notice, Section } from '../parts/card'
import { useNow, useOutbox } from '../parts/data'
import { useKnown } from '../parts/known'
import { Screen, Waiting } from '../parts/screen'
import type { PageProps } from '../router'
import { EntryRow } from './outbox/entry-row'
import { EntrySheet } from './outbox/mend-sheet'
import { bytesSaid } from './outbox/said'
import { StoppedCard } from './outbox/stopped-card'

const STOPPED = new Set<OutboxEntry['state']>(['set-aside', 'conflict'])

export function Page(_: PageProps) {
  const outbox = useOutbox()
  const known = useKnown(outbox)
  const now = useNow()
  const [opened, setOpened] = useState('')
  if (!outbox || !known) return <Screen title={t('待上传')}><Waiting /></Screen>
  const stopped = outbox.filter((one) => STOPPED.has(one.state))
  const waiting = outbox.filter((one) => !STOPPED.has(one.state) && one.state !== 'done')
  const done = outbox.filter((one) => one.state === 'done').reverse()
  const row = (entry: OutboxEntry) => <EntryRow key={entry.command.id} entry={entry} known={known} now={now} onOpen={() => setOpened(entry.command.id)} />
  return (
    <Screen title={t('待上传')}>
      <Standing waiting={waiting} now={now} />
      {stopped.length > 0 && (
        <Section title={t('要您处理')} count={stopped.length}>
          {stopped.map((entry) => <StoppedCard key={entry.command.id} entry={entry} known={known} now={now} onMend={() => setOpened(entry.command.id)} />)}
        </Section>
      )}
      {waiting.length > 0 && <Section title={t('等待上传')} count={waiting.length}><List>{waiting.map(row)}</List></Section>}
      {done.length > 0 && <Section title={t('今天已上传')} count={done.length}><List>{done.map(row)}</List></Section>}
      {outbox.length === 0 && <Empty icon="circle-check" title={t('没有要上传的')}><p>{t('您保存的每一项都会在这里，直到服务器收到。')}</p></Empty>}
      <EntrySheet entry={outbox.find((one) => one.command.id === opened)} known={known} onClose={() => setOpened('')} />
    </Screen>
  )
}

function Standing({ waiting, now }: { waiting: readonly OutboxEntry[]; now: number }) {
  const { online, running, last_at: last, trouble, full_disk: full } = status.value
  const bytes = waiting.reduce((sum, one) => sum + one.total_bytes - one.sent_bytes, 0)
  const lead = last ? t('上次同步：%(at)s', { at: momentSaid(new Date(last).toISOString(), now) }) : t('还没有同步过')
  return (
    <div class="standing">
      {trouble && online && <Notice tone="orange" live action={trouble === 'field.sign-in' ? <Button onClick={() => void signIn()}>{t('登录')}</Button> : undefined}>{troubleSaid(trouble)}</Notice>}
      {full && <Notice tone="red" live>{t('手机存储快满了：请先上传，或清出一些空间。填写的内容还在。')}</Notice>}
      {!online && <Notice tone="yellow" icon="cloud-off">{t('现在离线。内容都存在手机里，联网后自动上传。')}</Notice>}
      <div class="standing-line">
        <p class="quiet">
          {lead}
          {bytes > 0 && <><br />{t('还要传%(size)s', { size: bytesSaid(bytes) })}</>}
        </p>
        <Button icon="refresh" busy={running} disabled={!online} onClick={() => void syncNow()}>{running ? t('正在同步') : t('现在上传')}</Button>
      </div>
    </div>
  )
}

const TROUBLES: Record<string, () => string> = {
  network: () => t('连不上服务器，会自动再试。'),
  server: () => t('服务器正忙，会自动再试。'),
  'field.sign-in': () => t('登录过期了。重新登录后接着上传，内容不会丢。'),
  'field.needs-https': () => t('服务器只接受 https 连接，请联系管理员。内容还在手机里，会自动再试。'),
  'full-disk': () => t('手机存储已满：请清出一些空间。填写的内容还在。'),
  'field.disk-full': () => t('服务器暂时没有空间，会自动再试。'),
}

function troubleSaid(code: string): string {
  return TROUBLES[code]?.() ?? t('同步没有完成（%(code)s），会自动再试。', { code })
}
