/** Sections that fold: all that is secondary is closed on a phone, and whatever is closed is printed all the same. */

const PHONE = '(max-width: 767.98px)'

/** Close a section on a phone where it asks for that; without script it stays as the page has it. */
export function fold(details) {
  if (details.dataset.fold === 'phone' && matchMedia(PHONE).matches) details.open = false
}

/** Open everything that folds while the page is printed. */
export function unfoldForPrint(page = document, host = window) {
  let opened = []
  host.addEventListener('beforeprint', () => {
    opened = [...page.querySelectorAll('details[data-fold]:not([open])')]
    for (const one of opened) one.open = true
  })
  host.addEventListener('afterprint', () => {
    for (const one of opened) one.open = false
    opened = []
  })
}
