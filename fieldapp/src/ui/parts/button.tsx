/** Buttons and links that look like buttons: at least 48 px high, 60 px for elder eyes. */
import type { ComponentChildren } from 'preact'
import { Icon, type IconName } from './icon'

export type Look = 'main' | 'plain' | 'quiet' | 'danger'

interface Common {
  icon?: IconName | undefined
  look?: Look | undefined
  /** As wide as its column. */
  wide?: boolean | undefined
  children?: ComponentChildren
}

interface ButtonProps extends Common {
  onClick?: ((event: MouseEvent) => void) | undefined
  type?: 'button' | 'submit' | undefined
  disabled?: boolean | undefined
  /** True while something is being done: the button waits and says so. */
  busy?: boolean | undefined
  pressed?: boolean | undefined
  expanded?: boolean | undefined
  label?: string | undefined
  form?: string | undefined
}

const classes = (look: Look, wide?: boolean): string => `btn btn-${look}${wide ? ' btn-wide' : ''}`

export function Button({ icon, look = 'plain', wide, children, ...rest }: ButtonProps) {
  const { onClick, type = 'button', disabled, busy, pressed, expanded, label, form } = rest
  return (
    <button
      class={classes(look, wide)} type={type} disabled={disabled || busy} aria-busy={busy ? 'true' : undefined}
      aria-pressed={pressed} aria-expanded={expanded} aria-label={label} onClick={onClick} form={form}
    >
      {busy ? <span class="spinner" aria-hidden="true" /> : icon && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  )
}

export function LinkButton({ icon, look = 'plain', wide, children, to, outside }: Common & { to: string; outside?: boolean }) {
  return (
    <a class={classes(look, wide)} href={to} {...(outside ? { target: '_blank', rel: 'noopener' } : {})}>
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </a>
  )
}

/** A button that is an icon alone; its label is what is read out. */
export function IconButton({ icon, label, onClick, look = 'quiet', pressed }: {
  icon: IconName
  label: string
  onClick: (event: MouseEvent) => void
  look?: Look
  pressed?: boolean
}) {
  return (
    <button class={`btn btn-${look} btn-icon`} type="button" aria-label={label} title={label} aria-pressed={pressed} onClick={onClick}>
      <Icon name={icon} />
    </button>
  )
}
