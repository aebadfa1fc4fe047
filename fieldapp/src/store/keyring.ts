/** The phone's keys: one for each account that signed in here, until its lease ends. */
import { Dexie, type Table } from 'dexie'
import { leaseStands, risen, type Lease } from '../engine/clock'

/** What the phone keeps of an account beside its database: no name, no token. */
export interface Holder extends Lease {
  account: string
  device: string
  /** Gone when the lease ended, or at sign-out. */
  key?: CryptoKey
  /** Who used the phone last is opened first. */
  used_at: number
  /** Signed out by the worker's own hand: nothing opens until they sign in again. */
  out?: boolean
  /** Milliseconds the server is ahead of the phone. */
  offset: number
}

class Ring extends Dexie {
  holders!: Table<Holder, string>

  constructor() {
    super('linli-field-keys')
    this.version(1).stores({ holders: 'account' })
  }
}

let ring: Ring | undefined

function holders(): Table<Holder, string> {
  ring ??= new Ring()
  return ring.holders
}

/** Give the account that used the phone last. */
export async function lastHolder(): Promise<Holder | undefined> {
  const all = await holders().toArray()
  return all.sort((one, other) => other.used_at - one.used_at)[0]
}

/** Give what is kept of an account. */
export function holderOf(account: string): Promise<Holder | undefined> {
  return holders().get(account)
}

/** Keep a holder. */
export async function keepHolder(holder: Holder): Promise<void> {
  await holders().put(holder)
}

/** Note the time the clock shows and say whether the lease still stands. */
export async function watchLease(account: string, now: number): Promise<boolean> {
  const holder = await holderOf(account)
  if (!holder?.key || holder.out) return false
  if (now > holder.high) await holders().update(account, { high: risen(holder, now).high })
  return leaseStands(holder, now)
}

/** Forget an account's key: nothing of it can be read until the same account signs in on this phone. */
export async function dropKey(account: string, out = false): Promise<void> {
  await holders().where('account').equals(account).modify((holder) => {
    delete holder.key
    holder.out = out || Boolean(holder.out)
  })
}

/** Forget an account altogether. */
export async function dropHolder(account: string): Promise<void> {
  await holders().delete(account)
}

/** Take a lease the server renewed, and how far its clock is ahead. */
export async function renewLease(account: string, renewed: Lease & { offset: number }): Promise<void> {
  await holders().update(account, renewed)
}

/** Let accounts in again that signed out by their own hand. */
export async function allowIn(): Promise<void> {
  await holders().filter((holder) => Boolean(holder.out)).modify({ out: false })
}
