/** What a page is laid out with: cards, sections, rows of lists, notices, and what stands where nothing is. */
import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import type { Tone } from './badge'
import { Icon, type IconName } from './icon'

export function Card({ children, tone }: { children: ComponentChildren; tone?: Tone | undefined }) {
  return <div class={tone ? `card tone-edge tone-${tone}` : 'card'}>{children}</div>
}

/** A part of a page with its heading; `aside` stands at the heading's end. */
export function Section({ title, aside, children, count }: {
  title: string
  aside?: ComponentChildren
  children: ComponentChildren
  count?: number | undefined
}) {
  const id = useId()
  return (
    <section class="section" aria-labelledby={id}>
      <div class="section-head">
        <h2 id={id}>
          {title}
          {count !== undefined && <span class="section-count">{count}</span>}
        </h2>
        {aside}
      </div>
      {children}
    </section>
  )
}

interface RowProps {
  /** Where it leads; without it the row is no link. */
  to?: string | undefined
  onClick?: (() => void) | undefined
  icon?: IconName | undefined
  tone?: Tone | undefined
  title: ComponentChildren
  /** Second line: where, whom. */
  lead?: ComponentChildren
  /** Badges. */
  marks?: ComponentChildren
  end?: ComponentChildren
  /** Buttons of its own behind it. */
  beside?: ComponentChildren
}

/** One line of a list: the whole of it is the target. */
export function ListRow({ to, onClick, icon, tone = 'gray', title, lead, marks, end, beside }: RowProps) {
  const inner = (
    <>
      {icon && (
        <span class={`row-sign tone-${tone}`}>
          <Icon name={icon} />
        </span>
      )}
      <span class="row-text">
        <span class="row-title">{title}</span>
        {lead && <span class="row-lead">{lead}</span>}
        {marks && <span class="row-marks">{marks}</span>}
      </span>
      {end ?? ((to || onClick) && !beside && <Icon name="chevron-right" />)}
    </>
  )
  const row = to
    ? <a class="row" href={to}>{inner}</a>
    : onClick ? <button class="row" type="button" onClick={onClick}>{inner}</button> : <div class="row">{inner}</div>
  return <li class={beside ? 'row-pair' : undefined}>{row}{beside}</li>
}

export function List({ children, label }: { children: ComponentChildren; label?: string | undefined }) {
  return <ul class="list" aria-label={label}>{children}</ul>
}

const SIGNS: Partial<Record<Tone, IconName>> = { red: 'alert-triangle', orange: 'alert-triangle', green: 'circle-check', yellow: 'clock' }

/** Something to know, said in place; `live` ones are read out when they appear. */
export function Notice({ tone = 'blue', icon, children, live, action }: {
  tone?: Tone | undefined
  icon?: IconName | undefined
  children: ComponentChildren
  live?: boolean | undefined
  action?: ComponentChildren
}) {
  return (
    <div class={`notice tone-${tone}`} role={live ? 'status' : undefined}>
      <Icon name={icon ?? SIGNS[tone] ?? 'info-circle'} />
      <div class="notice-text">{children}</div>
      {action}
    </div>
  )
}

/** What stands where there is nothing, and what to do about it. */
export function Empty({ icon = 'circle-check', title, children }: { icon?: IconName; title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <Icon name={icon} size="l" />
      <p class="empty-title">{title}</p>
      {children}
    </div>
  )
}

/** Facts in two columns: their name and their value; facts without a value are left out. */
export function Facts({ of }: { of: readonly (readonly [string, ComponentChildren])[] }) {
  const told = of.filter(([, value]) => value !== undefined && value !== null && value !== '' && value !== false)
  return (
    <dl class="facts">
      {told.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
