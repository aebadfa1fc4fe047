/** The matters of a visit that was saved, each with the number of its case and leading to it where the phone has it. */
import type { MatterMade } from '../../../engine/visits'
import { t } from '../../../engine/words'
import { List, ListRow } from '../../parts/card'
import { href } from '../../router'

export function MatterRows({ matters }: { matters: readonly MatterMade[] }) {
  return (
    <List label={t('反映的问题')}>
      {matters.map((one) => (
        <ListRow
          key={one.case} icon="message-report" tone="blue" title={one.text} lead={one.number && t('案件号 %(number)s', { number: one.number })}
          to={one.here ? href('case', one.case) : undefined}
        />
      ))}
    </List>
  )
}
