/** Fetching what changed on the server, and finding queued edits that no longer go together with it. */
import { conflictsWith, editedRow } from '../engine/merge'
import type { ChangesAnswer } from '../engine/protocol'
import type { Store } from '../store/store'
import type { Sender } from './push'
import { askJson } from './wire'

/** Fetch and keep all changes since the last time. */
export async function pull(sender: Sender): Promise<void> {
  const { store, token } = sender
  const asked = new Date()
  const done = (await store.outbox()).filter((entry) => entry.state === 'done').map((entry) => entry.command.id)
  const cursor = await store.cursor()
  const answer = await askJson<ChangesAnswer>(`/field/api/changes?cursor=${encodeURIComponent(cursor)}`, { token })
  await sender.heard(answer, asked.getTime())
  await store.apply(answer, done)
  await store.queue.tidy(asked)
  await markConflicts(store)
}

/** Show the worker queued edits of what somebody else changed meanwhile, before they are sent. */
export async function markConflicts(store: Store): Promise<void> {
  for (const entry of await store.outbox()) {
    const edited = entry.state === 'waiting' ? editedRow(entry) : undefined
    const row = edited && (await store.row(edited.part, edited.id))
    const conflicts = row ? conflictsWith(entry, row, new Date().toISOString()) : []
    if (!conflicts.length) continue
    await store.queue.change(entry.command.id, (now) => ({ ...now, state: 'conflict', conflicts, found: 'here' }))
  }
}
