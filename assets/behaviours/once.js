/** Keeps an impatient second click from sending the same form again. */

/** Let a form be sent once; coming back by the browser's history frees it again. */
export function once(form) {
  form.addEventListener('submit', (event) => {
    if (event.defaultPrevented) return
    if (form.dataset.sent) {
      event.preventDefault()
      return
    }
    form.dataset.sent = 'yes'
    form.setAttribute('aria-busy', 'true')
    event.submitter?.classList.add('btn-loading')
  })
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) free(form)
  })
  form.addEventListener('htmx:afterRequest', () => free(form))
}

function free(form) {
  delete form.dataset.sent
  form.removeAttribute('aria-busy')
  for (const button of form.querySelectorAll('.btn-loading')) button.classList.remove('btn-loading')
}
