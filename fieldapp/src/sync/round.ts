/** One round of syncing: send, fetch, and say what stood in the way. */
import { pull } from './pull'
import { push, type Sender } from './push'
import { ServerFull } from './upload'
import { Refused, SignInAgain, Unreachable, WipeAll } from './wire'
import { isDiskFull, Sealed } from '../store/errors'

/** How a round ended; `wait`: try again after a pause. */
export interface Ended {
  trouble?: string
  wait: boolean
  /** The server wants this phone to sign in again, or to delete everything. */
  out?: 'sign-in' | 'wipe'
}

/** Send what is queued and fetch what changed. A server without room for media still takes and gives the rest. */
export async function syncOnce(sender: Sender): Promise<Ended> {
  try {
    const full = await push(sender).then(() => false, serverFull)
    await pull(sender)
    return full ? { trouble: 'field.disk-full', wait: true } : { wait: false }
  } catch (error) {
    return endedBy(error)
  }
}

function serverFull(error: unknown): boolean {
  if (error instanceof ServerFull) return true
  throw error
}

function endedBy(error: unknown): Ended {
  if (error instanceof SignInAgain) return { trouble: 'field.sign-in', wait: false, out: 'sign-in' }
  if (error instanceof WipeAll) return { trouble: 'field.wipe', wait: false, out: 'wipe' }
  if (error instanceof Unreachable) return { trouble: error.code, wait: true }
  if (error instanceof Refused) return { trouble: error.problem.code, wait: true }
  if (isDiskFull(error)) return { trouble: 'full-disk', wait: true }
  if (error instanceof Sealed) return { trouble: 'sealed', wait: true }
  throw error
}
