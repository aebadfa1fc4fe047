/** Opens a <dialog> written in the page; its buttons with data-dialog-close shut it. */

/** Open the dialog whose selector stands in data-dialog-open. */
export function dialogOpener(button) {
  button.addEventListener('click', () => {
    const dialog = document.querySelector(button.dataset.dialogOpen)
    dialog.addEventListener('click', closeOnRequest)
    dialog.showModal()
  })
}

function closeOnRequest(event) {
  const onBackdrop = event.target === event.currentTarget
  if (onBackdrop || event.target.closest('[data-dialog-close]')) event.currentTarget.close()
}
