/** The notes of a camera go over to the smaller photo, and say that it stands upright. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { notesOf, withNotes } from '../behaviours/photo-notes.js'

const JFIF = [0xff, 0xe0, 0, 4, 1, 2]
const PICTURE = [0xff, 0xda, 0, 2, 9, 9, 0xff, 0xd9]

// A photo whose notes hold one row: how it was held.
function photo(orientation, { little = true } = {}) {
  const two = (number) => (little ? [number & 255, number >> 8] : [number >> 8, number & 255])
  const four = (number) => (little ? [...two(number), 0, 0] : [0, 0, ...two(number)])
  const row = [...two(0x0112), ...two(3), ...four(1), ...two(orientation), 0, 0]
  const tiff = [...(little ? [0x49, 0x49] : [0x4d, 0x4d]), ...two(42), ...four(8), ...two(1), ...row, ...four(0)]
  const body = [0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff]
  return Uint8Array.from([0xff, 0xd8, ...JFIF, 0xff, 0xe1, 0, body.length + 2, ...body, ...PICTURE])
}

for (const little of [true, false]) {
  test(`notes are found behind other segments and stand upright (${little ? 'little' : 'big'} end first)`, () => {
    const notes = notesOf(photo(6, { little }))
    assert.deepEqual([...notes.slice(0, 2)], [0xff, 0xe1])
    assert.deepEqual([...notes], [...notesOf(photo(1, { little }))])
  })
}

test('what is no photo, has no notes or breaks off has none', () => {
  const whole = photo(6)
  for (let length = 0; length < 12; length += 1) assert.equal(notesOf(whole.slice(0, length)), null)
  assert.equal(notesOf(whole.slice(0, 30)), null)
  assert.equal(notesOf(Uint8Array.from([0xff, 0xd8, ...JFIF, ...PICTURE])), null)
  assert.equal(notesOf(new TextEncoder().encode('not a photo at all')), null)
})

test('the smaller photo is the drawn one with the notes behind its beginning', async () => {
  const smaller = new Blob([Uint8Array.from([0xff, 0xd8, ...JFIF, ...PICTURE])], { type: 'image/jpeg' })
  const joined = await withNotes(new Blob([photo(6)]), smaller)
  const bytes = new Uint8Array(await joined.arrayBuffer())
  assert.equal(joined.type, 'image/jpeg')
  assert.deepEqual([...bytes.slice(0, 4)], [0xff, 0xd8, 0xff, 0xe1])
  assert.deepEqual([...notesOf(bytes)], [...notesOf(photo(1))])
  assert.deepEqual([...bytes.slice(-PICTURE.length)], PICTURE)
})

test('a photo without notes stays the drawn one', async () => {
  const smaller = new Blob(['drawn'], { type: 'image/jpeg' })
  assert.equal(await withNotes(new Blob(['x']), smaller), smaller)
})
