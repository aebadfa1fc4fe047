/** The list of Today: what is due, in which group, in which order. */
import { describe, expect, it } from 'vitest'
import type { CaseRow, VisitRow } from '../src/engine/rows'
import { dueItems, ends, grouped, groupOf, otherCases, type DueItem } from '../src/engine/today'

const NOW = new Date('2026-11-20T10:00:00').getTime()
const at = (text: string): string => new Date(text).toISOString()

const aCase = (id: string, change: Partial<CaseRow> = {}): CaseRow => ({
  id, number: id, title: id, text: id, state: 'handling', state_name: '处理中', reported_at: at('2026-11-19T08:00:00'), is_open: true, mine: 'handle', steps: [], ...change,
})
const aVisit = (id: string, change: Partial<VisitRow> = {}): VisitRow => ({ id, purpose: 'care', purpose_name: '探访关爱', state: 'planned', ...change })
const anItem = (id: string, change: Partial<DueItem> = {}): DueItem => ({ id, task: 'handle', title: id, where: '', words: [], ...change })
const ids = (groups: { group: string; items: DueItem[] }[]): Record<string, string[]> =>
  Object.fromEntries(groups.map(({ group, items }) => [group, items.map((one) => one.id)]))

describe('what is due', () => {
  it('lists what the worker has to do and leaves out what they only may see', () => {
    const cases = [aCase('a'), aCase('b', { mine: 'view' }), aCase('c', { is_open: false }), aCase('d', { mine: 'check' }), aCase('e', { round: true })]
    expect(dueItems({ cases, visits: [], forms: [] }, NOW).map((one) => [one.id, one.task])).toEqual([['a', 'handle'], ['d', 'check'], ['e', 'round']])
  })

  it('keeps a visit to which nobody opened, and drops one that was made or cancelled', () => {
    const visits = [aVisit('a'), aVisit('b', { state: 'not-in' }), aVisit('c', { state: 'made' }), aVisit('d', { state: 'cancelled' })]
    expect(dueItems({ cases: [], visits, forms: [] }, NOW).map((one) => one.id)).toEqual(['a', 'b'])
  })

  it('takes the planned day of a visit before the day it is due', () => {
    const [visit] = dueItems({ cases: [], visits: [aVisit('a', { due_on: '2026-11-30', planned_on: '2026-11-21' })], forms: [] }, NOW)
    expect(visit?.due).toBe('2026-11-21')
  })

  it('puts a visit where its building stands, and says where that is', () => {
    const visits = [aVisit('a', { household: 'h' }), aVisit('b', { household: 'unknown' }), aVisit('c', { dwelling: 'd' }), aVisit('e', { dwelling: 'd', address: '竹桥路1号101室' })]
    const rows = {
      cases: [], forms: [], visits,
      households: [{ id: 'h', area: '1', dwelling: 'd' }], dwellings: [{ id: 'd', building: 'b', no: '101' }],
      buildings: [{ id: 'b', code: 'b', name: '1号楼', area: '1', lon: 118, lat: 32 }],
    }
    expect(dueItems(rows, NOW).map((one) => [one.lon, one.lat, one.where])).toEqual([
      [118, 32, '1号楼 101'], [undefined, undefined, ''], [118, 32, '1号楼 101'], [118, 32, '竹桥路1号101室'],
    ])
  })

  it('names a visit that was planned on this phone by its purpose', () => {
    const visits = [aVisit('a', { purpose_name: '' }), aVisit('b', { purpose_name: '', purpose: 'unheard-of' })]
    const purposes = [{ code: 'care', name: '探访关爱' }]
    expect(dueItems({ cases: [], visits, forms: [], purposes }, NOW).map((one) => one.title)).toEqual(['探访关爱', '走访'])
  })

  it('warns of a form two weeks before it expires, not earlier and not after', () => {
    const form = (id: string, expires_on: string) => ({ id, version: '1', title: id, target: 'none' as const, expires_on })
    const forms = [form('soon', '2026-12-04'), form('far', '2026-12-05'), form('over', '2026-11-19'), form('today', '2026-11-20')]
    expect(dueItems({ cases: [], visits: [], forms }, NOW).map((one) => one.id)).toEqual(['soon', 'today'])
  })
})

describe('the order', () => {
  it('puts the overdue first, then today, this week and later, each by the clock', () => {
    const items = [
      anItem('later'), anItem('week', { due: '2026-11-25' }), anItem('today-b', { due: at('2026-11-20T18:00:00') }), anItem('today-a', { due: at('2026-11-20T11:00:00') }),
      anItem('over-b', { due: at('2026-11-20T09:00:00') }), anItem('over-a', { due: '2026-11-18' }),
    ]
    expect(ids(grouped(items, NOW))).toEqual({ overdue: ['over-a', 'over-b'], today: ['today-a', 'today-b'], week: ['week'], later: ['later'] })
  })

  it('brings what is within a short walk before the rest of the week, the nearest first', () => {
    const items = [anItem('far', { lon: 118.02, lat: 32 }), anItem('near', { lon: 118.003, lat: 32 }), anItem('nearest', { lon: 118.001, lat: 32, due: '2026-11-29' })]
    expect(ids(grouped(items, NOW, { lon: 118, lat: 32 }))).toEqual({ near: ['nearest', 'near'], later: ['far'] })
  })

  it('never lets nearness pass what is overdue or due today', () => {
    expect(groupOf(anItem('a', { due: at('2026-11-20T09:00:00') }), NOW, 5)).toBe('overdue')
    expect(groupOf(anItem('a', { due: '2026-11-20' }), NOW, 5)).toBe('today')
  })

  it('lets a day last until its midnight', () => {
    expect(groupOf(anItem('a', { due: '2026-11-20' }), NOW)).toBe('today')
    expect(groupOf(anItem('a', { due: '2026-11-19' }), NOW)).toBe('overdue')
    expect(ends({ due: 'no day' })).toBe(Infinity)
  })

  it('puts each of five hundred things into one group', () => {
    const items = Array.from({ length: 500 }, (_, n) => anItem(String(n), { due: at(`2026-11-${String(10 + (n % 20)).padStart(2, '0')}T08:00:00`), lon: 118 + n / 1e5, lat: 32 }))
    const total = grouped(items, NOW, { lon: 118, lat: 32 }).reduce((sum, { items: listed }) => sum + listed.length, 0)
    expect(total).toBe(500)
  })
})

describe('what is only to be known of', () => {
  it('is found by a search and never due', () => {
    const cases = [aCase('a'), aCase('b', { mine: 'view', due_at: at('2026-11-19T08:00:00') }), aCase('c', { is_open: false })]
    expect(otherCases(cases).map((one) => [one.id, one.task, one.due])).toEqual([['b', 'view', undefined], ['c', 'view', undefined]])
  })
})
