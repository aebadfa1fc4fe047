/** The frame of every action's sheet: what is asked, what is wrong with it, and one button that saves. */
import type { ComponentChildren } from 'preact'
import { useRef } from 'preact/hooks'
import { Button } from '../../parts/button'
import { Notice } from '../../parts/card'
import { Sheet } from '../../parts/sheet'

/** A form in a sheet; `onSave` is called when it is sent by the button or the keyboard. */
export function ActionSheet({ title, save, busy, trouble, danger, onSave, onClose, children }: {
  title: string
  /** What the button says. */
  save: string
  busy?: boolean | undefined
  trouble?: string | undefined
  danger?: boolean | undefined
  onSave: () => void
  onClose: () => void
  children?: ComponentChildren
}) {
  const form = useRef<HTMLFormElement>(null)
  const submit = (event: Event): void => {
    event.preventDefault()
    onSave()
    // What is wrong is shown after this turn: then the first such field is gone to.
    setTimeout(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"], .has-error input, .has-error button')?.focus(), 0)
  }
  return (
    <Sheet title={title} open onClose={onClose}>
      <form class="sheet-form" ref={form} onSubmit={submit} noValidate>
        {children}
        {trouble && <Notice tone="red" live>{trouble}</Notice>}
        <div class="actions">
          <Button type="submit" look={danger ? 'danger' : 'main'} wide busy={busy}>{save}</Button>
        </div>
      </form>
    </Sheet>
  )
}
