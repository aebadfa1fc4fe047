/** Files beside a form: which of them it cannot do without, how they are kept, and which one the form engine asks for. */
import type { FormFile } from './rows'

/** How the keys of these files begin in the store; then the hash of their content. */
export const FORM_FILES = 'form-file:'

/** Say where a file is kept: once, however many forms and versions lean on it. */
export function keyOf(file: FormFile): string {
  return `${FORM_FILES}${file.md5}`
}

/** Say whether answers are chosen from a file: its form is not filled in without it. */
export function isList(file: FormFile): boolean {
  return !/^(?:image|audio)\//.test(file.type)
}

/** Find the file that a form names as `jr://images/a.png`. */
export function fileAt(files: readonly FormFile[], address: string): FormFile | undefined {
  const name = lastOf(address)
  return files.find((one) => lastOf(new URL(`jr://file/${one.name}`).href) === name)
}

function lastOf(address: string): string {
  return address.slice(address.lastIndexOf('/') + 1)
}
