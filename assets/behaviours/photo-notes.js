/** Carries a camera's notes (EXIF: when and where) over to the smaller photo; the house compares a pair by them. */

const JPEG = 0xffd8
const APP1 = 0xe1
const PICTURE = 0xda
const EXIF = 0x45786966
const TIFF = 10 // where the notes' own count of bytes begins: marker, length, "Exif", two zeros
const ORIENTATION = 0x0112
const UPRIGHT = 1
const HEAD_BYTES = 256 * 1024

/** Give the smaller photo with the notes of the one it was drawn from; without notes it stays as it is. */
export async function withNotes(original, smaller) {
  const notes = notesOf(new Uint8Array(await original.slice(0, HEAD_BYTES).arrayBuffer()))
  return notes ? new Blob([smaller.slice(0, 2), notes, smaller.slice(2)], { type: smaller.type }) : smaller
}

/** Find the notes of a JPEG; they say "upright", as the drawn photo is. Broken ones count as none. */
export function notesOf(bytes) {
  try {
    const segment = segmentOf(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    return segment && upright(bytes.slice(segment.start, segment.end))
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

function segmentOf(view) {
  if (view.getUint16(0) !== JPEG) return null
  for (let start = 2; view.getUint8(start) === 0xff && view.getUint8(start + 1) !== PICTURE; ) {
    const end = start + 2 + view.getUint16(start + 2)
    if (view.getUint8(start + 1) === APP1 && view.getUint32(start + 4) === EXIF) {
      return end <= view.byteLength ? { start, end } : null
    }
    start = end
  }
  return null
}

function upright(notes) {
  const view = new DataView(notes.buffer)
  const little = view.getUint8(TIFF) === 0x49
  const table = TIFF + view.getUint32(TIFF + 4, little)
  for (let row = 0; row < view.getUint16(table, little); row += 1) {
    const entry = table + 2 + 12 * row
    if (view.getUint16(entry, little) === ORIENTATION) view.setUint16(entry + 8, UPRIGHT, little)
  }
  return notes
}
