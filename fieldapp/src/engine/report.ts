/** A report while it is being written: what it needs, and how it is sent. */
import { newId } from './ids'
import { isPhone } from './phones'
import { isChosen, type Place } from './place'
import type { KindRow } from './rows'
import { t } from './words'

/** What the worker has told so far; its photos and voice note lie beside it. */
export interface ReportDraft {
  case: string
  text: string
  kind: string
  place: Place
  /** The area where there is no place. */
  area: string
  settled: boolean
  result: string
  reporter_name: string
  reporter_phone: string
  /** How many of the blobs show the finding; those behind them show it settled. */
  photos: number
}

/** What lies beside a draft. */
export interface ReportMedia {
  photos: Blob[]
  after: Blob[]
  voice: Blob | undefined
}

export type Lack = 'told' | 'area' | 'kind' | 'on-spot' | 'result' | 'after' | 'phone'

/** The shortest text that tells anything; the server refuses less (`linli.cases.rules.texts`). */
export const LEAST_TEXT = 4

/** Say whether a text tells enough. */
export function isTold(text: string): boolean {
  return Array.from(text.trim()).length >= LEAST_TEXT
}

/** Say whether a reason or a wish says anything; the server refuses a single sign. */
export function isReason(text: string): boolean {
  return Array.from(text.trim()).length >= 2
}

/** Begin a report. */
export function freshReport(place: Place = { how: 'none' }): ReportDraft {
  return { case: newId(), text: '', kind: '', place, area: '', settled: false, result: '', reporter_name: '', reporter_phone: '', photos: 0 }
}

/** Say whether anybody told anything yet: a place the phone found by itself is not worth keeping alone. */
export function isBegun(draft: ReportDraft, blobs: readonly Blob[]): boolean {
  const { text, kind, result, reporter_name: name, reporter_phone: phone, area, place } = draft
  return [text, kind, result, name, phone, area].some((one) => one.trim()) || blobs.length > 0 || isChosen(place)
}

/** Tell the blobs of a draft apart: photos of the finding, photos of it settled, the voice note. */
export function mediaOf(draft: ReportDraft, blobs: readonly Blob[]): ReportMedia {
  const pictures = blobs.filter((blob) => !blob.type.startsWith('audio/'))
  return { photos: pictures.slice(0, draft.photos), after: pictures.slice(draft.photos), voice: blobs.find((blob) => blob.type.startsWith('audio/')) }
}

/** Put them in the order in which a draft keeps them. */
export function blobsOf(media: ReportMedia): Blob[] {
  return [...media.photos, ...media.after, ...(media.voice ? [media.voice] : [])]
}

/** Say whether a finding settled on the spot must show it with a photo: only where its kind needs evidence. */
export function needsAfter(kind: KindRow | undefined): boolean {
  return kind?.evidence === 'after' || kind?.evidence === 'before-and-after'
}

/** List what is still missing, first what is asked first. */
export function lacking(draft: ReportDraft, media: ReportMedia, kind: KindRow | undefined): Lack[] {
  const lacks: Lack[] = []
  if (!isTold(draft.text) && !media.photos.length && !media.voice) lacks.push('told')
  if (draft.settled && !draft.kind) lacks.push('kind')
  if (draft.settled && kind && !kind.on_spot) lacks.push('on-spot')
  if (draft.place.how === 'none' && !draft.area) lacks.push('area')
  if (draft.settled && !isTold(draft.result)) lacks.push('result')
  if (draft.settled && needsAfter(kind) && !media.after.length) lacks.push('after')
  if (draft.reporter_phone.trim() && !isPhone(draft.reporter_phone.trim())) lacks.push('phone')
  return lacks
}

/** Give the text that is sent; `wordless` stands in, or behind too short a one, where photos or a voice note tell. */
export function textOf(draft: ReportDraft, wordless: string): string {
  const text = draft.text.trim()
  if (isTold(text)) return text
  return text ? t('%(text)s，%(seen)s', { text, seen: wordless }) : wordless
}

/** Give what is sent. */
export function reportPayload(draft: ReportDraft, wordless: string): Record<string, unknown> {
  const { how, address, building, lon, lat, accuracy_m: accuracy, area } = draft.place
  const settled = draft.settled ? { settled: { result: draft.result.trim() } } : {}
  const where = how === 'none' ? { area: draft.area } : { lon, lat, area, building, address, accuracy_m: how === 'gps' ? accuracy : undefined }
  const said = { kind: draft.kind, reporter_name: draft.reporter_name.trim(), reporter_phone: draft.reporter_phone.trim(), ...where }
  const told = Object.entries(said).filter(([, value]) => value !== undefined && value !== '')
  return { case: draft.case, text: textOf(draft, wordless), place: how, ...Object.fromEntries(told), ...settled }
}
