/** The kind of a finding: the three likeliest by its words as chips, all others by a search. */
import { useMemo, useState } from 'preact/hooks'
import type { KindRow } from '../../../engine/rows'
import { matches } from '../../../engine/search'
import { suggestKinds } from '../../../engine/suggest'
import { t } from '../../../engine/words'
import { Button } from '../../parts/button'
import { Chips } from '../../parts/chips'
import { Empty, List, ListRow } from '../../parts/card'
import { SearchField } from '../../parts/search-field'
import { Sheet } from '../../parts/sheet'

interface Props {
  kinds: readonly KindRow[]
  text: string
  kind: string
  onKind: (kind: string) => void
  error?: string | undefined
}

export function KindField({ kinds, text, kind, onKind, error }: Props) {
  const [open, setOpen] = useState(false)
  const guesses = useMemo(() => suggestKinds(text, kinds), [text, kinds])
  const named = (id: string): KindRow | undefined => kinds.find((one) => one.id === id)
  const listed = [...new Set([...(kind ? [kind] : []), ...guesses.map((one) => one.kind)])].slice(0, 4)
  const chips = listed.flatMap((id) => { const row = named(id); return row ? [{ code: id, name: row.name }] : [] })
  return (
    <div class={error ? 'field has-error' : 'field'} role="group" aria-label={t('类别')}>
      <span class="field-label" aria-hidden="true">{t('类别')}</span>
      <div class="kind-line">
        {chips.length > 0 && <Chips label={t('可能的类别')} chips={chips} value={kind} onValue={onKind} clears wrap />}
        <Button icon="category" look={chips.length ? 'quiet' : 'plain'} onClick={() => setOpen(true)}>{chips.length ? t('别的类别') : t('选类别')}</Button>
      </div>
      {!kind && !error && <p class="field-hint">{guesses.length ? t('按您写的字推荐，点一下选定。') : t('写几个字会推荐类别；不选也能上报。')}</p>}
      {error && <p class="field-error" role="alert">{error}</p>}
      <Sheet title={t('选类别')} open={open} onClose={() => setOpen(false)} tall>
        <AllKinds kinds={kinds} onKind={(id) => { onKind(id); setOpen(false) }} />
      </Sheet>
    </div>
  )
}

function AllKinds({ kinds, onKind }: { kinds: readonly KindRow[]; onKind: (id: string) => void }) {
  const [words, setWords] = useState('')
  const sorted = useMemo(() => [...kinds].sort((a, b) => (a.major ?? '').localeCompare(b.major ?? '', 'zh') || a.name.localeCompare(b.name, 'zh')), [kinds])
  const found = sorted.filter((one) => matches(words, [one.name, one.major, ...(one.words ?? [])]))
  return (
    <>
      <SearchField label={t('找类别，如：井盖、占道')} value={words} onValue={setWords} />
      <List label={t('类别')}>
        {found.map((one) => <ListRow key={one.id} title={one.name} lead={one.major} onClick={() => onKind(one.id)} />)}
      </List>
      {found.length === 0 && <Empty icon="category" title={t('没有找到')} />}
    </>
  )
}
