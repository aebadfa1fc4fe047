/**
 * The rows of each part as the server writes them: all ids are strings, what is absent is empty, nothing else is there.
 * A row may lack what its kind does not need, so most fields are optional.
 */
import type { Row } from './protocol'

/** A value with its name, e.g. a reason or a relation. */
export interface Named {
  code: string
  name: string
  /** True where the reason says too little by itself and a sentence must go with it. */
  note_required?: boolean
  /** Of a purpose: what a visit is to come back with. */
  asks?: string
}

export interface Post {
  role: string
  role_name: string
  area: string
  area_name: string
  unit?: string
  unit_name?: string
}

/** The account itself: its posts and what it may do. */
export interface MeRow extends Row {
  name: string
  username: string
  posts: Post[]
  may: string[]
  complaint?: boolean
}

export interface AreaRow extends Row {
  name: string
  level: string
  parent?: string
}

export interface BuildingRow extends Row {
  code: string
  name: string
  area: string
  street?: string
  plate?: string
  lon?: number
  lat?: number
  floors?: number
  compound?: string
}

export interface DwellingRow extends Row {
  building: string
  entrance?: string
  floor?: string | number
  no: string
  use?: string
  state?: string
}

/** What was agreed on the visit before. */
export interface Agreed {
  on: string
  agreed?: string
}

export interface HouseholdRow extends Row {
  area: string
  dwelling?: string
  head?: string
  since?: string
  last?: Agreed
}

export interface PersonRow extends Row {
  household?: string
  dwelling?: string
  name: string
  sex?: string
  born?: string
  relation?: string
  lives?: string
  registered?: string
  phone?: string
  programmes?: string[]
}

export interface PhotoNote {
  sha: string
  purpose: string
  w?: number
  h?: number
  taken_at?: string
}

export interface CaseLine {
  at: string
  by: string
  name: string
  name_text: string
  note?: string
  /** When it was done and when it came, where a while lies between. */
  done_at?: string
  received_at?: string
}

/** What a field of a declared step takes. */
export type Takes = 'text' | 'date' | 'time' | 'number' | 'yes-no' | 'choice'

/** One field of a declared step. */
export interface AskedField {
  code: string
  name: string
  takes: Takes
  required?: boolean
  hint?: string
  choices?: Named[]
}

/** A step the case's workflow declares, with what it asks for. */
export interface AskedStep {
  step: string
  name: string
  fields: AskedField[]
}

/** What the account has to do with a case. */
export type Mine = 'handle' | 'check' | 'verify' | 'view'

export interface CaseRow extends Row {
  number: string
  title: string
  text: string
  kind?: string
  kind_name?: string
  state: string
  state_name: string
  phase_name?: string
  area?: string
  lon?: number
  lat?: number
  address?: string
  reported_at: string
  due_at?: string
  is_open: boolean
  mine: Mine
  steps: string[]
  pair?: boolean
  evidence?: string
  photos?: PhotoNote[]
  lines?: CaseLine[]
  asks?: AskedStep[]
  unit?: string
  unit_name?: string
  round?: boolean
}

export interface VisitRow extends Row {
  area?: string
  household?: string
  resident?: string
  dwelling?: string
  address?: string
  whom?: string
  purpose: string
  purpose_name: string
  programme?: string
  programme_name?: string
  why?: string
  due_on?: string
  planned_on?: string
  state: string
  last?: Agreed
  tries?: number
}

/** A file that a form leans on: a list of answers, a picture or a sound of a question; fetched by the hash of its content. */
export interface FormFile {
  name: string
  md5: string
  type: string
  size: number
}

export interface FormRow extends Row {
  version: string
  title: string
  about?: string
  target: 'household' | 'person' | 'place' | 'none'
  expires_on?: string
  size?: number
  md5?: string
  /** How many questions the form asks, and how many of them the register answers already. */
  asked?: number
  reused?: number
  /** Fields of the form that stand for something in the register, e.g. `/data/member/name` and `resident.name`. */
  bindings?: { path: string; attribute: string }[]
  files?: FormFile[]
  /** True where it is about a person and only with their consent. */
  needs_consent?: boolean
}

export interface KindRow extends Row {
  name: string
  group?: string
  major?: string
  evidence?: string
  on_spot?: boolean
  words?: string[]
  photos?: number | string
}

export interface WordsRow extends Row {
  items: Named[]
}
