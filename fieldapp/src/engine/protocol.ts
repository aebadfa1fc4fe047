/**
 * What goes between the field app and the server, as plain shapes; `docs/reference/field-sync.md` says it in words.
 * Nothing here knows of the page, the network or the store.
 */

/** One change somebody made on the phone: applied exactly once, whatever happens on the way. */
export interface Command {
  /** UUID, made when the change is saved: the same one is applied once. */
  id: string
  /** When it was made, by the phone's clock (ISO 8601, UTC). */
  at: string
  name: CommandName
  /** The record it belongs to, e.g. `case:0192…`: commands of one record go in their order. */
  record: string
  payload: Record<string, unknown>
  media: MediaNote[]
}

export type CommandName =
  | 'case.report' | 'case.accept' | 'case.answer' | 'case.settle' | 'case.return' | 'case.check' | 'case.note'
  | 'case.help' | 'case.receipt' | 'case.step'
  | 'visit.plan' | 'visit.made' | 'visit.not-in' | 'visit.move' | 'visit.cancel'
  | 'person.edit' | 'dwelling.edit' | 'form.submit' | 'app.complaint'

/** A photo, voice note or form file that goes with a command, named by the hash of its bytes. */
export interface MediaNote {
  sha256: string
  size: number
  /** MIME type: image/jpeg, audio/webm, audio/mp4, or a form's file. */
  type: string
  role: 'report' | 'before' | 'after' | 'check' | 'voice' | 'file'
  /** The name a form calls it by. */
  name?: string
  taken_at?: string
  lon?: number
  lat?: number
}

export type Outcome = 'applied' | 'refused' | 'conflict' | 'needs-media' | 'later'

export interface Answer {
  id: string
  outcome: Outcome
  /** What came of it: the new case's number, the next version. */
  result?: Record<string, unknown>
  /** Why it was refused: a stable code, a sentence in the user's language, the field it is about. */
  problem?: Problem
  /** Fields that could not be merged; the others of the same command are applied. */
  conflicts?: Conflict[]
  /** Media that are not all there yet, and how many bytes are. */
  missing?: { sha256: string; offset: number }[]
}

export interface Problem {
  code: string
  title: string
  field?: string
}

/** Two values of one field that cannot both stand. */
export interface Conflict {
  field: string
  base: string
  mine: string
  theirs: string
  by: string
  at: string
}

export interface CommandsAnswer {
  server_now: string
  lease_until: string
  answers: Answer[]
}

export interface DeviceAnswer {
  device: string
  /** 32 bytes in base64: the phone derives the key of its store from it and keeps that key only until the lease ends. */
  key: string
  lease_until: string
  server_now: string
  account: { id: string; name: string; username: string; language: string }
}

/** Rows of one part: those that are new or changed, and the ids of those that left the scope. */
export interface PartChanges {
  put: Row[]
  drop: string[]
}

export interface Row {
  id: string
  [field: string]: unknown
}

export type PartName =
  | 'me' | 'areas' | 'buildings' | 'dwellings' | 'households' | 'people' | 'cases' | 'visits' | 'forms' | 'kinds'
  | 'words'

export interface ChangesAnswer {
  cursor: string
  /** True when the phone throws away what it has of every part and takes this instead. */
  full: boolean
  parts: Partial<Record<PartName, PartChanges>>
  server_now: string
  lease_until: string
}
