/**
 * Editing what the register knows: the fields start with what is shown, and only those that were changed are sent,
 * each with the value it was changed from, so that the server can tell a change from a collision.
 */
import { isPhone } from './phones'
import type { DwellingRow, FormRow, PersonRow } from './rows'
import { maskedName } from './steps'

/** Values of fields by their names. */
export type Values = Record<string, string>

/** What an edit carries: the changed fields only, as they were and as they are now. */
export interface Edit {
  base: Values
  set: Values
}

/**
 * Give a person's fields as they are shown, also where the worker has just typed them whole: the phone and the name masked,
 * of the birth date the year. What the server shows is masked the same way, so that a second edit begins at the same value.
 */
export function personShown(row: PersonRow): Values {
  return { name: maskedName(row.name), sex: row.sex ?? '', born_on: (row.born ?? '').slice(0, 4), phone: maskedPhone(row.phone ?? '') }
}

/** Hide a phone number but for its first three and last two digits; one that is masked stays as it is. */
export function maskedPhone(phone: string): string {
  if (phone.includes('*')) return phone
  return phone.length >= 7 ? `${phone.slice(0, 3)}${'*'.repeat(phone.length - 5)}${phone.slice(-2)}` : '*'.repeat(phone.length)
}

/** Give a dwelling's fields as they are shown. */
export function dwellingShown(row: DwellingRow): Values {
  return { use: row.use ?? '', state: row.state ?? '' }
}

/** Give the values an edit starts with: what is masked, or a bare year, is not typed over, so those start empty. */
export function editStart(shown: Values): Values {
  const hidden = (field: string, value: string): boolean =>
    value.includes('*') || (field === 'born_on' && !isDay(value))
  return Object.fromEntries(Object.entries(shown).map(([field, value]) => [field, hidden(field, value) ? '' : value]))
}

/** Keep the fields that were changed: an emptied one counts only where it started with something. */
export function editOf(shown: Values, typed: Values): Edit {
  const start = editStart(shown)
  const changed = Object.keys(shown).filter((field) => clean(field, typed[field] ?? '') !== clean(field, start[field] ?? ''))
  return {
    base: Object.fromEntries(changed.map((field) => [field, shown[field] ?? ''])),
    set: Object.fromEntries(changed.map((field) => [field, clean(field, typed[field] ?? '')])),
  }
}

/** Say which changed field cannot be sent as it is. */
export function editLacks(edit: Edit, today: string): string | undefined {
  const wrong: Record<string, (value: string) => boolean> = {
    name: (value) => value === '',
    sex: (value) => value === '',
    born_on: (value) => !isDay(value) || value > today,
    phone: (value) => !isPhone(value),
    use: (value) => value === '',
    state: (value) => value === '',
  }
  return Object.entries(edit.set).find(([field, value]) => wrong[field]?.(value))?.[0]
}

/** Write a value as it is sent: no blanks around it, a phone without blanks and hyphens. */
function clean(field: string, value: string): string {
  return field === 'phone' ? value.replace(/[\s-]/g, '') : value.trim()
}

function isDay(value: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(value)
}

/** Say how much of a form is known already: asked in all, of which so many need no asking. */
export function knownShare(form: { asked?: number; reused?: number }): { asked: number; known: number; toAsk: number } {
  const asked = form.asked ?? 0
  const known = Math.min(form.reused ?? 0, asked)
  return { asked, known, toAsk: asked - known }
}

/** List the forms that may be begun on a day: at a home those about somebody or a place, at a door where nobody is registered those about a place. */
export function openForms(forms: readonly FormRow[], today: string, at: 'home' | 'door' | 'anywhere'): FormRow[] {
  const open = forms.filter((one) => !one.expires_on || one.expires_on >= today)
  if (at === 'anywhere') return open
  return open.filter((one) => (at === 'door' ? one.target === 'place' : one.target !== 'none'))
}
