/** Looks for words in texts as people type them: width, case and blanks make no difference, every word must be found. */

/** Make a text ready to be compared. */
export function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}

/** Say whether every word of what was typed stands somewhere in the texts. */
export function matches(typed: string, texts: readonly (string | undefined)[]): boolean {
  const words = plain(typed).split(/\s+/).filter(Boolean)
  if (!words.length) return true
  const whole = plain(texts.filter(Boolean).join('\n'))
  return words.every((word) => whole.includes(word))
}
