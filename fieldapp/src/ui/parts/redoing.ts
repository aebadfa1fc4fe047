/** Taking a refused change back to its draft: first the draft is safe on the phone, then the change goes from the outbox. */
import { redone, type Redone } from '../../engine/redo'
import type { OutboxEntry } from '../../store/store'
import { store } from '../../sync/app'

/** Move a refused change into its draft; undefined where it cannot be, e.g. because others depend on it. */
export async function takeBack(entry: OutboxEntry): Promise<Redone | undefined> {
  const opened = store.peek()
  const draft = redone(entry)
  if (!opened || !draft) return undefined
  const found = await Promise.all(entry.command.media.map((one) => opened.photo(one.sha256)))
  const blobs = found.filter((one) => one !== undefined)
  // What is known of photos stands beside them in their order: with one of them lost, all are taken anew.
  const whole = blobs.length === found.length
  const value = whole || !('shots' in draft.value) ? draft.value : { ...draft.value, shots: [] }
  try {
    await opened.keepDraft(draft.key, value, whole ? blobs : [])
    await opened.discard(entry.command.id)
    return draft
  } catch {
    return undefined
  }
}
