/** A state by word, icon and colour together: never by colour alone. */
import type { ComponentChildren } from 'preact'
import { Icon, type IconName } from './icon'

export type Tone = 'blue' | 'green' | 'red' | 'orange' | 'yellow' | 'purple' | 'teal' | 'gray'

export function Badge({ tone = 'gray', icon, children }: { tone?: Tone | undefined; icon?: IconName | undefined; children: ComponentChildren }) {
  return (
    <span class={`badge tone-${tone}`}>
      {icon && <Icon name={icon} size="s" />}
      {children}
    </span>
  )
}

/** How many, on the corner of something else. */
export function Count({ n, label }: { n: number; label: string }) {
  if (!n) return null
  return (
    <span class="count">
      <span aria-hidden="true">{n > 99 ? '99+' : n}</span>
      <span class="unseen">{label}</span>
    </span>
  )
}
