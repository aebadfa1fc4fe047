/** The app's one store and one sync: what the pages see of them, and what they may ask. */
import { signal, type Signal } from '@preact/signals'
import { leaseOf, serverOffset } from '../engine/clock'
import { counts } from '../engine/outbox'
import { allowIn, lastHolder, holderOf, renewLease, watchLease, type Holder } from '../store/keyring'
import { waitingOf, type Store } from '../store/store'
import { photoOf } from './extras'
import { Loop } from './loop'
import type { Ended } from './round'
import { forget, lock, register, reopen, tellSignedOut, whoIsThere, type Opened, type Session } from './session'
import { shrink } from './shrink'
import { say, status } from './status'
import { Refused, Unreachable } from './wire'
import { linkWorker } from './worker-link'

export { shrink } from './shrink'
export { status, type SyncStatus } from './status'

type Heard = { server_now: string; lease_until: string }

const LEASE_CHECK_MS = 30_000
const LOGIN = '/accounts/login/?next=/field/'

/** The open store; null while nobody is signed in or the lease is over. */
export const store: Signal<Store | null> = signal(null)

let opened: Opened | undefined
let loop: Loop | undefined
let leaseTimer: ReturnType<typeof setInterval> | undefined

/** Open what this phone has, without the network where the lease stands; then sync. */
export async function start(): Promise<void> {
  if (!isSupported()) return say({ phase: 'unsupported' })
  listen()
  void linkWorker(() => void loop?.force())
  const holder = await lastHolder()
  const stands = holder ? await watchLease(holder.account, Date.now()) : false
  const found = stands && holder ? await reopen(holder) : undefined
  if (found) return ready(found, () => void switchAccount(found.holder))
  if (holder?.key) await lock(holder.account, null)
  say({ phase: holder && !holder.out ? 'locked' : 'signed-out', waiting: holder ? await waitingOf(holder.account) : 0 })
  await comeIn()
}

/** Sync now, whatever pause was planned. */
export async function syncNow(): Promise<void> {
  await loop?.force()
}

/** Sign in: at once where the browser's session stands, else on the sign-in page, which leads back to where one stands. */
export async function signIn(): Promise<void> {
  await allowIn()
  if (!(await comeIn())) location.assign(LOGIN + encodeURIComponent(location.hash))
}

/**
 * Sign out. With something unsent and not confirmed nothing happens but that it is counted;
 * confirmed, it stays sealed on the phone until the same account signs in again, as does what is half written unless it
 * shall go.
 */
export async function signOut(options: { confirmed?: boolean; drafts?: 'keep' | 'drop' } = {}): Promise<{ unsent: number; done: boolean }> {
  if (!opened) return { unsent: 0, done: true }
  const { waiting, set_aside } = counts(await opened.store.outbox())
  const unsent = waiting + set_aside
  if (unsent && !options.confirmed) return { unsent, done: false }
  const drafts = await opened.store.draftKeys()
  if (options.drafts === 'drop') for (const key of drafts) await opened.store.dropDraft(key)
  const keeps = unsent > 0 || (drafts.length > 0 && options.drafts !== 'drop')
  const leaving = await close()
  if (leaving) await tellSignedOut(leaving)
  if (leaving) await (keeps ? lock(leaving.holder.account, leaving.store, true) : forget(leaving.holder.account, leaving.store))
  say({ phase: 'signed-out', trouble: undefined, lease_until: undefined, waiting: unsent, set_aside: 0 })
  return { unsent, done: true }
}

/** Give a photo of a case, from the phone or the server. */
export async function casePhoto(sha: string, caseId: string): Promise<Blob | undefined> {
  if (!opened) return undefined
  return photoOf(opened.store, opened.token, sha, caseId).catch(() => undefined)
}

/** Say what the server's clock shows now, as far as the phone knows. */
export function serverNow(): number {
  return Date.now() + status.peek().offset
}

