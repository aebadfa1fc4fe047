/** A part of the page that refreshes itself waits while somebody reads on in it by keyboard: the focus is not lost. */

/** Leave out a refresh of an element that holds the focus. */
export function calmRefresh(element) {
  element.addEventListener('htmx:beforeRequest', (event) => {
    if (event.target === element && element.contains(document.activeElement)) event.preventDefault()
  })
}
