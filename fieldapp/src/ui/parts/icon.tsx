/** One icon, drawn in the colour of its text; read out only where it is given a label. */
import { ICONS, type IconName } from './icons'

export type { IconName }

export function Icon({ name, label, size }: { name: IconName; label?: string | undefined; size?: 's' | 'l' | undefined }) {
  const said = label ? { role: 'img' as const, 'aria-label': label } : { 'aria-hidden': true }
  return (
    <svg class={size ? `icon icon-${size}` : 'icon'} viewBox="0 0 24 24" focusable="false" {...said}>
      <path d={ICONS[name]} />
    </svg>
  )
}
