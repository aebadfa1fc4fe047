/** Where filling a form begins. */
import type { FormRow } from '../../../engine/rows'
import { href } from '../../router'

/** Give the page: a form about a home or a dwelling starts at one; which member it is about is asked on the form's own page. */
export function startOf(form: Pick<FormRow, 'id' | 'target'>, household = '', dwelling = ''): string {
  if (form.target === 'none') return href('form', form.id)
  if (dwelling) return `${href('form', form.id)}?dwelling=${dwelling}`
  return household ? `${href('form', form.id)}?household=${household}` : `${href('homes')}?form=${encodeURIComponent(form.id)}`
}
