/** A filter that applies as soon as it is changed; without script its form keeps a button. */

/** Submit the form of this field, or each field of this form, when it changes. */
export function autoSubmit(element) {
  element.addEventListener('change', () => {
    const form = element instanceof HTMLFormElement ? element : element.form
    form?.requestSubmit()
  })
}
