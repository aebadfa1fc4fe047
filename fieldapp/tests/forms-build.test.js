/** What is changed in the form engine while it is built in, against the engine as it is installed. */
import { readFileSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { KNOWN_TEXTS } from '../src/forms/wording'
import { forms, map } from '../web-forms/patches.js'
import { patched, rebuilt } from '../web-forms/plugin.js'
import { kept } from '../web-forms/styles.js'

const DIST = new URL('../../node_modules/@getodk/web-forms/dist/', import.meta.url)
const sources = readdirSync(DIST).filter((name) => name.endsWith('.js'))
const read = (name) => readFileSync(new URL(name, DIST), 'utf8')

/** The texts that the engine itself looks up in tables of its own. */
const FROM_TABLES = [
  'Good accuracy', 'Poor accuracy', 'Unknown accuracy', 'Condition not satisfied: constraint',
  'Condition not satisfied: required',
]

test('each text put into the engine has words of ours, and no words stand idle', () => {
  const asked = [...forms, ...map].flatMap(({ put }) => [...put.matchAll(/__say\("((?:[^"\\]|\\.)*)"/g)].map(([, text]) => text))
  expect(new Set([...asked, ...FROM_TABLES])).toEqual(new Set(KNOWN_TEXTS))
})

test('the texts from the tables of the engine still stand there', () => {
  const engine = read(sources.find((name) => name.startsWith('index-')))
  FROM_TABLES.forEach((text) => expect(engine).toContain(`"${text}"`))
})

test('the build stops where a text of the engine has gone or come twice', () => {
  const changes = [{ find: '"Send"', put: '__say("Send")', times: 1 }]
  expect(patched('label: "Send"', changes, 'index')).toBe('label: __say("Send")')
  expect(() => patched('label: "Submit"', changes, 'index')).toThrow('has "\\"Send\\"" 0 times, not 1')
  expect(() => patched('"Send" "Send"', changes, 'index')).toThrow('2 times')
  expect(() => rebuilt('', 'GeoBlock-1')).toThrow('nobody knows GeoBlock-1.js')
})

test('the engine as it is installed takes every change and asks no other host', () => {
  const built = sources.map((name) => rebuilt(read(name), name.replace(/\.js$/, '')))
  const all = built.join('\n')
  expect(all).not.toContain('data:font/')
  expect(all).not.toContain('source: new Xy()')
  expect(all).not.toContain('label: "Send"')
  expect(all).not.toContain('languages.length > 0')
})

test('of the style sheet only what a form wears is kept', () => {
  const css = '@font-face{src:url(data:font/woff2;base64,x)}.flex{display:flex!important}.m-3{margin:1rem}'
    + '.p-button{color:red}.box[data-v-1]{top:0}@media (min-width:9px){.lg\\:hidden{display:none}.lg\\:m-3{margin:0}}'
    + '.hover\\:text-0:hover{color:red}@media print{.m-1{margin:0}}:root{--odk-radius:6px}@keyframes x{0%{top:0}to{top:1px}}'
  expect(kept(css)).toBe('.odk-form .flex{display:flex!important}.p-button{color:red}.box[data-v-1]{top:0}'
    + '@media (min-width:9px){.odk-form .lg\\:hidden{display:none}}:root{--odk-radius:6px}@keyframes x{0%{top:0}to{top:1px}}')
})
