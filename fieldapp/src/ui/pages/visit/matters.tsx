/** Gather once, split later: what was raised is written down in one go and becomes one case for each matter. */
import { newId } from '../../../engine/ids'
import { MOST_MATTERS, splitMatters, type Matter, type Whither } from '../../../engine/visits'
import { suggestKinds } from '../../../engine/suggest'
import type { KindRow } from '../../../engine/rows'
import { t } from '../../../engine/words'
import { Button, IconButton } from '../../parts/button'
import { Section } from '../../parts/card'
import { Chips } from '../../parts/chips'
import { useRows } from '../../parts/data'
import { TextField } from '../../parts/field'
import type { Written } from './form'
import { MatterPlace } from './matter-place'

/** The matters of a visit, and the field in which they are gathered. */
export function Matters({ written, at: door, onChange }: {
  written: Written
  at: Whither
  onChange: (change: Partial<Written>) => void
}) {
  const kinds = useRows<KindRow>('kinds') ?? []
  const { matters, gathered } = written
  const set = (at: number, change: Partial<Matter>): void =>
    onChange({ matters: matters.map((one, other) => (other === at ? { ...one, ...change } : one)) })
  const split = (): void => {
    const more = splitMatters(gathered).map((text) => ({ case: newId(), text }))
    onChange({ matters: [...matters, ...more].slice(0, MOST_MATTERS), gathered: '' })
  }
  return (
    <Section title={t('反映的问题')} count={matters.length || undefined}>
      <p class="field-hint">{t('一次记下，回头分办：一行一件，每件各成一个案卷。')}</p>
      {matters.length > 0 && (
        <ol class="matters">
          {matters.map((matter, at) => (
            <li class="matter" key={matter.case}>
              <TextField label={t('第%(n)s件', { n: at + 1 })} value={matter.text} most={2000} lines={2} onValue={(text) => set(at, { text })} />
              <Kinds matter={matter} kinds={kinds} onKind={(kind) => set(at, kind ? { kind } : { kind: '' })} />
              <div class="matter-foot">
                <MatterPlace matter={matter} at={door} onPlace={(place) => set(at, place)} />
                <IconButton icon="trash" label={t('删掉第%(n)s件', { n: at + 1 })} onClick={() => onChange({ matters: matters.filter((one) => one !== matter) })} />
              </div>
            </li>
          ))}
        </ol>
      )}
      {matters.length < MOST_MATTERS && (
        <>
          <TextField label={t('还有什么问题')} lines={2} most={4000} value={gathered} onValue={(text) => onChange({ gathered: text })} />
          <Button icon="plus" disabled={!gathered.trim()} onClick={split}>{splitSaid(splitMatters(gathered).length)}</Button>
        </>
      )}
    </Section>
  )
}

function splitSaid(count: number): string {
  return count > 1 ? t('记下，分成%(n)s件', { n: count }) : t('记下这一件')
}

/** Kinds that the words of the matter speak for; none is chosen for the worker. */
function Kinds({ matter, kinds, onKind }: { matter: Matter; kinds: KindRow[]; onKind: (kind: string) => void }) {
  const guessed = suggestKinds(matter.text, kinds).map((one) => one.kind)
  const codes = matter.kind && !guessed.includes(matter.kind) ? [matter.kind, ...guessed] : guessed
  const chips = codes.map((code) => ({ code, name: kinds.find((one) => one.id === code)?.name ?? code }))
  if (!chips.length) return <p class="field-hint">{t('类别由受理员来定。')}</p>
  return <Chips label={t('类别（可以不选）')} chips={chips} value={matter.kind ?? ''} onValue={onKind} clears wrap />
}
