/** Forms that were begun and put aside, each leading back to where it was left. */
import type { FormRow } from '../../../engine/rows'
import { t } from '../../../engine/words'
import { List, ListRow, Section } from '../../parts/card'
import { useRows, useStored } from '../../parts/data'
import { unfinishedOf } from './about'

/** The unfinished forms of this phone; nothing where there are none. */
export function Unfinished() {
  const forms = useRows<FormRow>('forms')
  const found = useStored(unfinishedOf)
  if (!forms || !found?.length) return null
  const titleOf = (code: string): string => forms.find((one) => one.id === code)?.title ?? code
  return (
    <Section title={t('没有填完的')} count={found.length}>
      <List>
        {found.map((one) => <ListRow to={one.to} icon="edit" tone="orange" title={titleOf(one.form)} lead={one.address} key={one.to} />)}
      </List>
    </Section>
  )
}
