/** What happened with the case, newest first, what is still on this phone on top. */
import { lateSaid, momentSaid } from '../../../engine/due'
import type { CaseLine, CaseRow } from '../../../engine/rows'
import { commandSaid } from '../../../engine/said'
import { t } from '../../../engine/words'
import type { OutboxEntry } from '../../../store/store'
import { Badge } from '../../parts/badge'
import { Section } from '../../parts/card'
import { useNow } from '../../parts/data'
import { isWaiting } from './head'

const SAID = ['result', 'text', 'reason'] as const

/** The case's history as far as the phone has it. */
export function Lines({ row, queued }: { row: CaseRow; queued: OutboxEntry[] }) {
  const now = useNow()
  const own = queued.filter(isWaiting)
  // The server gives them in their order; newest first, also within one second.
  const lines = (row.lines ?? []).filter((line) => !isOwn(line, own)).reverse()
  if (!own.length && !lines.length) return null
  return (
    <Section title={t('经过')}>
      <ol class="lines">
        {[...own].reverse().map((entry) => (
          <li class="line line-own" key={entry.command.id}>
            <span class="line-head">
              <strong>{commandSaid(entry.command.name)}</strong>
              <Badge tone="yellow" icon="upload">{t('待上传')}</Badge>
            </span>
            <Said text={saidIn(entry)} />
            <span class="line-foot">{t('我')} · {momentSaid(entry.command.at, now)}</span>
          </li>
        ))}
        {lines.map((line, at) => (
          <li class="line" key={`${line.at}${line.name}${at}`}>
            <span class="line-head"><strong>{line.name_text || line.name}</strong></span>
            <Said text={line.note ?? ''} />
            <span class="line-foot">{[line.by, momentSaid(line.at, now)].filter(Boolean).join(' · ')}</span>
            {lateSaid(line, now) && <span class="line-foot">{lateSaid(line, now)}</span>}
          </li>
        ))}
      </ol>
    </Section>
  )
}

function Said({ text }: { text: string }) {
  return text ? <p class="line-text">{text}</p> : null
}

// A line the overlay made of a queued change: it is shown from the change itself.
function isOwn(line: CaseLine, own: readonly OutboxEntry[]): boolean {
  return own.some((entry) => entry.command.at === line.at)
}

function saidIn(entry: OutboxEntry): string {
  const said = SAID.map((key) => entry.command.payload[key]).find((value) => typeof value === 'string' && value)
  const photos = entry.command.media.filter((one) => one.type.startsWith('image/')).length
  return [typeof said === 'string' ? said : '', photos ? t('照片%(n)s张', { n: photos }) : ''].filter(Boolean).join(' · ')
}
