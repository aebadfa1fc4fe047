/** What lies half written on this phone: each leads back to where it was left, and can be thrown away after a question. */
import { useState } from 'preact/hooks'
import { draftLines, type DraftLine, type Noted, type Stuck } from '../../engine/draft-lines'
import { draftOfKey } from '../../engine/drafts'
import { momentSaid } from '../../engine/due'
import type { CommandName } from '../../engine/protocol'
import type { MeRow } from '../../engine/rows'
import { t } from '../../engine/words'
import { store } from '../../sync/app'
import { href } from '../router'
import { Badge } from './badge'
import { Button, IconButton } from './button'
import { List, ListRow, Notice, Section } from './card'
import { useNow, useOutbox, useRow, useStored } from './data'
import type { IconName } from './icon'
import { useKnown } from './known'
import { Confirm } from './sheet'
import { say } from './toast'

const MOST_IN_VIEW = 3
const ICONS: Partial<Record<CommandName, IconName>> = {
  'case.report': 'camera', 'visit.made': 'walk', 'visit.plan': 'calendar-event', 'visit.move': 'calendar-event', 'visit.cancel': 'calendar-event',
  'person.edit': 'user', 'dwelling.edit': 'home', 'form.submit': 'file-text', 'app.complaint': 'message-report',
}

/** The drafts, the one last written to on top; `only` those that will become one thing. Nothing where there are none. */
export function Drafts({ only }: { only?: CommandName }) {
  const drafts = useStored((from) => from.drafts())
  const here = drafts?.filter(({ key }) => !only || draftOfKey(key)?.makes === only)
  return here?.length ? <Lines drafts={here} /> : null
}

/** The rows by which drafts are named are read where there is one: a phone holds some thousand. */
function Lines({ drafts }: { drafts: readonly Noted[] }) {
  const lines = useDraftLines(drafts)
  const [all, setAll] = useState(false)
  const [asked, setAsked] = useState('')
  const now = useNow()
  const dropping = lines.find((one) => one.key === asked)
  if (!lines.length) return null
  const shown = all ? lines : lines.slice(0, MOST_IN_VIEW)
  const left = lines.length - shown.length
  return (
    <Section title={t('没写完')} count={lines.length}>
      <List>{shown.map((line) => <Row line={line} now={now} onAsk={() => setAsked(line.key)} key={line.key} />)}</List>
      {left > 0 && <Button look="quiet" wide onClick={() => setAll(true)}>{t('还有%(n)s份没写完', { n: left })}</Button>}
      {dropping && <Drop line={dropping} now={now} onClose={() => setAsked('')} />}
    </Section>
  )
}

function useDraftLines(drafts: readonly Noted[]): DraftLine[] {
  const known = useKnown(useOutbox())
  const me = useRow<MeRow>('me', 'me')
  if (!known || me === undefined) return []
  // Signed in again after the lease, the rows are still on their way: what a draft is about is not gone, it is not here yet.
  return draftLines(drafts, me ? known : undefined)
}

function Row({ line, now, onAsk }: { line: DraftLine; now: number; onAsk: () => void }) {
  const { on, of, title, lead, at, media } = line
  const stuck = typeof on === 'string' ? on : undefined
  return (
    <ListRow
      icon={(of && ICONS[of.makes]) ?? 'edit'} tone={stuck ? 'gray' : 'orange'} title={title} lead={lead && <span class="two-lines">{lead}</span>}
      {...(typeof on === 'string' ? { onClick: onAsk } : { to: addressOf(on) })}
      marks={
        <>
          {at && <span class="row-lead">{momentSaid(at, now)}</span>}
          {media > 0 && <Badge icon="photo">{t('附件%(n)s个', { n: media })}</Badge>}
          {stuck && <Badge tone="yellow" icon={stuck === 'fetching' ? 'refresh' : 'info-circle'}>{STUCK[stuck].name()}</Badge>}
        </>
      }
      beside={<IconButton icon="trash" label={t('丢弃：%(what)s', { what: [title, lead].filter(Boolean).join(' · ') })} onClick={onAsk} />}
    />
  )
}

const STUCK: Record<Stuck, { name: () => string; why: () => string }> = {
  fetching: { name: () => t('资料还没下载'), why: () => t('所写的住户、案卷或表单还没有下载到手机，同步以后就能接着写。') },
  gone: { name: () => t('不在手机上了'), why: () => t('所写的住户或案卷已不归您管，手机上没有了，接着写也交不上去。') },
  over: { name: () => t('不用再办'), why: () => t('这件事已经办过，或者已经停用，接着写也交不上去。') },
  sealed: { name: () => t('打不开'), why: () => t('这部手机换过密钥，以前写的内容打不开了。') },
}

function Drop({ line, now, onClose }: { line: DraftLine; now: number; onClose: () => void }) {
  const { key, on, title, lead, at, media, words } = line
  const drop = (): void => {
    onClose()
    void store.peek()?.dropDraft(key).then(() => {
      say(t('已丢弃'))
      document.getElementById('content')?.focus({ preventScroll: true })
    })
  }
  return (
    <Confirm title={t('丢弃这份没写完的？')} yes={t('丢弃')} open onYes={drop} onClose={onClose}>
      {typeof on === 'string' && <Notice tone="yellow">{STUCK[on].why()}</Notice>}
      <p><strong>{[title, lead, momentSaid(at, now)].filter(Boolean).join(' · ')}</strong></p>
      {typeof on === 'string' && words.map((one) => <blockquote class="written" key={one}>{one}</blockquote>)}
      <p>{media > 0 ? t('丢弃后，写下的内容和%(n)s个附件从手机上删除，找不回来。', { n: media }) : t('丢弃后，写下的内容从手机上删除，找不回来。')}</p>
    </Confirm>
  )
}

function addressOf({ page, query }: Exclude<DraftLine['on'], string>): string {
  const [name = '', ...params] = page
  const asked = new URLSearchParams(query).toString()
  return href(name, ...params) + (asked && `?${asked}`)
}
