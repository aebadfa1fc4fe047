import { expect, test } from 'vitest'
import { dayOf, daySaid, daysAfter, dueSaid, lateSaid, momentSaid, spanSaid } from '../src/engine/due'

const NOW = new Date(2026, 10, 22, 12, 0).getTime()
const inHours = (hours: number): string => new Date(NOW + hours * 3_600_000).toISOString()

test.each([
  [3.5, '还有3小时', false, true],
  [0.5, '还有30分钟', false, true],
  [72, '还有3天', false, false],
  [-2.2, '已超时2小时', true, false],
  [-0.001, '已超时1分钟', true, false],
])('due in %s hours is said as %s', (hours, text, late, soon) => {
  expect(dueSaid(inHours(hours), NOW)).toEqual({ text, late, soon })
})

test('what has no due time has no clock', () => {
  expect(dueSaid(undefined, NOW)).toBeUndefined()
  expect(dueSaid('soon', NOW)).toBeUndefined()
})

test('spans are told in hours up to two days', () => {
  expect(spanSaid(47 * 3_600_000)).toBe('47小时')
  expect(spanSaid(48 * 3_600_000)).toBe('2天')
})

test('a day of another year names the year', () => {
  expect(daySaid('2026-03-05', NOW)).toBe('3月5日')
  expect(daySaid('2025-12-31', NOW)).toBe('2025年12月31日')
  expect(daySaid('someday', NOW)).toBe('someday')
  expect(momentSaid(new Date(2026, 2, 5, 9, 5).toISOString(), NOW)).toBe('3月5日 09:05')
})

test('a line that came late tells both its times, any other none', () => {
  const at = (hour: number) => new Date(2026, 2, 5, hour).toISOString()
  expect(lateSaid({ done_at: at(9), received_at: at(14) }, NOW)).toBe('3月5日 09:00 在手机上完成，3月5日 14:00 传到')
  expect(lateSaid({}, NOW)).toBe('')
})

test('days are those of the place, over the end of a month', () => {
  expect(dayOf(NOW)).toBe('2026-11-22')
  expect(daysAfter(NOW, 14)).toBe('2026-12-06')
})
