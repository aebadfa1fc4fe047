/** Leaves out of the form engine's style sheet what the app does not need: 54 Latin fonts and 5,000 unused classes. */

/** The few layout classes of PrimeFlex that the engine's own pages wear; they hold inside a form only. */
const WORN = new Set([
  'flex', 'flex-column', 'flex-wrap', 'gap-2', 'gap-3', 'hidden', 'inline', 'justify-content-end',
  'justify-content-between', 'align-items-start', 'align-items-center', 'lg:hidden', 'lg:inline', 'lg:flex',
])
const UTILITY = /^\.((?:[a-z0-9-]|\\.)+)$/
const OWN = /^\.(?:p-|ol-|odk-)/
const START = "createTextNode('"
const END = "'))"

/** Give the module that puts the styles into the page, with only the styles that are needed. */
export function pruned(code) {
  const from = code.indexOf(START)
  const to = code.lastIndexOf(END)
  if (from < 0 || to < from) throw new Error('@getodk/web-forms has changed: its styles are not where they were')
  const literal = code.slice(from + START.length - 1, to + 1)
  const css = new Function(`return ${literal}`)()
  if (!css.includes('url(data:font/woff')) throw new Error('@getodk/web-forms has changed: no fonts in its styles')
  return code.slice(0, from) + `createTextNode(${JSON.stringify(kept(css))}))` + code.slice(to + END.length)
}

/** Keep the rules that something wears. */
export function kept(css) {
  return blocks(css).map(keptBlock).join('')
}

function keptBlock({ head, body }) {
  if (head.startsWith('@font-face') || head.startsWith('@charset')) return ''
  if (head.startsWith('@media')) {
    const inside = kept(body)
    return inside && `${head}{${inside}}`
  }
  if (head.startsWith('@') || head.includes('data-v-') || OWN.test(head) || head === ':root') return `${head}{${body}}`
  const [, name] = UTILITY.exec(head) ?? []
  if (name) return WORN.has(name.replaceAll('\\', '')) ? `.odk-form ${head}{${body}}` : ''
  return head.includes('\\') || /^\.(?:field|form-?grid|grid|surface|formgroup)/.test(head) ? '' : `${head}{${body}}`
}

/** Split a style sheet into its outermost blocks. */
function blocks(css) {
  const found = []
  let depth = 0
  let start = 0
  let open = 0
  for (let at = 0; at < css.length; at += 1) {
    if (css[at] === ';' && depth === 0) start = at + 1
    if (css[at] === '{' && (depth += 1) === 1) open = at
    if (css[at] === '}' && (depth -= 1) === 0) {
      found.push({ head: css.slice(start, open).trim(), body: css.slice(open + 1, at) })
      start = at + 1
    }
  }
  return found
}
