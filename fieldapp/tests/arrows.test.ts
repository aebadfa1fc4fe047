/** Who may import whom: engine ← store ← sync ← map ← ui, forms beside map, the worker alone. */
import { expect, test } from 'vitest'

const MAY: Record<string, string[]> = {
  engine: [],
  store: ['engine'],
  sync: ['engine', 'store'],
  map: ['engine', 'store', 'sync'],
  forms: ['engine', 'store', 'sync'],
  ui: ['engine', 'store', 'sync', 'map', 'forms'],
  worker: [],
}
// The worker waits for the sync's lock before it takes over, so both must call it by one name.
const ALLOWED = ['worker/field-worker.ts → sync/once']
const MOST_LINES = 250

const files = import.meta.glob<string>('../src/**/*.{ts,tsx}', { query: '?raw', import: 'default', eager: true })
const sources = Object.entries(files).map(([path, text]) => ({ path: path.replace('../src/', ''), text }))

function imports(path: string, text: string): string[] {
  const found = text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)
  const base = `http://x/${path}`
  return [...found].map((match) => new URL(match[1] ?? '', base).pathname.slice(1))
}

test('every folder is known', () => {
  expect(sources.length).toBeGreaterThan(20)
  expect([...new Set(sources.map(({ path }) => path.split('/')[0] ?? ''))].filter((folder) => !(folder in MAY))).toEqual([])
})

test.each(sources.map(({ path }) => path))('%s imports only what lies below it', (path) => {
  const folder = path.split('/')[0] ?? ''
  const wrong = imports(path, files[`../src/${path}`] ?? '')
    .filter((target) => target.split('/')[0] !== folder && !MAY[folder]?.includes(target.split('/')[0] ?? ''))
    .map((target) => `${path} → ${target}`)
  expect(wrong.filter((one) => !ALLOWED.includes(one))).toEqual([])
})

test('the engine knows neither page nor network nor store', () => {
  const forbidden = /\b(document|window|localStorage|indexedDB|fetch)\s*[.(]/
  expect(sources.filter(({ path, text }) => path.startsWith('engine/') && forbidden.test(text)).map(({ path }) => path)).toEqual([])
})

test('files stay small', () => {
  expect(sources.filter(({ text }) => text.split('\n').length > MOST_LINES + 1).map(({ path }) => path)).toEqual([])
})
