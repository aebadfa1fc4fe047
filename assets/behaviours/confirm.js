/** Asks before something that cannot be undone, in a native dialog that takes Enter and Escape. */
import { say } from './words.js'

/** Ask the question of data-confirm before the form is sent. */
export function confirmSubmit(form) {
  let agreed = false
  form.addEventListener(
    'submit',
    async (event) => {
      if (agreed) return
      event.preventDefault()
      event.stopImmediatePropagation()
      if (!(await ask(form.dataset.confirm, form.dataset))) return
      agreed = true
      form.requestSubmit(event.submitter)
      agreed = false
    },
    { capture: true },
  )
}

/** Ask hx-confirm's question in the same dialog instead of the browser's own box. */
export function confirmHtmx() {
  document.addEventListener('htmx:confirm', async (event) => {
    if (!event.detail.question) return
    event.preventDefault()
    if (await ask(event.detail.question, event.target.dataset)) event.detail.issueRequest(true)
  })
}

/** Show the question and tell whether the person agreed. */
export function ask(question, { confirmOk, confirmTone } = {}) {
  const dialog = dialogFor(question, confirmOk || say('confirm'), confirmTone || 'primary')
  document.body.append(dialog)
  dialog.showModal()
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      resolve(dialog.returnValue === 'yes')
      dialog.remove()
    })
  })
}

function dialogFor(question, okText, tone) {
  const dialog = document.createElement('dialog')
  dialog.className = 'dialog'
  dialog.setAttribute('aria-labelledby', 'confirm-question')
  const title = Object.assign(document.createElement('h2'), { id: 'confirm-question', className: 'dialog-title', textContent: question })
  const body = Object.assign(document.createElement('div'), { className: 'dialog-body' })
  const form = Object.assign(document.createElement('form'), { method: 'dialog', className: 'dialog-buttons' })
  body.append(title)
  form.append(choice(say('cancel'), 'no', 'btn'), choice(okText, 'yes', `btn btn-${tone}`))
  dialog.append(body, form)
  return dialog
}

function choice(text, value, className) {
  return Object.assign(document.createElement('button'), { textContent: text, value, className })
}
