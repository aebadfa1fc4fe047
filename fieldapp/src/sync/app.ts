/** The app's one store and one sync: what the pages see of them, and what they may ask. */
import { signal, type Signal } from '@preact/signals'
import { leaseOf, serverOffset } from '../engine/clock'
import { counts } from '../engine/outbox'
import { isDiskFull } from '../store/errors'
import { allowIn, lastHolder, holderOf, renewLease, watchLease, type Holder } from '../store/keyring'
import { leftOf, waitingOf, wipe, type Store } from '../store/store'
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
const WAY_IN = 'linli-way-in'
const LOGIN = '/accounts/login/?next=/field/'

/** The open store; null while nobody is signed in or the lease is over. */
export const store: Signal<Store | null> = signal(null)

let opened: Opened | undefined
let loop: Loop | undefined
let leaseTimer: ReturnType<typeof setInterval> | undefined
/** Comes to its end when nobody is coming in or going out any more. */
let under: Promise<unknown> = Promise.resolve()

/** Open what this phone has, without the network where the lease stands; then sync. */
export async function start(): Promise<void> {
  if (!isSupported()) return say({ phase: 'unsupported' })
  listen()
  void linkWorker(() => void loop?.force())
  await inTurn(begin)
}

/** Sync now, whatever pause was planned. */
export async function syncNow(): Promise<void> {
  await loop?.force()
}

/** Sign in: at once where the browser's session stands, else on the sign-in page, which leads back to where one stands. */
export async function signIn(): Promise<void> {
  const isIn = await inTurn(async () => {
    await allowIn()
    return comeIn()
  })
  if (!isIn) location.assign(LOGIN + encodeURIComponent(location.hash))
}

/**
 * Sign out. With something unsent and not confirmed nothing happens but that it is counted;
 * confirmed, it stays sealed on the phone until the same account signs in again, as does what is half written unless it
 * shall go.
 */
export async function signOut(options: { confirmed?: boolean; drafts?: 'keep' | 'drop' } = {}): Promise<{ unsent: number; done: boolean }> {
  const by = opened
  if (!by) return { unsent: 0, done: true }
  const { waiting, set_aside } = counts(await by.store.outbox())
  const unsent = waiting + set_aside
  if (unsent && !options.confirmed) return { unsent, done: false }
  if (options.drafts === 'drop') for (const key of await by.store.draftKeys()) await by.store.dropDraft(key)
  return { unsent: await goes(by, () => goOut(by)) ?? unsent, done: true }
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
    void (loop ? loop.force() : inTurn(comeIn))
  })
  addEventListener('offline', () => say({ online: false }))
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return
    void checkLease().then(() => loop?.kick())
  })
}

/** Come in when nobody is coming in or going out any more. */
function inTurn<T>(coming: () => Promise<T>): Promise<T> {
  const mine = under.then(coming)
  under = mine.catch(() => undefined)
  return mine
}

/** Leave the store of an account at once, and let whoever comes in wait; undefined where it has been left already. */
async function goes<T>(by: Opened, going: () => Promise<T>): Promise<T | undefined> {
  if (opened !== by) return undefined
  close()
  const gone = going()
  under = Promise.allSettled([under, gone])
  return gone
}

async function begin(): Promise<void> {
  const holder = await lastHolder()
  const found = await openAgain(holder)
  if (found) return ready(found, () => void switchAccount(found))
  if (holder?.key) await lock(holder.account, null)
  say({ phase: holder && !holder.out ? 'locked' : 'signed-out', waiting: holder ? await waitingOf(holder.account) : 0 })
  await comeIn()
}

async function openAgain(holder: Holder | undefined): Promise<Opened | undefined> {
  return holder && (await watchLease(holder.account, Date.now())) ? reopen(holder) : undefined
}

