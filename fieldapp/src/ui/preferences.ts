/** How the app looks and speaks on this phone: kept beside the account, since the sign-in page needs it, too. */
import { effect, signal } from '@preact/signals'
import { useWords } from '../engine/words'

export type Theme = 'auto' | 'light' | 'dark'
export type Language = 'zh-hans' | 'zh-hant' | 'en'

const PREFIX = 'linli.field.'
const TAGS: Record<Language, string> = { 'zh-hans': 'zh-Hans', 'zh-hant': 'zh-Hant', en: 'en' }
const BARS = { light: '#14458c', dark: '#0d1a2e' }
const prefersDark = matchMedia('(prefers-color-scheme: dark)')

/** Elder eyes: larger letters, larger targets, stronger lines. */
export const elder = signal(recall('elder') === 'yes')
export const theme = signal<Theme>((recall('theme') as Theme | null) ?? 'auto')
export const language = signal<Language>(known(recall('language') ?? document.documentElement.lang))
/** True while the page is dark, by choice or by the phone's own setting. */
export const dark = signal(prefersDark.matches)
/** Counts the dictionaries taken, so that the page is drawn anew in its new language. */
export const dictionary = signal(0)

/** Read something small that this phone keeps for all its accounts. */
export function recall(name: string): string | null {
  try {
    return localStorage.getItem(PREFIX + name)
  } catch {
    return null
  }
}

/** Keep something small for all accounts of this phone. */
export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(PREFIX + name, value)
  } catch {
    // A full or closed store must not stop the work: the choice then holds until the app is closed.
  }
}

/** Put the choices on the page and keep them; called once at the start. */
export function wearPreferences(): void {
  const page = document.documentElement
  effect(() => {
    page.classList.toggle('elder', elder.value)
    remember('elder', elder.value ? 'yes' : 'no')
  })
  effect(() => {
    dark.value = theme.value === 'dark' || (theme.value === 'auto' && prefersDark.matches)
    remember('theme', theme.value)
  })
  effect(() => {
    page.dataset.theme = dark.value ? 'dark' : 'light'
    document.querySelector('meta[name="theme-color"]')?.setAttribute('content', dark.value ? BARS.dark : BARS.light)
  })
  prefersDark.addEventListener('change', () => {
    if (theme.peek() === 'auto') dark.value = prefersDark.matches
  })
  takeWords(kept(language.peek()))
}

/** Speak another language from now on; where its words are not on the phone yet, they are fetched. */
export async function speak(to: Language): Promise<void> {
  remember('language', to)
  language.value = to
  takeWords(kept(to))
  await refreshWords()
}

/** Fetch the words of the language in use anew and keep them for when there is no network. */
export async function refreshWords(): Promise<void> {
  const asked = language.peek()
  const answer = asked === 'zh-hans' ? null : await fetch(`/field/words/${asked}.json`).catch(() => null)
  if (!answer?.ok) return
  const words = (await answer.json()) as Record<string, string>
  if (JSON.stringify(words) === JSON.stringify(kept(asked))) return
  remember(`words.${asked}`, JSON.stringify(words))
  if (asked === language.peek()) takeWords(words)
}

function takeWords(words: Record<string, string>): void {
  document.documentElement.lang = TAGS[language.peek()]
  useWords(words)
  dictionary.value += 1
}

function kept(of: Language): Record<string, string> {
  if (of === 'zh-hans') return {}
  try {
    return JSON.parse(recall(`words.${of}`) ?? '{}') as Record<string, string>
  } catch {
    return {}
  }
}

function known(tag: string): Language {
  const plain = tag.toLowerCase()
  if (plain.startsWith('en')) return 'en'
  return /hant|tw|hk|mo/.test(plain) ? 'zh-hant' : 'zh-hans'
}
