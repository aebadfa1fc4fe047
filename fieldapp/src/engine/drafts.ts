/** What lies half written on the phone, told by what it will become. */
import { listed, t } from './words'

const KINDS: readonly { is: (key: string) => boolean; said: (n: number) => string }[] = [
  { is: (key) => key === 'report', said: (n) => t('上报%(n)s件', { n }) },
  { is: (key) => key.startsWith('visit:'), said: (n) => t('走访记录%(n)s份', { n }) },
  { is: (key) => key.startsWith('form:'), said: (n) => t('表单%(n)s份', { n }) },
  { is: () => true, said: (n) => t('其他%(n)s项', { n }) },
]

/** Name what is half written, by the keys of its drafts; nothing where there is none. */
export function draftsSaid(keys: readonly string[]): string {
  const counts = KINDS.map(() => 0)
  for (const key of keys) {
    const at = KINDS.findIndex((kind) => kind.is(key))
    counts[at] = (counts[at] ?? 0) + 1
  }
  return listed(KINDS.flatMap((kind, at) => (counts[at] ? [kind.said(counts[at])] : [])))
}

/** List the ids of all records of which something lies half written: every part of a draft's key behind its kind. */
export function unfinished(keys: readonly string[]): Set<string> {
  return new Set(keys.flatMap((key) => key.split(/[:/]/).slice(1).filter(Boolean)))
}