async function ready(found: Opened, after?: () => void): Promise<void> {
  opened = found
  const { holder, token } = found
  found.store.onGone(() => void lockNow(found, undefined, { elsewhere: true }))
  // A phone too full to tidy opens all the same.
  await found.store.queue.tidy(new Date()).catch(() => undefined)
  if (opened !== found) return
  const hears = (answer: Heard, asked: number) => heard(found, answer, asked)
  loop = new Loop({ store: found.store, device: holder.device, token, heard: hears }, (end) => atEnd(found, end))
  store.value = found.store
  say({ phase: 'ready', trouble: undefined, trouble_said: undefined, lease_until: holder.ends_at, offset: holder.offset })
  clearInterval(leaseTimer)
  leaseTimer = setInterval(() => void checkLease(), LEASE_CHECK_MS)
  void navigator.storage?.persist?.().catch(() => false)
  loop.begin()
  after?.()
}

/**
 * Come in under the account of the browser's session, where there is one that may; says whether the store is open.
 * One tab after another: registering takes the token from those that registered before, so the second opens what is there.
 */
async function comeIn(): Promise<boolean> {
  if (opened) return true
  try {
    return await navigator.locks.request(WAY_IN, async () => {
      const session = await whoIsThere()
      const holder = session.account ? await holderOf(session.account.id) : undefined
      if (!session.account || holder?.out) return false
      if (!session.may) return refuse('field.not-for-field-work')
      await ready((await openAgain(holder)) ?? (await register(session, Date.now())))
      return opened !== undefined
    })
  } catch (error) {
    if (error instanceof Unreachable) return refuse(error.code)
    if (isDiskFull(error)) return refuse('full-disk')
    return error instanceof Refused ? refuse(error.problem.code, error.problem.title) : refuse('network')
  }
}

function refuse(trouble: string, said?: string): boolean {
  say({ trouble, trouble_said: said })
  return false
}

/** Somebody else signed in with this browser: what the former account has here is locked, and they come in. */
async function switchAccount(by: Opened): Promise<void> {
  const session: Session | undefined = await whoIsThere().catch(() => undefined)
  if (!session?.account || !session.may || session.account.id === by.holder.account || opened !== by) return
  await lockNow(by)
  await inTurn(comeIn)
}

/** Take the server's clock and the lease from an answer, unless the account it was for has left meanwhile. */
async function heard(by: Opened, answer: Heard, asked: number): Promise<void> {
  if (opened !== by) return
  const now = Date.now()
  const offset = serverOffset(answer.server_now, asked, now)
  const lease = leaseOf(answer, now)
  await renewLease(by.holder.account, { ...lease, offset })
  if (opened === by) say({ lease_until: lease.ends_at, offset })
}

async function atEnd(by: Opened, end: Ended): Promise<void> {
  if (end.out !== 'wipe') return lockNow(by, end.trouble)
  await goes(by, async () => {
    await forget(by.holder.account, by.store)
    say({ phase: 'signed-out', trouble: end.trouble, waiting: 0, set_aside: 0 })
  })
}

async function checkLease(): Promise<void> {
  const by = opened
  if (by && !(await watchLease(by.holder.account, Date.now()))) await lockNow(by, 'lease')
}

async function lockNow(by: Opened, trouble?: string, { elsewhere = false } = {}): Promise<void> {
  const { account } = by.holder
  await goes(by, async () => {
    if (elsewhere) by.store.close()
    else await lock(account, by.store)
    const phase = trouble === 'lease' ? 'locked' : 'signed-out'
    say({ phase, trouble, lease_until: undefined, waiting: await waitingOf(account), set_aside: 0 })
  })
}

/**
 * Sign an account out; gives how much it has not sent. It is shut in all tabs before the server is told: however long
 * that takes, nothing comes to it any more, and a browser that is closed meanwhile does not open it again.
 */
async function goOut(by: Opened): Promise<number> {
  const { account } = by.holder
  await lock(account, by.store, true)
  const told = await tellSignedOut(by)
  const left = await leftOf(account)
  if (!left.unsent && !left.drafts) await (told ? forget(account, null) : wipe(account))
  say({ phase: 'signed-out', trouble: undefined, lease_until: undefined, waiting: left.unsent, set_aside: 0 })
  return left.unsent
}

function close(): void {
  opened = undefined
  clearInterval(leaseTimer)
  loop?.stop()
  loop = undefined
  store.value = null
}

/** For the journeys in tests: they queue changes through the app's own store. */
if (typeof window !== 'undefined' && 'linliField' in window)
  Object.assign(window.linliField as object, { store, status, start, syncNow, signIn, signOut, shrink })
