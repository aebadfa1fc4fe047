/** What the form engine calls while it runs: put into it when the app is built, see fieldapp/web-forms/patches.js. */
import { t } from '../engine/words'
import { shrink } from '../sync/shrink'
import { say } from './wording'

export { say }

/** A filled or half filled form, as the engine keeps it. */
export interface EngineInstance {
  root: EngineRoot
}

export interface EngineRoot {
  languages: readonly { language: string; isSyntheticDefault?: boolean }[]
  setLanguage(language: { language: string }): unknown
  prepareInstancePayload(options: { payloadType: 'monolithic' }): Promise<{ status: string; data: readonly FormData[] }>
  validationState: { violations: readonly unknown[] }
}

interface Listeners {
  opened(instance: EngineInstance): void
  failed(error: { message: string }): void
  told(text: string): void
}

let listeners: Listeners | null = null

/** Say who hears of the form that is open now; nobody when it is closed. */
export function listen(now: Listeners | null): void {
  listeners = now
}

/** Take note of a form that stands on the page. */
export function opened<T extends EngineInstance>(instance: T): T {
  listeners?.opened(instance)
  return instance
}

/** Take note of a form that cannot be shown. */
export function failed(error: { message: string }): void {
  listeners?.failed(error)
}

/** Make a photo small and take its hidden notes away; the form sees only the result. */
export async function photo(file: File): Promise<File> {
  const small = await shrink(file)
  return new File([small], `${file.name.replace(/\.\w+$/, '')}.jpg`, { type: 'image/jpeg' })
}

/** Give the name of a language as a form has it, `简体中文 (zh-Hans)`, without its code. */
export function languageName(language: string): string {
  return language.replace(/\s*\([\w-]+\)$/, '')
}

/** Say that a file is no photo that can be shown. */
export function photoRefused(): void {
  listeners?.told(t('这个文件不是照片，没有加进表单。'))
}

/** Go to the first question that has to be mended, as soon as the form shows which ones. */
export function toFirstFault(): void {
  setTimeout(() => {
    const fault = document.querySelector<HTMLElement>('.odk-form .question-container.highlight')
    fault?.scrollIntoView({ block: 'center' })
    fault?.querySelector<HTMLElement>('input, textarea, [role=combobox]')?.focus({ preventScroll: true })
  }, 0)
}
