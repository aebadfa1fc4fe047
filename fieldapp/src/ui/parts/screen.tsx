/** The frame of every page: its heading, the way back, how the sync stands, and the page's own part. */
import type { ComponentChildren } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { t } from '../../engine/words'
import { back, route } from '../router'
import { IconButton } from './button'
import { SyncState } from './sync-state'

const scrolled = new Map<string, number>()

interface Props {
  title: string
  /** Where "back" leads when the app was opened here; without it there is no way back. */
  backTo?: string | undefined
  /** Buttons at the end of the heading. */
  tools?: ComponentChildren
  /** What stays in view at the lower edge: the page's one main button. */
  foot?: ComponentChildren
  children: ComponentChildren
}

/** One page: sets the title, puts the focus on its heading and returns to where it was scrolled to. */
export function Screen({ title, backTo, tools, foot, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null)
  const path = route.value.path
  useEffect(() => { document.title = `${title} · ${t('邻里')}` }, [title])
  useEffect(() => {
    // The first page of a start keeps the browser's own focus, so that the skip link is the first stop.
    if (arrived) heading.current?.focus({ preventScroll: true })
    arrived = true
  }, [path])
  useLayoutEffect(() => {
    scrollTo(0, scrolled.get(path) ?? 0)
    const note = (): void => void scrolled.set(path, scrollY)
    addEventListener('scroll', note, { passive: true })
    return () => removeEventListener('scroll', note)
  }, [path])
  return (
    <>
      <header class="top">
        {backTo && <IconButton icon="arrow-left" label={t('返回')} onClick={() => back(backTo)} />}
        <h1 ref={heading} tabIndex={-1}>{title}</h1>
        {tools}
        <SyncState />
      </header>
      <main class={foot ? 'page has-foot' : 'page'} id="content" tabIndex={-1}>{children}</main>
      {foot && <div class="foot">{foot}</div>}
    </>
  )
}

let arrived = false

/** The page while it is being read from the phone's store: the shapes of what comes. */
export function Waiting({ rows = 4 }: { rows?: number }) {
  return (
    <div class="waiting" role="status">
      <span class="unseen">{t('正在读取')}</span>
      {Array.from({ length: rows }, (_, at) => <div class="waiting-row" key={at} aria-hidden="true" />)}
    </div>
  )
}
