/** A sheet that comes up from the lower edge, where the thumb is: the browser's own dialog, so focus stays inside. */
import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import { t } from '../../engine/words'
import { Button, IconButton, type Look } from './button'

export function Sheet({ title, open, onClose, children, tall }: {
  title: string
  open: boolean
  onClose: () => void
  children: ComponentChildren
  /** Takes the whole height, for a map or a long list. */
  tall?: boolean | undefined
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const shown = dialog.current
    if (!shown || shown.open === open) return
    if (open) shown.showModal()
    else shown.close()
  }, [open])
  if (!open) return null
  return (
    <dialog
      class={tall ? 'sheet sheet-tall' : 'sheet'} ref={dialog} aria-labelledby={id}
      onCancel={(event) => { event.preventDefault(); onClose() }}
      onClick={(event) => { if (event.target === dialog.current) onClose() }}
    >
      <div class="sheet-inner">
        <div class="sheet-head">
          <h2 id={id}>{title}</h2>
          <IconButton icon="x" label={t('关闭')} onClick={onClose} />
        </div>
        <div class="sheet-body">{children}</div>
      </div>
    </dialog>
  )
}

/** Ask before something that cannot be taken back. */
export function Confirm({ title, children, yes, look = 'danger', open, onYes, onClose }: {
  title: string
  children?: ComponentChildren
  yes: string
  look?: Look
  open: boolean
  onYes: () => void
  onClose: () => void
}) {
  return (
    <Sheet title={title} open={open} onClose={onClose}>
      {children}
      <div class="actions">
        <Button wide onClick={onClose}>{t('不了')}</Button>
        <Button wide look={look} onClick={onYes}>{yes}</Button>
      </div>
    </Sheet>
  )
}
