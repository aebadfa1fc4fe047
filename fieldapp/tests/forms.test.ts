import { fromLonLat } from 'ol/proj'
import { expect, test } from 'vitest'
import { useWords } from '../src/engine/words'
import { calendarOf } from '../src/forms/calendar'
import { asksOnMap, ground, layGround, middle } from '../src/forms/ground'
import { knownOf } from '../src/forms/known'
import { say } from '../src/forms/wording'

test('the words follow the language and take their values', () => {
  expect(say('%(n)s questions with errors.', { n: 3 })).toBe('有3题还要改。')
  useWords({ '提交': 'Submit' })
  expect(say('Send')).toBe('Submit')
  useWords({})
  expect(say('Send')).toBe('提交')
  expect(say('Something new')).toBe('Something new')
})

test('the calendar counts years first and names days and months', () => {
  const hans = calendarOf('zh-hans')
  expect(hans['dateFormat']).toBe('yy-mm-dd')
  expect((hans['monthNames'] as string[])[11]).toBe('十二月')
  expect((hans['dayNamesMin'] as string[])[0]).toBe('日')
  expect((calendarOf('en')['monthNamesShort'] as string[])[2]).toBe('Mar')
  expect((calendarOf('zh-hant')['dayNames'] as string[])[1]).toBe('星期一')
})

const bindings = [
  { path: '/data/household_id', attribute: 'household.id' },
  { path: '/data/address', attribute: 'dwelling.address' },
  { path: '/data/use', attribute: 'dwelling.use' },
  { path: '/data/head_phone', attribute: 'resident.phone' },
  { path: '/data/head', attribute: 'resident.name' },
  { path: '/data/member', attribute: 'household.members' },
  { path: '/data/member/id', attribute: 'resident.id' },
  { path: '/data/member/name', attribute: 'resident.name' },
  { path: '/data/member/born_on', attribute: 'resident.born_on' },
]
const subject = {
  household: { id: 'h1', area: 'g1', dwelling: 'd1', head: 'p2' },
  dwelling: { id: 'd1', building: 'b1', no: '402', use: 'home' },
  building: { id: 'b1', code: 'B1', name: '柳园3栋', area: 'g1' },
  members: [
    { id: 'p1', household: 'h1', name: '李华', born: '1990', phone: '139****5678' },
    { id: 'p2', household: 'h1', name: '王明', born: '1950-03-12' },
  ],
}

test('a household fills its address, its head and a part for each member', () => {
  const known = knownOf(bindings, subject)
  expect(known.answers).toEqual({
    '/data/household_id': 'h1', '/data/address': '柳园3栋 402', '/data/use': 'home', '/data/head_phone': '', '/data/head': '王明',
  })
  expect(known.repeats['/data/member']).toEqual([
    { '/data/member/id': 'p1', '/data/member/name': '李华', '/data/member/born_on': '' },
    { '/data/member/id': 'p2', '/data/member/name': '王明', '/data/member/born_on': '1950-03-12' },
  ])
})

test('a person is told from the head of the house; nobody fills nothing', () => {
  expect(knownOf(bindings, { ...subject, person: subject.members[0] }).answers['/data/head']).toBe('李华')
  const nobody = knownOf(bindings, { members: [] })
  expect(Object.values(nobody.answers).join('')).toBe('')
  expect(nobody.repeats).toEqual({})
})

test('a map opens at what the form is about, on the ground that was laid', () => {
  expect(asksOnMap('<input ref="/data/spot" appearance="placement-map"/>')).toBe(true)
  expect(asksOnMap('<bind nodeset="/data/area" type="geoshape"/>')).toBe(true)
  expect(asksOnMap('<bind nodeset="/data/spot" type="geopoint"/><input ref="/data/roadmap"/>')).toBe(false)
  layGround(undefined)
  expect(ground(() => 'layer')).toEqual([])
  expect(middle([0, 0], 2)).toEqual({ center: [0, 0], zoom: 2 })
  layGround({ shapes: { type: 'FeatureCollection', features: [] }, at: [117.2, 31.8] })
  const [east, north] = middle([0, 0], 2).center
  const [x, y] = fromLonLat([117.2, 31.8])
  expect(east).toBeCloseTo(x ?? NaN, 3)
  expect(north).toBeCloseTo(y ?? NaN, 3)
  layGround(undefined)
})