function isSupported(): boolean {
  const wanted = ['indexedDB', 'BroadcastChannel', 'CompressionStream', 'OffscreenCanvas']
  return wanted.every((name) => name in globalThis) && Boolean(globalThis.crypto?.subtle) && 'locks' in navigator
}

function listen(): void {
  say({ online: navigator.onLine })
  addEventListener('online', () => {
    say({ online: true })
    void (loop ? loop.force() : comeIn())
  })
  addEventListener('offline', () => say({ online: false }))
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return
    void checkLease().then(() => loop?.kick())
  })
}

async function ready(found: Opened, after?: () => void): Promise<void> {
  opened = found
  const { holder, token } = found
  await found.store.queue.tidy(new Date())
  found.store.onGone(() => void lockNow(undefined, { elsewhere: true }))
  const hears = (answer: Heard, asked: number) => heard(found, answer, asked)
  loop = new Loop({ store: found.store, device: holder.device, token, heard: hears }, atEnd)
  store.value = found.store
  say({ phase: 'ready', trouble: undefined, trouble_said: undefined, lease_until: holder.ends_at, offset: holder.offset })
  clearInterval(leaseTimer)
  leaseTimer = setInterval(() => void checkLease(), LEASE_CHECK_MS)
  void navigator.storage?.persist?.().catch(() => false)
  loop.begin()
  after?.()
}

/** Register under the account of the browser's session, where there is one that may; says whether the store is open. */
async function comeIn(): Promise<boolean> {
  try {
    const session = await whoIsThere()
    if (!session.account || (await holderOf(session.account.id))?.out) return false
    if (!session.may) return refuse('field.not-for-field-work')
    await ready(await register(session, Date.now()))
    return true
  } catch (error) {
    if (error instanceof Unreachable) return refuse(error.code)
    return error instanceof Refused ? refuse(error.problem.code, error.problem.title) : refuse('network')
  }
}

function refuse(trouble: string, said?: string): boolean {
  say({ trouble, trouble_said: said })
  return false
}

/** Somebody else signed in with this browser: what the former account has here is locked, and they come in. */
async function switchAccount(holder: Holder): Promise<void> {
  const session: Session | undefined = await whoIsThere().catch(() => undefined)
  if (!session?.account || !session.may || session.account.id === holder.account) return
  await lockNow(undefined)
  await comeIn()
}

/** Take the server's clock and the lease from an answer, unless the account it was for has left meanwhile. */
async function heard(by: Opened, answer: Heard, asked: number): Promise<void> {
  if (opened !== by) return
  const now = Date.now()
  const offset = serverOffset(answer.server_now, asked, now)
  const lease = leaseOf(answer, now)
  await renewLease(by.holder.account, { ...lease, offset })
  say({ lease_until: lease.ends_at, offset })
}

async function atEnd(end: Ended): Promise<void> {
  if (end.out === 'wipe') {
    const leaving = await close()
    if (leaving) await forget(leaving.holder.account, leaving.store)
    say({ phase: 'signed-out', trouble: end.trouble, waiting: 0, set_aside: 0 })
  } else await lockNow(end.trouble)
}

async function checkLease(): Promise<void> {
  if (opened && !(await watchLease(opened.holder.account, Date.now()))) await lockNow('lease')
}

async function lockNow(trouble: string | undefined, { elsewhere = false } = {}): Promise<void> {
  const leaving = await close()
  if (!leaving) return
  const { account } = leaving.holder
  if (elsewhere) leaving.store.close()
  else await lock(account, leaving.store)
  const phase = trouble === 'lease' ? 'locked' : 'signed-out'
  say({ phase, trouble, lease_until: undefined, waiting: await waitingOf(account), set_aside: 0 })
}

async function close(): Promise<Opened | undefined> {
  const leaving = opened
  opened = undefined
  clearInterval(leaseTimer)
  loop?.stop()
  loop = undefined
  store.value = null
  return leaving
}

/** For the journeys in tests: they queue changes through the app's own store. */
if (typeof window !== 'undefined' && 'linliField' in window)
  Object.assign(window.linliField as object, { store, status, start, syncNow, signIn, signOut, shrink })
