import { describe, expect, test } from 'vitest'
import { addressOf, emptySaid, entrancesOf, headOf } from '../src/engine/homes'
import { findBuildings, findDoors, MOST_DOORS } from '../src/engine/doors'

const buildings = [
  { id: 'b1', code: 'B1', name: '柳园3栋', area: 'g1', street: '柳园路' },
  { id: 'b2', code: 'B2', name: '柳园4栋', area: 'g1' },
]
const homes = {
  dwellings: [
    { id: 'd1', building: 'b1', entrance: '1单元', floor: 1, no: '101' },
    { id: 'd2', building: 'b1', entrance: '1单元', floor: 2, no: '202' },
    { id: 'd3', building: 'b1', entrance: '1单元', floor: 2, no: '201' },
    { id: 'd4', building: 'b1', entrance: '10单元', floor: 1, no: '101' },
    { id: 'd5', building: 'b1', entrance: '2单元', floor: 1, no: '101' },
    { id: 'd6', building: 'b2', no: '101' },
  ],
  households: [{ id: 'h1', area: 'g1', dwelling: 'd1', head: 'p1' }, { id: 'h2', area: 'g1', dwelling: 'd6' }],
  people: [
    { id: 'p2', household: 'h1', name: '李华' },
    { id: 'p1', household: 'h1', name: '王明' },
    { id: 'p3', household: 'h2', name: '王芳', relation: 'head' },
  ],
}

test('a house is drawn entrance by entrance, the top floor first, doors in order', () => {
  const drawn = entrancesOf('b1', homes)
  expect(drawn.map((one) => one.name)).toEqual(['1单元', '2单元', '10单元'])
  expect(drawn[0]?.floors.map((floor) => [floor.number, floor.doors.map((door) => door.dwelling.no)])).toEqual([
    [2, ['201', '202']], [1, ['101']],
  ])
})

test('a door says who lives behind it, an empty one nobody', () => {
  const doors = entrancesOf('b1', homes)[0]?.floors.flatMap((floor) => floor.doors) ?? []
  expect(doors.map((door) => door.homes)).toEqual([[], [], [{ household: 'h1', head: '王明', people: 2 }]])
})

test('a door without a household is empty where the register says so, else not registered', () => {
  const states = [{ code: 'vacant', name: '空置' }, { code: 'gone', name: '已拆除' }, { code: 'lived_in', name: '有人居住' }]
  const said = (state?: string) => emptySaid({ dwelling: { id: 'd', building: 'b1', no: '1', ...(state ? { state } : {}) } }, states)
  expect(['vacant', 'gone', 'lived_in', 'unheard-of', undefined].map(said)).toEqual(['空置', '已拆除', '未登记', '未登记', '未登记'])
})

test.each([
  ['王', ['h1', 'h2']],
  ['3栋 王', ['h1']],
  ['柳园路 101', ['h1', 'd5', 'd4']],
  ['4栋', ['h2']],
  ['3栋，李华', ['h1']],
  ['3栋 201', ['d3']],
  ['3-201', ['d3']],
  ['３－２０１', ['d3']],
  ['3—1—201室', ['d3']],
  ['3-10-101', ['d4']],
  ['3#20', ['d3', 'd2']],
  ['2-101', ['d5']],
  ['3栋2单元101', ['d5']],
  ['3栋201室', ['d3']],
  ['2-201', []],
  ['4-2-101', []],
  ['3-', ['h1', 'd3', 'd2', 'd5', 'd4']],
  ['赵', []],
  ['  ', []],
])('looking for %j finds %j', (query, found) => {
  expect(findDoors(query, buildings, homes).map((one) => one.household || one.dwelling?.id)).toEqual(found)
})

test('the door with the very number comes before those that only have it in theirs', () => {
  const dwellings = ['1101', '101', '1013'].map((no) => ({ id: no, building: 'b1', no }))
  expect(findDoors('101', buildings, { ...homes, dwellings, households: [] }).map((one) => one.dwelling?.id)).toEqual(['101', '1013', '1101'])
})

