/** A <details class="menu"> closes on Escape, on a click elsewhere and when focus leaves it. */

/** Close one menu by Escape and when focus goes on to something else. */
export function menu(details) {
  details.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !details.open) return
    details.open = false
    details.querySelector('summary').focus()
  })
  details.addEventListener('focusout', (event) => {
    if (event.relatedTarget && !details.contains(event.relatedTarget)) details.open = false
  })
}

/** Close every open menu that does not hold the place clicked. */
export function closeMenusFromOutside() {
  document.addEventListener('click', (event) => {
    for (const details of document.querySelectorAll('details.menu[open]')) {
      if (!details.contains(event.target)) details.open = false
    }
  })
}
