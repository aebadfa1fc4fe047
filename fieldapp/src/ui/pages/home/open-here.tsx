/** What is open at this door: cases reported here, and matters of a visit that are still on this phone. */
import { dueSaid } from '../../../engine/due'
import { overlayCases } from '../../../engine/overlay'
import type { CaseRow } from '../../../engine/rows'
import { t } from '../../../engine/words'
import type { OutboxEntry } from '../../../store/store'
import { Badge } from '../../parts/badge'
import { List, ListRow, Section } from '../../parts/card'
import { useNow, useRows } from '../../parts/data'
import { href } from '../../router'

/** List the open cases of a door, by the address they were reported with. */
export function OpenHere({ address, household, outbox }: { address: string; household: string; outbox: OutboxEntry[] }) {
  const now = useNow()
  const rows = useRows<CaseRow>('cases') ?? []
  const here = overlayCases(rows, outbox).filter((one) => one.is_open && isHere(one, address, household))
  if (!here.length) return null
  return (
    <Section title={t('没办完的问题')} count={here.length}>
      <List>
        {here.map((one) => {
          const due = dueSaid(one.due_at, now)
          return (
            <ListRow
              key={one.id} icon="message-report" tone="blue" title={one.title || one.text} lead={one.kind_name} to={href('case', one.id)}
              marks={<><Badge>{one.state_name}</Badge>{due && <Badge tone={due.late ? 'red' : 'blue'} icon="clock">{due.text}</Badge>}</>}
            />
          )
        })}
      </List>
    </Section>
  )
}

// Cases are of places: a door is known by its address as words, with or without blanks between them.
function isHere(row: CaseRow, address: string, household: string): boolean {
  if (row['household'] === household) return true
  const bare = address.replace(/\s/g, '')
  return bare.length > 0 && (row.address ?? '').replace(/\s/g, '').includes(bare)
}
