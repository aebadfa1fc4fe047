/**
 * Which cases on the phone are likely about the same thing as a new report: near and of the same kind, or told alike.
 * A person decides; the server compares again. Nearness follows `linli.cases.rules.nearness`, likeness of texts
 * `linli.cases.triage.duplicates` (shared pairs of neighbouring characters).
 */
import { t } from './words'

/** The mean radius of the earth. */
export const EARTH_M = 6_371_008.8
const SAME_KIND_WITHIN_M = 60
const ALIKE_WITHIN_M = 200
const ALIKE = 0.6
const ALIKE_NEAR = 0.35
const FEW_PAIRS = 6
const MOST_SHOWN = 3
const TEXT_READ = 200
const WIDE_FIRST = 0xff01
const WIDE_LAST = 0xff5e

export interface Point {
  lon?: number | undefined
  lat?: number | undefined
}

/** What is compared of a report or a case. */
export interface Told extends Point {
  id: string
  text: string
  kind?: string | undefined
  address?: string | undefined
  is_open?: boolean
}

/** A case that may be the same one, and why. */
export interface Near<T> {
  case: T
  metres: number | undefined
  alike: number
  same_kind: boolean
}

/** Measure the distance of two points, exact enough within a town; nothing where one has no place. */
export function metresBetween(one: Point, other: Point): number | undefined {
  if (one.lon === undefined || one.lat === undefined || other.lon === undefined || other.lat === undefined) return undefined
  const east = radians(other.lon - one.lon) * Math.cos(radians((one.lat + other.lat) / 2))
  return EARTH_M * Math.hypot(east, radians(other.lat - one.lat))
}

/** Say a distance as people do. */
export function metresSaid(metres: number): string {
  return metres < 1000 ? t('%(n)s米', { n: Math.max(10, Math.round(metres / 10) * 10) }) : t('%(n)s公里', { n: (metres / 1000).toFixed(1) })
}

/** List the open cases that are likely about the same thing, the likeliest first. */
export function nearDuplicates<T extends Told>(report: Told, cases: readonly T[], most = MOST_SHOWN): Near<T>[] {
  const found = cases.filter((one) => one.id !== report.id && one.is_open !== false).map((one) => compared(report, one))
  return found.filter(isLikely).sort((one, other) => score(other) - score(one)).slice(0, most)
}

/** Say how alike two texts are, from 0 to 1; a short one may lie within a long one. */
export function textLikeness(one: string, other: string): number {
  const mine = pairs(one)
  const theirs = pairs(other)
  if (!mine.size || !theirs.size) return 0
  const shared = [...mine].filter((pair) => theirs.has(pair)).length
  return shared / (mine.size + theirs.size) + shared / Math.max(FEW_PAIRS, Math.min(mine.size, theirs.size)) / 2
}

/** Put what is nearest to a point first; what has no place comes last, in the order it had. */
export function nearestFirst<T extends Point>(rows: readonly T[], from: Point): T[] {
  const far = (row: T): number => metresBetween(from, row) ?? Infinity
  return rows.map((row, at) => ({ row, at, far: far(row) })).sort((a, b) => a.far - b.far || a.at - b.at).map(({ row }) => row)
}

function compared<T extends Told>(report: Told, other: T): Near<T> {
  const metres = metresBetween(report, other)
  // What lies far away is not compared by its words: it would not be shown whatever they are.
  const alike = metres !== undefined && metres > ALIKE_WITHIN_M ? 0 : textLikeness(report.text, other.text)
  return { case: other, metres, alike, same_kind: Boolean(report.kind) && report.kind === other.kind }
}

function isLikely({ metres, alike, same_kind: sameKind }: Near<Told>): boolean {
  if (metres === undefined) return alike >= ALIKE
  if (metres <= SAME_KIND_WITHIN_M) return sameKind || alike >= ALIKE_NEAR
  return metres <= ALIKE_WITHIN_M && alike >= ALIKE
}

function score({ metres, alike, same_kind: sameKind }: Near<Told>): number {
  const nearness = metres === undefined ? 0.3 : 1 / (1 + (metres / SAME_KIND_WITHIN_M) ** 2)
  return nearness + alike + (sameKind ? 0.5 : 0)
}

function pairs(text: string): Set<string> {
  const letters = Array.from(Array.from(text).slice(0, TEXT_READ).join('').toLowerCase().replace(/\s+/gu, ''), narrow)
  return new Set(letters.slice(1).map((letter, at) => `${letters[at]}${letter}`))
}

// Full width as half width, as the server compares them.
function narrow(letter: string): string {
  const code = letter.codePointAt(0) ?? 0
  return code >= WIDE_FIRST && code <= WIDE_LAST ? String.fromCodePoint(code - WIDE_FIRST + 0x21) : letter
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180
