/**
 * Time: how far the phone's clock is from the server's, until when the store may be read, when to try again.
 * The time now is always given; nothing here looks at a clock.
 */

const SECOND = 1000
/** The first pause after a failure, and the longest. */
export const FIRST_PAUSE = 5 * SECOND
export const LONGEST_PAUSE = 300 * SECOND

/** Until when the store may be read, by the phone's own clock, and the latest time this clock ever showed. */
export interface Lease {
  ends_at: number
  high: number
}

/** Say how many milliseconds the server is ahead of the phone, taking the middle of asking and being answered. */
export function serverOffset(serverNow: string, asked: number, answered: number): number {
  return Math.round(Date.parse(serverNow) - (asked + answered) / 2)
}

/** Take a lease from an answer: its length counts from now on the phone's clock, whatever that clock shows. */
export function leaseOf(answer: { lease_until: string; server_now: string }, now: number): Lease {
  return { ends_at: now + Date.parse(answer.lease_until) - Date.parse(answer.server_now), high: now }
}

/** Say whether the lease stands; turning the clock back does not lengthen it. */
export function leaseStands(lease: Lease, now: number): boolean {
  return Math.max(lease.high, now) < lease.ends_at
}

/** Keep the latest time the clock showed. */
export function risen(lease: Lease, now: number): Lease {
  return now > lease.high ? { ...lease, high: now } : lease
}

/** Give the pause after so many failures: 5 s, doubled up to 5 min, a fifth of it by chance so that phones spread. */
export function pauseAfter(tries: number, chance: number = Math.random()): number {
  const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.max(0, tries - 1))
  return Math.round(pause * (0.8 + 0.4 * chance))
}
