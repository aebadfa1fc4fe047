/** A button that prints the page. */

/** Print on click. */
export function printButton(button) {
  button.addEventListener('click', () => window.print())
}
