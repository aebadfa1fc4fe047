/** On a narrow screen the sidebar is a top bar whose button shows the navigation. */

/** Let the bar's button open and close the navigation named by aria-controls. */
export function sidebar(button) {
  const nav = document.getElementById(button.getAttribute('aria-controls'))
  button.addEventListener('click', () => {
    const open = nav.classList.toggle('is-open')
    button.setAttribute('aria-expanded', String(open))
  })
}
