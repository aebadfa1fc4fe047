/** What was begun for a page and is not part of its draft yet: saving waits for it, or it would land in the next draft. */
import { signal } from '@preact/signals'
import { shrink } from '../../sync/app'

/** Whether somebody is speaking into the phone right now. */
export const speaking = signal(false)

/** How many photos are being made small right now: seconds on an old phone. */
export const shrinking = signal(0)

/** Make a photo small, counted as long as it takes. */
export async function shrunk(photo: File | Blob): Promise<Blob> {
  shrinking.value += 1
  try {
    return await shrink(photo)
  } finally {
    shrinking.value -= 1
  }
}
