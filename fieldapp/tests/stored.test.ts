/** What a page reads from the store while that store changes, is left, or is another account's. */
import { signal } from '@preact/signals'
import { h, options, render } from 'preact'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Store } from '../src/store/store'
import { hold, openBrowser, openTab, until } from './support/browser'
import { FakeServer } from './support/server'

type App = Awaited<ReturnType<typeof openTab>>

/** As much of an element as a component needs that draws nothing. */
const nowhere = { childNodes: [], firstChild: null, nodeType: 1 } as unknown as Element

let app: App
let shown: unknown[]
let readers: Store[]
let answers: Map<Store, Promise<string>>

beforeEach(async () => {
  openBrowser()
  options.requestAnimationFrame = (then) => void setTimeout(then)
  app = await openTab(new FakeServer())
  const { useStored } = await import('../src/ui/parts/data')
  ;[shown, readers, answers] = [[], [], new Map()]
  const read = (from: Store): Promise<string> => {
    readers.push(from)
    return answers.get(from)!
  }
  render(h(() => { shown.push(useStored(read)); return null }, {}), nowhere)
})

afterEach(() => {
  render(null, nowhere)
  delete options.requestAnimationFrame
  vi.restoreAllMocks()
})

function storeWith(answer: Promise<string>): Store {
  const one = { changed: signal(0) } as unknown as Store
  answers.set(one, answer)
  return one
}

/** Wait until all that is drawn and begun has been drawn and begun. */
async function drawn(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((go) => setTimeout(go))
}

test('what is read is shown, and again after a change', async () => {
  const lin = storeWith(Promise.resolve('one'))
  app.store.value = lin
  await until(() => shown.at(-1) === 'one')
  answers.set(lin, Promise.resolve('two'))
  lin.changed.value += 1
  await until(() => shown.at(-1) === 'two')
})

test('an answer from a store that was left meanwhile is not shown', async () => {
  const { held, release } = hold()
  app.store.value = storeWith(held.then(() => 'of Lin'))
  await until(() => readers.length === 1)
  app.store.value = null
  await drawn()
  release()
  await drawn()
  expect(shown).not.toContain('of Lin')
})

test('what was read for one account is not shown to the next', async () => {
  app.store.value = storeWith(Promise.resolve('of Lin'))
  await until(() => shown.at(-1) === 'of Lin')
  const { held, release } = hold()
  app.store.value = storeWith(held.then(() => 'of Sun'))
  const before = shown.length
  await until(() => readers.length === 2)
  release()
  await until(() => shown.at(-1) === 'of Sun')
  expect(shown.slice(before)).not.toContain('of Lin')
})

test('of two answers to the same question the one to the later counts, whichever comes last', async () => {
  const { held, release } = hold()
  const lin = storeWith(held.then(() => 'before'))
  app.store.value = lin
  await until(() => readers.length === 1)
  answers.set(lin, Promise.resolve('after'))
  lin.changed.value += 1
  await until(() => shown.at(-1) === 'after')
  release()
  await drawn()
  expect(shown.at(-1)).toBe('after')
})
