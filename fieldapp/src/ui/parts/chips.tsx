/** Chips: filters above a list (any of them may be off), and short choices. */
import { Icon, type IconName } from './icon'

export interface Chip {
  code: string
  name: string
  count?: number | undefined
  icon?: IconName | undefined
}

/** A row of chips of which one is on; tapping it again turns it off where `clears`. */
export function Chips({ label, chips, value, onValue, clears, wrap }: {
  label: string
  chips: readonly Chip[]
  value: string
  onValue: (code: string) => void
  clears?: boolean | undefined
  wrap?: boolean | undefined
}) {
  return (
    <div class={wrap ? 'chips chips-wrap' : 'chips'} role="group" aria-label={label} tabIndex={wrap ? undefined : -1}>
      {chips.map(({ code, name, count, icon }) => (
        <button
          class="chip" type="button" key={code} aria-pressed={value === code}
          onClick={() => onValue(clears && value === code ? '' : code)}
        >
          {icon ? <Icon name={icon} size="s" /> : value === code && <Icon name="check" size="s" />}
          <span>{name}</span>
          {count !== undefined && <span class="chip-count">{count}</span>}
        </button>
      ))}
    </div>
  )
}
