/** A field to search with: one line, cleared by its own button. */
import { useId } from 'preact/hooks'
import { t } from '../../engine/words'
import { Icon } from './icon'

export function SearchField({ label, value, onValue }: { label: string; value: string; onValue: (words: string) => void }) {
  const id = useId()
  return (
    <div class="search" role="search">
      <Icon name="search" />
      <label class="unseen" for={id}>{label}</label>
      <input
        id={id} class="control" type="search" value={value} placeholder={label} autocomplete="off" enterkeyhint="search"
        onInput={(event) => onValue(event.currentTarget.value)}
      />
      {value && (
        <button class="search-clear" type="button" aria-label={t('清空')} onClick={() => { onValue(''); document.getElementById(id)?.focus() }}>
          <Icon name="x" />
        </button>
      )}
    </div>
  )
}
