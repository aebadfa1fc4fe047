/** Likely duplicates from the phone's own store, and words that are searched for. */
import { describe, expect, it } from 'vitest'
import { metresBetween, nearDuplicates, nearestFirst, textLikeness, type Told } from '../src/engine/near'
import { matches } from '../src/engine/search'

const METRE = 1 / 111_195
const told = (id: string, change: Partial<Told> = {}): Told => ({ id, text: '', ...change })
const north = (metres: number): { lon: number; lat: number } => ({ lon: 118, lat: 32 + metres * METRE })
const found = (report: Told, cases: Told[]): string[] => nearDuplicates(report, cases).map((one) => one.case.id)

describe('distance', () => {
  it('measures metres', () => {
    expect(metresBetween(north(0), north(100))).toBeCloseTo(100, 0)
    expect(metresBetween({ lon: 118, lat: 60 }, { lon: 118 + 100 * METRE, lat: 60 })).toBeCloseTo(50, 0)
  })

  it('knows none where one has no place', () => {
    expect(metresBetween({}, north(0))).toBeUndefined()
  })

  it('puts the nearest first and what has no place last', () => {
    const rows = [told('none'), told('far', north(500)), told('near', north(5))]
    expect(nearestFirst(rows, north(0)).map((one) => one.id)).toEqual(['near', 'far', 'none'])
  })
})

describe('likely duplicates', () => {
  it('shows a case of the same kind within sixty metres', () => {
    const report = told('new', { kind: 'cover', text: '井盖坏了', ...north(0) })
    expect(found(report, [told('a', { kind: 'cover', ...north(59) }), told('b', { kind: 'cover', ...north(62) })])).toEqual(['a'])
  })

  it('shows one of another kind only where it is told alike', () => {
    const report = told('new', { kind: 'cover', text: '3号楼门口井盖破损', ...north(0) })
    const alike = told('alike', { kind: 'road', text: '3号楼门口的井盖破损', ...north(30) })
    const other = told('other', { kind: 'road', text: '路灯不亮', ...north(30) })
    expect(found(report, [alike, other])).toEqual(['alike'])
  })

  it('needs much the same words where there is no place', () => {
    const report = told('new', { text: '3号楼门口井盖破损' })
    expect(found(report, [told('same', { text: '3号楼门口井盖破损了' }), told('other', { text: '5号楼楼道堆物', kind: 'x' })])).toEqual(['same'])
  })

  it('leaves out the report itself and what is closed', () => {
    const report = told('new', { kind: 'cover', ...north(0) })
    expect(found(report, [told('new', { kind: 'cover', ...north(0) }), told('closed', { kind: 'cover', ...north(1), is_open: false })])).toEqual([])
  })

  it('does not take two reports without a kind for the same because both lack one', () => {
    expect(found(told('new', { text: '路灯不亮', ...north(0) }), [told('a', { text: '楼道堆物', ...north(10) })])).toEqual([])
  })

  it('shows three at most, the likeliest first', () => {
    const cases = [40, 10, 30, 20].map((metres) => told(`m${metres}`, { kind: 'cover', ...north(metres) }))
    expect(found(told('new', { kind: 'cover', ...north(0) }), cases)).toEqual(['m10', 'm20', 'm30'])
  })
})

describe('likeness of texts', () => {
  it('is whole for the same words and nothing without shared ones', () => {
    expect(textLikeness('小区东门路灯不亮', '小区东门 路灯不亮')).toBeCloseTo(1)
    expect(textLikeness('路灯不亮', '井盖破损')).toBe(0)
    expect(textLikeness('', '井盖破损')).toBe(0)
  })
})

describe('search', () => {
  it('finds every word in any of the texts, whatever its width and case', () => {
    expect(matches('３号 a座', ['竹桥新村3号楼', 'A座', undefined])).toBe(true)
    expect(matches('3号 b座', ['竹桥新村3号楼', 'A座'])).toBe(false)
    expect(matches('  ', ['anything'])).toBe(true)
  })
})
