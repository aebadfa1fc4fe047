/** Finding a door by what people say: a building, a number as it is spoken (3-502), a name; also one where nobody is registered. */
import { addressOf, grouped, type Homes } from './homes'
import type { BuildingRow, DwellingRow, HouseholdRow } from './rows'
import { plain } from './search'

/** A door that was found: the household behind it, or '' where nobody is registered, and who lives there. */
export interface FoundDoor {
  household: string
  dwelling: DwellingRow | undefined
  address: string
  names: string
}

/** A door ready to be compared with what was typed. */
interface Candidate extends FoundDoor {
  text: string
  /** The same with one sign for every way to write a building's. */
  signed: string
  no: string
  /** The numbers a building goes by, in its name and on its plate. */
  houses: readonly string[]
  entrance: string
}

/** A word that names a building or an entrance by its sign, and perhaps a door. */
interface Told {
  name: string
  house: string
  /** Finds the building's number in a text, not at the end of a longer one. */
  signed: RegExp | undefined
  entrance: string
  no: string
}

/** As many doors as are listed. */
export const MOST_DOORS = 50
const DASHES = /[\u2010-\u2015\u2212]/g
const HOUSE_SIGNS = /号楼|[幢座#]/g
const SIGN = '栋'
const SIGNS = /单元|栋/
const TOLD = /^(.*?)(?:(\d+|[a-z]|[一二三四五六七八九十]+)栋-?)?(?:(\d+|[a-z]|[一二三四五六七八九十]+)(?:单元-?|-))?([a-z\d]*)号?$/
const DIGITS = '一二三四五六七八九'
const SPOKEN = /^[a-z\d]+(?:[-#/][a-z\d]+)+$/
const PIECES = /\d+[层号]?|[^\d]+/g
const inOrder = new Intl.Collator('zh-Hans', { numeric: true }).compare

/** Find doors by building, number or name, those that `may` be meant: every word must fit; the very number first, the first fifty in order. */
export function findDoors(query: string, buildings: readonly BuildingRow[], homes: Homes, may: (found: FoundDoor) => boolean = () => true): FoundDoor[] {
  const words = wordsOf(query)
  if (!words.length) return []
  const fitting = fittingAll(words, candidates(buildings, homes)).filter((one) => may(one))
  const numbers = new Set(words.map((word) => bare(numberOf(word))))
  const [exact, others] = [true, false].map((is) => fitting.filter((one) => numbers.has(bare(one.no)) === is))
  const sorted = [exact ?? [], others ?? []].flatMap((some) => some.sort((one, other) => inOrder(one.address, other.address)))
  return sorted.slice(0, MOST_DOORS).map(({ household, dwelling, address, names }) => ({ household, dwelling, address, names }))
}

/** Find buildings by name, number, plate or street: every word must fit. */
export function findBuildings<B extends BuildingRow>(query: string, buildings: readonly B[]): B[] {
  const words = wordsOf(query)
  const whole = buildings.map((building) => ({ building, ...comparable(building, undefined, ''), household: '', dwelling: undefined }))
  return words.length ? fittingAll(words, whole).map((one) => one.building) : []
}

function fittingAll<C extends Candidate>(words: readonly string[], all: readonly C[]): C[] {
  const told = words.map((word) => ({ word, told: toldOf(word) }))
  return all.filter((one) => told.every(({ word, told: parts }) => (parts ? isTold(parts, one) || isNamed(word, one) : fits(word, one))))
}

function wordsOf(query: string): string[] {
  const typed = plain(query).replace(DASHES, '-').replace(/[,，、。()[\]【】]/g, ' ').replace(/(\d)(?:室|户)/g, '$1 ')
  return typed.split(/\s+/).map((word) => word.replace(/^[-#/]+|[-#/]+$/g, '')).filter(Boolean)
}

function candidates(buildings: readonly BuildingRow[], { dwellings, households, people }: Homes): Candidate[] {
  const houses = new Map(buildings.map((one) => [one.id, one]))
  const behind = grouped(households, (one) => one.dwelling ?? '')
  const members = grouped(people, (one) => one.household ?? '')
  const doors = new Set(dwellings.map((one) => one.id))
  const of = (dwelling: DwellingRow | undefined, home: HouseholdRow | undefined): Candidate => {
    const names = (members.get(home?.id ?? '-') ?? []).map((one) => one.name).join(' ')
    return { household: home?.id ?? '', dwelling, ...comparable(houses.get(dwelling?.building ?? ''), dwelling, names) }
  }
  const known = dwellings.flatMap((door) => (behind.get(door.id) ?? [undefined]).map((home) => of(door, home)))
  return [...known, ...households.filter((one) => !doors.has(one.dwelling ?? '')).map((home) => of(undefined, home))]
}

function comparable(house: BuildingRow | undefined, dwelling: DwellingRow | undefined, names: string): Omit<Candidate, 'household' | 'dwelling'> {
  const address = addressOf(dwelling, house)
  const text = plain([address, house?.street, house?.plate, house?.compound, names].filter(Boolean).join('\n'))
  const no = plain(dwelling?.no ?? '').replace(/室$/, '')
  const entrance = counted(plain(dwelling?.entrance ?? '').replace(/单元$/, ''))
  return { address, names, text, signed: text.replace(HOUSE_SIGNS, SIGN), no, houses: house ? numbersOf(house) : [], entrance }
}

function numbersOf({ name, plate }: BuildingRow): string[] {
  const number = /(\d+|[a-z])(?:号楼|[栋幢座号#])?$|([一二三四五六七八九十]+)(?:号楼|[栋幢座])$/
  return [name, plate ?? ''].flatMap((text) => {
    const [, digits, written] = number.exec(plain(text)) ?? []
    return digits ?? written ?? []
  }).map(counted)
}

function fits(word: string, door: Candidate): boolean {
  if (door.text.includes(word)) return true
  if (SPOKEN.test(word)) return isSpoken(word.split(/[-#/]/), door)
  const pieces = word.match(PIECES) ?? []
  return pieces.length > 1 && pieces.every((piece) => door.text.includes(piece))
}

/** Read a word with a sign in it: 栋, 幢, 座, 号楼 and # mean the same, 单元 an entrance; undefined where none stands in it. */
function toldOf(word: string): Told | undefined {
  const signed = word.replace(HOUSE_SIGNS, SIGN)
  if (!SIGNS.test(signed)) return undefined
  const [, name = '', house = '', entrance = '', no = ''] = TOLD.exec(signed) ?? []
  if (!house && !entrance) return undefined
  return { name: name.replace(/-+$/, ''), house: counted(house), signed: house ? new RegExp(`(?<![\\da-z])${house}${SIGN}`) : undefined, entrance: counted(entrance), no }
}

function isTold({ name, house, signed, entrance, no }: Told, door: Candidate): boolean {
  if (name && !door.signed.includes(name)) return false
  if (signed && !door.houses.includes(house) && !signed.test(door.signed)) return false
  return (!entrance || door.entrance === entrance) && (!no || isNumber(no, door.no))
}

// Somebody may be called 一栋: what has no digits is looked for as it stands, too.
function isNamed(word: string, door: Candidate): boolean {
  return !/\d/.test(word) && door.text.includes(word)
}

// As people say it: building and door, entrance and door, or all three; the door may be half typed.
function isSpoken(numbers: readonly string[], { no, houses, entrance }: Candidate): boolean {
  const [first = '', ...more] = numbers.map(counted)
  if (!isNumber(numbers.at(-1) ?? '', no)) return false
  if (more.length === 1) return houses.includes(first) || entrance === first
  return more.length === 2 && houses.includes(first) && entrance === more[0]
}

function isNumber(typed: string, no: string): boolean {
  return no.startsWith(typed) || bare(no).startsWith(bare(typed))
}

function numberOf(word: string): string {
  return /(\d+)$/.exec(word)?.[1] ?? word
}

function bare(number: string): string {
  return number.replace(/^0+(?=\d)/, '')
}

/** Give a number as digits, also one written 二 or 十二; anything else stays as it is. */
function counted(number: string): string {
  const [whole, tens = '', ten = '', ones = ''] = /^([二三四五六七八九]?)(十?)([一二三四五六七八九]?)$/.exec(number) ?? []
  if (!whole) return bare(number)
  if (!ten) return tens && ones ? number : String(DIGITS.indexOf(tens || ones) + 1)
  return String((tens ? DIGITS.indexOf(tens) + 1 : 1) * 10 + (ones ? DIGITS.indexOf(ones) + 1 : 0))
}
