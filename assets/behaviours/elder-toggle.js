/** Elder eyes: one class on <html>; the choice stands in a cookie, so the server draws the next page right. */

const COOKIE = 'linli_elder'
const YEAR_SECONDS = 365 * 24 * 3600

/** Let a button switch large print on and off. */
export function elderToggle(button) {
  const root = document.documentElement
  const show = () => button.setAttribute('aria-pressed', String(root.classList.contains('elder')))
  button.addEventListener('click', () => {
    const on = root.classList.toggle('elder')
    document.cookie = `${COOKIE}=${on ? '1' : '0'}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`
    show()
  })
  show()
}
