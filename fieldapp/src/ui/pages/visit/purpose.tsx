/** A visit nobody had planned: its purpose and why come before anything else. */
import { asksSaid } from '../../../engine/purposes'
import type { VisitDraft, Whither } from '../../../engine/visits'
import type { WordsRow } from '../../../engine/rows'
import { t } from '../../../engine/words'
import { Section } from '../../parts/card'
import { useRow } from '../../parts/data'
import { ChoiceField, TextField } from '../../parts/field'
import type { Written } from './form'

/** Say that the reason is missing: of a household's visit, or of one to a door where nobody is registered. */
export function whySaid({ household }: Whither): string {
  return household ? t('请写明为什么去这一户。') : t('请写明为什么去这个门。')
}

/** Ask what the visit is for. */
export function FreshPurpose({ written, tried, lacks, onChange }: {
  written: VisitDraft
  tried: boolean
  lacks: string | undefined
  onChange: (change: Partial<Written>) => void
}) {
  const purposes = useRow<WordsRow>('words', 'visit_purposes')?.items ?? []
  const given = written.new ?? { purpose: '', why: '' }
  const set = (change: Partial<typeof given>): void => onChange({ new: { ...given, ...change } })
  return (
    <Section title={t('去做什么')}>
      <ChoiceField
        label={t('走访目的')} required value={given.purpose} options={purposes} onValue={(purpose) => set({ purpose })}
        hint={asksSaid(purposes, given.purpose) || undefined}
        error={tried && lacks === 'purpose' ? t('请选择走访目的。') : undefined}
      />
      <TextField
        label={t('为什么去')} required lines={2} value={given.why} onValue={(why) => set({ why })}
        error={tried && lacks === 'why' ? whySaid(given) : undefined}
      />
    </Section>
  )
}
