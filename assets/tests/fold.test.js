import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fold, unfoldForPrint } from '../behaviours/fold.js'

const section = (asked, open = true) => ({ dataset: { fold: asked }, open })

test('on a phone only what asks for it is closed, elsewhere nothing is', (context) => {
  context.after(() => delete globalThis.matchMedia)
  for (const [isPhone, expected] of [[true, [false, true]], [false, [true, true]]]) {
    globalThis.matchMedia = () => ({ matches: isPhone })
    const sections = [section('phone'), section('')]
    sections.forEach(fold)
    assert.deepEqual(sections.map(({ open }) => open), expected)
  }
})

test('what is closed is open while the page is printed, and closed again', () => {
  const [open, closed] = [section('phone'), section('', false)]
  const host = new EventTarget()
  unfoldForPrint({ querySelectorAll: () => [open, closed].filter((one) => !one.open) }, host)
  host.dispatchEvent(new Event('beforeprint'))
  assert.deepEqual([open.open, closed.open], [true, true])
  host.dispatchEvent(new Event('afterprint'))
  assert.deepEqual([open.open, closed.open], [true, false])
})
