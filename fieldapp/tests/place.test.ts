/** A place the phone found by itself: it ages, and a report that says nothing does not keep it. */
import { describe, expect, it } from 'vitest'
import { isOld, isSameSpot, type Place } from '../src/engine/place'
import { freshReport, isBegun, reportPayload, type ReportDraft } from '../src/engine/report'

const NOW = Date.parse('2026-11-22T09:00:00Z')
const minutesAgo = (minutes: number): string => new Date(NOW - minutes * 60_000).toISOString()
const gps = (change: Partial<Place> = {}): Place => ({ how: 'gps', lon: 120, lat: 30, accuracy_m: 6, found_at: minutesAgo(0), ...change })
const draft = (change: Partial<ReportDraft> = {}): ReportDraft => ({ ...freshReport(), ...change })

describe('a place the phone found', () => {
  it('is old after a few minutes, without its time, and where the clock was put back', () => {
    expect([0, 2, 3, 60].map((minutes) => isOld(gps({ found_at: minutesAgo(minutes) }), NOW))).toEqual([false, false, true, true])
    expect(isOld(gps({ found_at: undefined }), NOW)).toBe(true)
    expect(isOld(gps({ found_at: minutesAgo(-60) }), NOW)).toBe(true)
  })

  it('is not old because the page looked at the clock a moment before it was found', () => {
    expect(isOld(gps({ found_at: minutesAgo(-0.5) }), NOW)).toBe(false)
  })

  it('never ages where a person chose it', () => {
    expect(isOld({ how: 'map', lon: 120, lat: 30 }, NOW)).toBe(false)
    expect(isOld({ how: 'none' }, NOW)).toBe(false)
  })

  it('is the same spot within its exactness, and not a street further', () => {
    expect(isSameSpot(gps(), gps({ lat: 30.0004 }))).toBe(true)
    expect(isSameSpot(gps(), gps({ lat: 30.001 }))).toBe(false)
    expect(isSameSpot(gps({ accuracy_m: 100 }), gps({ lat: 30.001, accuracy_m: 40 }))).toBe(true)
    expect(isSameSpot(gps(), { how: 'none' })).toBe(false)
  })
})

describe('a report', () => {
  it('is not begun by a place the phone found', () => {
    expect(isBegun(draft({ place: gps() }), [])).toBe(false)
    expect(isBegun(draft({ place: gps(), text: '  ' }), [])).toBe(false)
  })

  it('is begun by words, a kind, a photo, or a place somebody chose', () => {
    expect(isBegun(draft({ text: '灯' }), [])).toBe(true)
    expect(isBegun(draft({ kind: 'cover' }), [])).toBe(true)
    expect(isBegun(draft(), [new Blob(['x'])])).toBe(true)
    expect(isBegun(draft({ reporter_phone: '1' }), [])).toBe(true)
    expect(isBegun(draft({ place: { how: 'building', building: 'B1' } }), [])).toBe(true)
  })

  it('keeps to itself when the place was found', () => {
    expect(reportPayload(draft({ text: '井盖破了', place: gps() }), '')).not.toHaveProperty('found_at')
  })
})