describe('in a town whose buildings are called 号楼', () => {
  const town = [3, 13].map((no) => ({ id: `b${no}`, code: `B${no}`, name: `望湖苑${no}号楼`, area: 'g1', plate: `${no + 100}号` }))
  const dwellings = town.flatMap(({ id }) => ['一单元', '二单元'].flatMap((entrance) => ['0301', '0502'].map((no) => ({ id: `${id} ${entrance} ${no}`, building: id, entrance, no }))))
  const found = (query: string) => findDoors(query, town, { dwellings, households: [], people: [] }).map((one) => one.dwelling?.id)
  const first = 'b3 一单元 0502'
  const second = 'b3 二单元 0502'

  test.each([
    ['3栋502', [first, second]],
    ['3栋 502', [first, second]],
    ['3幢 502室', [first, second]],
    ['3座0502', [first, second]],
    ['3号楼502', [first, second]],
    ['3号楼-502', [first, second]],
    ['（3-502）', [first, second]],
    ['3-0502', [first, second]],
    ['03#502', [first, second]],
    ['望湖苑3栋502', [first, second]],
    ['三号楼502', [first, second]],
    ['3栋-1单元-502', [first]],
    ['3号楼2单元502', [second]],
    ['3-2-502', [second]],
    ['3栋2单元', ['b3 二单元 0301', second]],
    ['2单元301', ['b3 二单元 0301', 'b13 二单元 0301']],
    ['4栋502', []],
    ['3栋603', []],
    ['3栋3单元', []],
  ])('looking for %j finds %j', (query, doors) => {
    expect(found(query).sort()).toEqual([...doors].sort())
  })

  test.each([['3栋', ['b3']], ['13幢', ['b13']], ['望湖苑', ['b3', 'b13']], ['3栋502', []], ['116号', ['b13']], [' ', []]])('looking for %j finds the buildings %j', (query, buildings) => {
    const plated = [town[0], { ...town[1], plate: '116号' }].filter((one) => one !== undefined)
    expect(findBuildings(query, plated as typeof town).map((one) => one.id)).toEqual(buildings)
  })

  test('a number at the end of a longer one is another building, also where the name goes on behind it', () => {
    const wings = [3, 13].map((no) => ({ id: `w${no}`, code: `W${no}`, name: `望湖苑${no}号楼东翼`, area: 'g1' }))
    const doors = wings.map(({ id }) => ({ id: `${id} 502`, building: id, no: '502' }))
    expect(findDoors('3栋502', wings, { dwellings: doors, households: [], people: [] }).map((one) => one.dwelling?.id)).toEqual(['w3 502'])
  })

  test('somebody with a sign in the name is found by it', () => {
    const people = [{ id: 'p1', household: 'h1', name: '王一栋' }]
    const households = [{ id: 'h1', area: 'g1', dwelling: first }]
    expect(findDoors('王一栋', town, { dwellings, households, people }).map((one) => one.household)).toEqual(['h1'])
  })
})

test('of very many doors the first in order are listed', () => {
  const dwellings = Array.from({ length: MOST_DOORS + 30 }, (_, at) => ({ id: `d${at}`, building: 'b1', no: String(1000 - at) }))
  const found = findDoors('柳园', buildings, { dwellings, households: [], people: [] })
  expect([found.length, found[0]?.dwelling?.no, found.at(-1)?.dwelling?.no]).toEqual([MOST_DOORS, '921', '970'])
})

test('a building is meant by its number or its plate, or by a letter', () => {
  const named = [{ id: 'b1', code: 'B1', name: '水岸A座', area: 'g1' }, { id: 'b2', code: 'B2', name: '老粮站', plate: '12号', area: 'g1' }]
  const dwellings = [{ id: 'd1', building: 'b1', no: '502' }, { id: 'd2', building: 'b2', no: '502' }]
  const found = (query: string) => findDoors(query, named, { dwellings, households: [], people: [] }).map((one) => one.dwelling?.id)
  expect([found('a-502'), found('12-502')]).toEqual([['d1'], ['d2']])
})

test('a household whose door is not on the phone is found by its names', () => {
  const lost = { ...homes, dwellings: [] }
  expect(findDoors('李华', buildings, lost).map((one) => [one.household, one.address])).toEqual([['h1', '']])
})

test('only doors of a kind are looked through where the others lead nowhere', () => {
  expect(findDoors('3栋', buildings, homes, (one) => one.household !== '').map((one) => one.household)).toEqual(['h1'])
})

test('an address leaves out what is not known', () => {
  expect(addressOf(homes.dwellings[0], buildings[0])).toBe('柳园3栋 1单元 101')
  expect(addressOf(undefined, undefined)).toBe('')
})

test('a household without a head goes by the member who is one', () => {
  expect(headOf({ id: 'h2', area: 'g1' }, homes.people.slice(2))).toBe('王芳')
  expect(headOf({ id: 'h3', area: 'g1' }, [])).toBe('')
})
