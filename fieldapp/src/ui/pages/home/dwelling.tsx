/** What the register has of a dwelling, and the way to put it right. */
import { useState } from 'preact/hooks'
import { draftOfKey } from '../../../engine/drafts'
import type { DwellingRow, WordsRow } from '../../../engine/rows'
import { t } from '../../../engine/words'
import { Button } from '../../parts/button'
import { Card, Facts, Section } from '../../parts/card'
import { useRow } from '../../parts/data'
import { useAskedDraft } from '../../parts/draft'
import { DwellingEdit } from './dwelling-edit'

/** The dwelling of a home or behind an empty door; `since` is when the household began. */
export function Dwelling({ dwelling, since, address }: { dwelling: DwellingRow; since?: string; address: string }) {
  const [open, setOpen] = useState(draftOfKey(useAskedDraft())?.makes === 'dwelling.edit')
  const uses = useRow<WordsRow>('words', 'dwelling_uses')?.items ?? []
  const states = useRow<WordsRow>('words', 'dwelling_states')?.items ?? []
  const named = (items: WordsRow['items'], code: string | undefined): string => items.find((one) => one.code === code)?.name ?? code ?? ''
  return (
    <Section title={t('房屋')} aside={<Button look="quiet" icon="edit" onClick={() => setOpen(true)}>{t('更正')}</Button>}>
      <Card>
        <Facts
          of={[
            [t('住址'), address],
            [t('用途'), named(uses, dwelling.use)],
            [t('状态'), named(states, dwelling.state)],
            [t('楼层'), dwelling.floor],
            [t('立户'), since],
          ]}
        />
      </Card>
      {open && <DwellingEdit dwelling={dwelling} uses={uses} states={states} onClose={() => setOpen(false)} />}
    </Section>
  )
}
