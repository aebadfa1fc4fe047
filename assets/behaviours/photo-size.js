/** Makes a photo small enough for a slow line; what the browser cannot read goes as it is. */
import { withNotes } from './photo-notes.js'

export const LONGEST_SIDE = 1600
const SMALL_ENOUGH_BYTES = 600 * 1024
const QUALITY = 0.85

/** Fit a width and height into a square, never making them larger. */
export function fitWithin(width, height, longest = LONGEST_SIDE) {
  const ratio = Math.min(1, longest / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * ratio)), height: Math.max(1, Math.round(height * ratio)) }
}

/** Give the photo back as a JPEG of at most 1600 pixels a side; drawing it anew leaves its EXIF behind unless it is kept. */
export async function shrink(file, { keepsNotes = false } = {}) {
  if (!file.type.startsWith('image/')) return file
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => null)
  if (!bitmap) return file
  const size = fitWithin(bitmap.width, bitmap.height)
  if (size.width === bitmap.width && size.height === bitmap.height && file.size <= SMALL_ENOUGH_BYTES) return file
  const small = await drawn(bitmap, size)
  const blob = small && keepsNotes ? await withNotes(file, small) : small
  return blob ? new File([blob], jpegName(file.name), { type: 'image/jpeg', lastModified: file.lastModified }) : file
}

function drawn(bitmap, { width, height }) {
  const canvas = Object.assign(document.createElement('canvas'), { width, height })
  canvas.getContext('2d').drawImage(bitmap, 0, 0, width, height)
  bitmap.close()
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY))
}

function jpegName(name) {
  return name.replace(/\.[^.]*$/, '') + '.jpg'
}
