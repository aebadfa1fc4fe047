/** A pair to decide: s, d and u choose same, different and unsure and go to the reason; j and k go to the next pair and back. */

const CHOICES = { s: 'same', d: 'different', u: 'unsure' }
const WAYS = { j: '[data-next]', k: '[data-previous]' }

/** Let keys fill in the form of a decision. */
export function decideKeys(form) {
  const onKey = (event) => {
    if (!form.isConnected) document.removeEventListener('keydown', onKey)
    else if (!isElsewhere(event)) press(event, form)
  }
  document.addEventListener('keydown', onKey)
}

function isElsewhere(event) {
  const typing = event.target.closest('input:not([type=radio]), textarea, select, dialog, details[open]')
  return Boolean(typing) || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented
}

function press(event, form) {
  if (event.key in CHOICES) {
    event.preventDefault()
    form.querySelector(`input[name=decision][value=${CHOICES[event.key]}]`).checked = true
    form.querySelector('[name=reason]').focus()
  } else if (event.key in WAYS) {
    event.preventDefault()
    document.querySelector(WAYS[event.key])?.click()
  }
}
