/** Lists of things to open: j/k or ↓/↑ go through the rows, Enter opens one, / goes to the search; a click anywhere in a row opens it. */

const STEPS = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 }

/** Let keys walk through the [data-row] rows inside this element. */
export function listKeys(list) {
  const onKey = (event) => {
    if (!list.isConnected) document.removeEventListener('keydown', onKey)
    else if (isElsewhere(event)) return
    else if (event.key === '/') focusSearch(event)
    else if (isStep(event, list)) walk(event, list)
  }
  document.addEventListener('keydown', onKey)
  list.addEventListener('click', openRow)
}

// A click on a link or a button is its own; text that was just marked is to be copied, not opened.
function openRow(event) {
  const link = event.target.closest('[data-row]')?.querySelector('a[href]')
  if (!link || event.target.closest('a, button, input, summary, label') || String(getSelection())) return
  if (event.ctrlKey || event.metaKey) window.open(link.href, '_blank', 'noopener')
  else link.click()
}

function isElsewhere(event) {
  const typing = event.target.closest('input, textarea, select, [contenteditable], dialog, [data-map], [data-map-picker], details[open]')
  return Boolean(typing) || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented
}

function isStep(event, list) {
  if (!(event.key in STEPS)) return false
  return !event.key.startsWith('Arrow') || list.contains(document.activeElement)
}

function walk(event, list) {
  const rows = [...list.querySelectorAll('[data-row]')]
  if (!rows.length) return
  event.preventDefault()
  const at = rows.findIndex((row) => row.classList.contains('is-current'))
  const next = at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + STEPS[event.key]))
  rows[at]?.classList.remove('is-current')
  rows[next].classList.add('is-current')
  rows[next].querySelector('a[href]')?.focus({ preventScroll: true })
  rows[next].scrollIntoView({ block: 'nearest' })
}

function focusSearch(event) {
  const search = document.querySelector('[data-search]')
  if (!search) return
  event.preventDefault()
  search.focus()
  search.select()
}
