/** Two people changed the same record: field by field both values, who and when, and a choice that overwrites nothing unseen. */
import { useState } from 'preact/hooks'
import { momentSaid } from '../../engine/due'
import type { Conflict } from '../../engine/protocol'
import type { Named, WordsRow } from '../../engine/rows'
import { commandSaid, fieldSaid } from '../../engine/said'
import { isChosen, settlingSaid, valueSaid } from '../../engine/settling'
import { listed, t } from '../../engine/words'
import type { Choice, OutboxEntry } from '../../store/store'
import { store, syncNow } from '../../sync/app'
import { Button } from '../parts/button'
import { Empty, List, ListRow, Notice, Section } from '../parts/card'
import { useNow, useOutbox, useRows } from '../parts/data'
import { Screen, Waiting } from '../parts/screen'
import { say } from '../parts/toast'
import { back, href, type PageProps } from '../router'

type Lists = Record<string, readonly Named[]>

/** Settle one conflict, or list all of them where the address names none. */
export function Page({ params }: PageProps) {
  const outbox = useOutbox()
  const words = useRows<WordsRow>('words')
  if (!outbox || !words) return <Screen title={t('同时修改')} backTo="/outbox"><Waiting /></Screen>
  const open = outbox.filter((entry) => entry.state === 'conflict')
  const entry = open.find((one) => one.command.id === params[0])
  const lists = Object.fromEntries(words.map((one) => [one.id, one.items]))
  if (entry) return <Settle entry={entry} lists={lists} key={entry.command.id} />
  return <All open={open} />
}

function All({ open }: { open: OutboxEntry[] }) {
  const now = useNow()
  return (
    <Screen title={t('同时修改')} backTo="/outbox">
      {!open.length && <Empty title={t('没有要选择的更改')} />}
      {open.length > 0 && (
        <List label={t('要选择的更改')}>
          {open.map((entry) => (
            <ListRow
              key={entry.command.id} icon="git-merge" tone="orange" title={commandSaid(entry.command.name)} to={href('conflict', entry.command.id)}
              lead={[listed((entry.conflicts ?? []).map((one) => fieldSaid(one.field))), momentSaid(entry.made_at, now)].join(' · ')}
            />
          ))}
        </List>
      )}
    </Screen>
  )
}

function Settle({ entry, lists }: { entry: OutboxEntry; lists: Lists }) {
  const [choices, setChoices] = useState<Record<string, Choice>>({})
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState(false)
  const conflicts = entry.conflicts ?? []
  const ready = isChosen(conflicts, choices)
  const settle = async (): Promise<void> => {
    setBusy(true)
    try {
      await store.peek()?.settle(entry.command.id, choices)
      say(t('已按您的选择处理'))
      void syncNow()
      back('/outbox')
    } catch {
      setFailed(true)
      setBusy(false)
    }
  }
  const foot = <Button look="main" wide icon="check" disabled={!ready} busy={busy} onClick={() => void settle()}>{t('按选择处理')}</Button>
  return (
    <Screen title={t('同时修改')} backTo="/outbox" foot={foot}>
      <Notice tone="orange" icon="git-merge">
        {t('您离线时做了“%(what)s”，别人也改了同一项。两个值都在，请选择保留哪个。', { what: commandSaid(entry.command.name) })}
      </Notice>
      {conflicts.map((one) => (
        <OneField
          conflict={one} made={entry.made_at} lists={lists} choice={choices[one.field]} key={one.field}
          onChoose={(choice) => setChoices({ ...choices, [one.field]: choice })}
        />
      ))}
      {ready && <p class="settling" role="status">{settlingSaid(conflicts, choices)}</p>}
      {failed && <Notice tone="red" live>{t('没有处理成功，这项更改可能已有变化，请返回再看。')}</Notice>}
    </Screen>
  )
}

function OneField({ conflict, made, lists, choice, onChoose }: {
  conflict: Conflict
  made: string
  lists: Lists
  choice: Choice | undefined
  onChoose: (choice: Choice) => void
}) {
  const now = useNow()
  const said = (value: string): string => valueSaid(conflict.field, value, lists)
  return (
    <Section title={fieldSaid(conflict.field)}>
      <p class="quiet">{t('您看到时：%(value)s', { value: said(conflict.base) })}</p>
      <div class="versus" role="group" aria-label={fieldSaid(conflict.field)}>
        <button class="side" type="button" aria-pressed={choice === 'mine'} onClick={() => onChoose('mine')}>
          <span class="side-who">{t('我改的')}</span>
          <span class="side-value">{said(conflict.mine)}</span>
          <span class="side-when">{momentSaid(made, now)}</span>
          <span class="side-does">{t('用我的')}</span>
        </button>
        <button class="side" type="button" aria-pressed={choice === 'theirs'} onClick={() => onChoose('theirs')}>
          <span class="side-who">{conflict.by || t('别人改的')}</span>
          <span class="side-value">{said(conflict.theirs)}</span>
          <span class="side-when">{momentSaid(conflict.at, now)}</span>
          <span class="side-does">{t('用对方的')}</span>
        </button>
      </div>
    </Section>
  )
}
