/** Letting this phone in: asking who is signed in, registering, opening the store, locking, wiping, signing out. */
import { leaseOf } from '../engine/clock'
import { newId } from '../engine/ids'
import type { DeviceAnswer } from '../engine/protocol'
import { deriveKey } from '../store/crypt'
import { dropHolder, dropKey, holderOf, keepHolder, type Holder } from '../store/keyring'
import { clearPulledOf, openStore, wipe, type Store } from '../store/store'
import { ask, askJson, Refused } from './wire'

const OTHER_TIMES = 2

/** Who is signed in with this browser. */
export interface Session {
  account: { id: string; name: string; username: string } | null
  csrf: string
  signed_in: boolean
  may: boolean
}

/** A store that is open, and what is needed to sync it. */
export interface Opened {
  store: Store
  holder: Holder
  token: string
}

/** Ask who is signed in. */
export function whoIsThere(): Promise<Session> {
  return askJson<Session>('/field/api/session')
}

/** Register this phone under the signed-in account and open its store with the key that comes back. */
export async function register(session: Session, now: number): Promise<Opened> {
  const account = session.account?.id ?? ''
  const known = await holderOf(account)
  const answer = await registered(known?.device ?? newId(), session.csrf, OTHER_TIMES)
  const key = await deriveKey(answer.key, answer.device)
  const lease = leaseOf(answer, Date.now())
  const offset = Date.parse(answer.server_now) - Date.now()
  const holder: Holder = { account: answer.account.id, device: answer.device, key, used_at: now, offset, ...lease }
  const store = await openStore(holder.account, key)
  try {
    // Rows that another key sealed say nothing any more: they are fetched anew.
    await store.setting('account').catch(() => clearPulledOf(holder.account))
    await keepHolder(holder)
    await store.keepSetting('token', answer.token)
    await store.keepSetting('account', answer.account)
  } catch (error) {
    store.close()
    throw error
  }
  return { store, holder, token: answer.token }
}

/** Open the store of an account whose lease stands; needs no network. */
export async function reopen(holder: Holder): Promise<Opened | undefined> {
  if (!holder.key) return undefined
  const store = await openStore(holder.account, holder.key)
  const token = await store.setting<string>('token').catch(() => undefined)
  if (token) return { store, holder, token }
  store.close()
  return undefined
}

/** Drop the key and what was pulled; what is queued stays sealed until the same account signs in on this phone. */
export async function lock(account: string, store: Store | null, out = false): Promise<void> {
  await dropKey(account, out)
  store?.leave()
  await clearPulledOf(account)
}

/** Delete everything of an account on this phone. */
export async function forget(account: string, store: Store | null): Promise<void> {
  store?.leave()
  await dropHolder(account)
  await wipe(account)
}

/**
 * Tell the server that this phone is signed out, and end the browser's session; says whether that session lets the
 * account in no more. Without network the phone signs out alone, and stays out when the network is back.
 */
export async function tellSignedOut(opened: Opened): Promise<boolean> {
  const { holder, token } = opened
  await ask(`/field/api/devices/${holder.device}`, { method: 'DELETE', token }).catch(() => undefined)
  const session = await whoIsThere().catch(() => undefined)
  if (session?.account?.id !== holder.account) return session !== undefined
  return ask('/accounts/logout/', { method: 'POST', headers: { 'X-CSRFToken': session.csrf } }).then(() => true, () => false)
}

async function registered(device: string, csrf: string, times: number): Promise<DeviceAnswer & { token: string }> {
  const json = { id: device, name: nameOfPhone(), platform: platformOf(), app_version: versionOf() }
  const headers = { 'X-CSRFToken': csrf }
  try {
    return await askJson('/field/api/devices', { method: 'POST', json, headers })
  } catch (error) {
    const taken = error instanceof Refused && error.problem.code === 'field.device-of-another'
    if (!taken || times <= 1) throw error
    return registered(newId(), csrf, times - 1)
  }
}

function nameOfPhone(): string {
  const model = /\(([^)]*)\)/.exec(navigator.userAgent)?.[1] ?? ''
  return (model.split(';').at(-1) ?? '').trim().slice(0, 60)
}

function platformOf(): string {
  const hints = (navigator as Navigator & { userAgentData?: { platform?: string } }).userAgentData
  return (hints?.platform ?? navigator.platform ?? '').slice(0, 60)
}

function versionOf(): string {
  return (document.documentElement.dataset['version'] ?? '').slice(0, 30)
}
