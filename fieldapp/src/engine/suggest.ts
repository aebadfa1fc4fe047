/**
 * Suggests the kind of a report from the words of the kinds on the phone: the same reckoning as
 * `linli.cases.triage.cold_start`, so that it works without a network. A person chooses.
 */
import { plain } from './search'

const SHOWN = 3

/** A kind as far as suggesting needs it. */
export interface Worded {
  id: string
  words?: readonly string[] | undefined
}

/** A kind that may fit, and the words that speak for it. */
export interface Guess {
  kind: string
  points: number
  because: string[]
}

/** Rank the kinds whose words the text uses most; without a word of any kind there is no guess. */
export function suggestKinds(text: string, kinds: readonly Worded[], most = SHOWN): Guess[] {
  const owned = hits(normalised(text), kinds)
  const found = new Map<string, string[]>()
  for (const [word, owners] of owned) {
    for (const kind of owners) found.set(kind, [...(found.get(kind) ?? []), word])
  }
  const points = (word: string): number => Math.sqrt(word.length / 2) / (owned.get(word)?.length ?? 1)
  const guesses = [...found].map(([kind, because]) => ({ kind, because, points: because.reduce((sum, word) => sum + points(word), 0) }))
  return guesses.sort((one, other) => other.points - one.points || one.kind.localeCompare(other.kind)).slice(0, most)
}

/** Bring a text to the form the words of kinds are in: width and case alike, every figure a 0. */
export function normalised(text: string): string {
  return plain(text).replace(/\d+(\.\d+)?/g, '0').split(/\s+/).filter(Boolean).join(' ')
}

/** The words of the kinds that stand in the text, with the kinds they stand for; of a word inside a longer one only the longer. */
function hits(said: string, kinds: readonly Worded[]): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const { id, words } of kinds) {
    for (const word of new Set(words)) {
      if (word.length > 1 && said.includes(word)) found.set(word, [...(found.get(word) ?? []), id])
    }
  }
  const longestFirst = [...found.keys()].sort((one, other) => other.length - one.length)
  const outermost = longestFirst.filter((word, at) => !longestFirst.slice(0, at).some((longer) => longer.includes(word)))
  return new Map(outermost.map((word) => [word, found.get(word) ?? []]))
}
