/** What lies half written on the phone: the key of a draft alone says what it will become, and of what. */
import type { CommandName } from './protocol'
import { commandSaid } from './said'
import { listed, t } from './words'

/** What a draft will become, and the records it is about. */
export interface DraftOf {
  makes: CommandName
  case?: string | undefined
  step?: string | undefined
  visit?: string | undefined
  form?: string | undefined
  household?: string | undefined
  person?: string | undefined
  dwelling?: string | undefined
}

/** The word each key begins with. Keys lie on phones: none may change. */
const MAKES: Readonly<Record<string, CommandName>> = {
  report: 'case.report', answer: 'case.answer', settle: 'case.settle', check: 'case.check', step: 'case.step',
  note: 'case.note', help: 'case.help', return: 'case.return',
  visit: 'visit.made', plan: 'visit.plan', move: 'visit.move', cancel: 'visit.cancel',
  person: 'person.edit', dwelling: 'dwelling.edit', form: 'form.submit', complaint: 'app.complaint',
}
const WORDS = new Map(Object.entries(MAKES).map(([word, makes]) => [makes, word]))

/** Name the draft of something: one for each thing that can be written of each record. */
export function draftKey(of: DraftOf): string {
  const word = WORDS.get(of.makes) ?? of.makes
  switch (of.makes) {
    case 'case.report':
    case 'app.complaint':
      return word
    case 'case.step':
      return `${word}:${of.case}:${of.step}`
    case 'visit.made':
      return of.visit ? `${word}:${of.visit}` : `${word}:new:${whither(of)}`
    case 'visit.plan':
      return `${word}:${whither(of)}`
    case 'form.submit':
      return `${word}:${of.form}:${[of.household, of.person, of.dwelling].map((id) => id ?? '').join('/')}`
    default:
      return `${word}:${of.case ?? of.visit ?? of.person ?? of.dwelling}`
  }
}

/** Say what a draft is, by its key; undefined where no page of this version writes such drafts. */
export function draftOfKey(key: string): DraftOf | undefined {
  const [word = '', id = '', more = ''] = key.split(':')
  const makes = MAKES[word]
  switch (makes) {
    case undefined:
      return undefined
    case 'case.report':
    case 'app.complaint':
      return { makes }
    case 'case.step':
      return { makes, case: id, step: more }
    case 'visit.made':
      return id === 'new' ? { makes, ...whitherOf(key.slice('visit:new:'.length)) } : { makes, visit: id }
    case 'visit.plan':
      return { makes, ...whitherOf(key.slice('plan:'.length)) }
    case 'visit.move':
    case 'visit.cancel':
      return { makes, visit: id }
    case 'person.edit':
      return { makes, person: id }
    case 'dwelling.edit':
      return { makes, dwelling: id }
    case 'form.submit': {
      const [household, person, dwelling] = more.split('/').map((one) => one || undefined)
      return { makes, form: id, household, person, dwelling }
    }
    default:
      return { makes, case: id }
  }
}

/** Name what is half written, by the keys of its drafts; nothing where there is none. */
export function draftsSaid(keys: readonly string[]): string {
  const names = keys.map((key) => makesSaid(draftOfKey(key)))
  return listed([...new Set(names)].map((what) => t('%(what)s%(n)s份', { what, n: names.filter((one) => one === what).length })))
}

/** Say what a draft will become. */
export function makesSaid(of: DraftOf | undefined): string {
  return of ? commandSaid(of.makes) : t('其他')
}

/** The cases, visits and forms of which something lies half written, as `case:…`, `visit:…` and `form:…`. */
export function begunRecords(keys: readonly string[]): Set<string> {
  return new Set(keys.flatMap((key) => {
    const { case: id, visit, form } = draftOfKey(key) ?? {}
    return [id && `case:${id}`, visit && `visit:${visit}`, form && `form:${form}`].filter((one) => one !== undefined)
  }))
}

// The drafts of a door lie apart from those of homes.
function whither({ household, dwelling }: DraftOf): string {
  return !household && dwelling ? `door:${dwelling}` : (household ?? '')
}

function whitherOf(where: string): Pick<DraftOf, 'household' | 'dwelling'> {
  return where.startsWith('door:') ? { dwelling: where.slice('door:'.length) } : { household: where }
}
