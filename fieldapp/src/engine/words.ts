/** Texts of the app in the language of its user: the Chinese text itself is the key. */

let translations: Record<string, string> = {}

/** Take the translations of a language; none for Simplified Chinese. */
export function useWords(words: Record<string, string>): void {
  translations = words
}

/** Give a text in the user's language, its named places filled: `t('还有%(n)s项', { n })`. */
export function t(text: string, values: Record<string, string | number> = {}): string {
  return (translations[text] ?? text).replace(/%\((\w+)\)s/g, (whole, name: string) => String(values[name] ?? whole))
}

/** List several things in one line, joined as the user's language does. */
export function listed(things: readonly string[]): string {
  return things.join(t('、'))
}
