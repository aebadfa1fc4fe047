/** Which page is shown: the words of the address behind its `#`, so that the browser's own back button works. */
import { computed, signal } from '@preact/signals'

export interface Route {
  page: string
  params: string[]
  query: URLSearchParams
  path: string
}

/** What every page is given: what stands behind its name in the address. */
export interface PageProps {
  params: string[]
  query: URLSearchParams
}

const HOME = '/today'
const hash = signal(read())
let depth = 0

/** Where the app is now. */
export const route = computed(() => parse(hash.value))

addEventListener('hashchange', () => (hash.value = read()))

/** Read a path like `/case/0192…?from=today`. */
export function parse(path: string): Route {
  const [before = '', after = ''] = path.split('?', 2)
  const [page = 'today', ...params] = before.split('/').filter(Boolean).map(decodeURIComponent)
  return { page, params, query: new URLSearchParams(after), path }
}

/** Make a link to a page: `href('case', id)`. */
export function href(page: string, ...params: string[]): string {
  return `#/${[page, ...params].map(encodeURIComponent).join('/')}`
}

/** Go to a page; with `replace` the one before it is not come back to. */
export function go(to: string, { replace = false } = {}): void {
  const target = to.startsWith('#') ? to : `#${to}`
  if (!replace) depth += 1
  if (replace) location.replace(target)
  else location.hash = target
}

/** Go back where one came from, or to `fallback` where the app was opened on this very page. */
export function back(fallback = HOME): void {
  if (depth > 0 || history.length > 2) {
    depth = Math.max(0, depth - 1)
    history.back()
  } else go(fallback, { replace: true })
}

function read(): string {
  return location.hash.replace(/^#/, '') || HOME
}
