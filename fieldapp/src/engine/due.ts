/** How far away a due time is, in words: 还有3小时, 已超时2天. */
import { t } from './words'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** A due time in words; `soon` from a quarter of a day before it. */
export interface Due {
  text: string
  late: boolean
  soon: boolean
}

/** Say how long is left until a due time, or how long it is past; nothing where there is none. */
export function dueSaid(due: string | undefined, now: number): Due | undefined {
  const at = due ? Date.parse(due) : NaN
  if (Number.isNaN(at)) return undefined
  const left = at - now
  const span = spanSaid(Math.abs(left))
  const late = left < 0
  return { text: late ? t('已超时%(span)s', { span }) : t('还有%(span)s', { span }), late, soon: !late && left <= 6 * HOUR }
}

/** Say a span of time in its largest fitting unit: minutes under two hours, hours under two days, days beyond. */
export function spanSaid(milliseconds: number): string {
  if (milliseconds < 2 * HOUR) return t('%(n)s分钟', { n: Math.max(1, Math.floor(milliseconds / MINUTE)) })
  if (milliseconds < 2 * DAY) return t('%(n)s小时', { n: Math.floor(milliseconds / HOUR) })
  return t('%(n)s天', { n: Math.floor(milliseconds / DAY) })
}

/** Say a day for people, as `10月3日`; the year is named where it is not this one. */
export function daySaid(iso: string | undefined, now: number): string {
  if (!iso) return ''
  const day = new Date(iso.length === 10 ? `${iso}T00:00:00` : iso)
  if (Number.isNaN(day.getTime())) return iso
  const said = { y: day.getFullYear(), m: day.getMonth() + 1, d: day.getDate() }
  return said.y === new Date(now).getFullYear() ? t('%(m)s月%(d)s日', said) : t('%(y)s年%(m)s月%(d)s日', said)
}

/** Say a moment for people, as `10月3日 09:05`. */
export function momentSaid(iso: string | undefined, now: number): string {
  if (!iso) return ''
  const at = new Date(iso)
  if (Number.isNaN(at.getTime())) return iso
  const two = (n: number): string => String(n).padStart(2, '0')
  return `${daySaid(iso, now)} ${two(at.getHours())}:${two(at.getMinutes())}`
}

/** Tell when something was done and when it came, where the server says that a while lies between; else nothing. */
export function lateSaid(line: { done_at?: string; received_at?: string }, now: number): string {
  if (!line.done_at || !line.received_at) return ''
  return t('%(done)s 在手机上完成，%(received)s 传到', {
    done: momentSaid(line.done_at, now), received: momentSaid(line.received_at, now),
  })
}

/** Give a moment's day in local time as `2026-10-03`. */
export function dayOf(moment: number): string {
  const at = new Date(moment)
  const two = (n: number): string => String(n).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}

/** Give the day so many days after a moment. */
export function daysAfter(moment: number, days: number): string {
  const at = new Date(moment)
  at.setDate(at.getDate() + days)
  return dayOf(at.getTime())
}

const MOST_DAYS_AHEAD = 366

/** The last day a visit may be planned for on a day; the server refuses a later one. */
export function lastPlanDay(today: string): string {
  return dayOf(Date.parse(`${today}T12:00:00`) + MOST_DAYS_AHEAD * 86_400_000)
}

/** Say what is wrong with a day that is planned for: past, or more than a year ahead. */
export function planDayLacks(day: string, today: string): 'past' | 'far' | undefined {
  if (day < today) return 'past'
  return day > lastPlanDay(today) ? 'far' : undefined
}
