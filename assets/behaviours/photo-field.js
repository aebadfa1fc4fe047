/** A file input for photos: shows what was chosen, lets one be taken out, and shrinks them before they are sent. */
import { shrink } from './photo-size.js'
import { say } from './words.js'

const MOST_PHOTOS = 9

/** Gather photos over several choices (a phone's camera gives one at a time) and show them. */
export function photoField(input) {
  const most = Number(input.dataset.photoField) || MOST_PHOTOS
  const list = Object.assign(document.createElement('ul'), { className: 'photos mt-2' })
  const note = Object.assign(document.createElement('p'), { className: 'form-hint mt-2 mb-0' })
  note.setAttribute('role', 'status')
  input.after(pickButton(input), list, note)
  const state = { input, list, note, most, chosen: [] }
  input.addEventListener('change', () => add(state, [...input.files]))
}

// The browser's own button speaks the browser's language; ours speaks the page's. The field itself keeps focus and keys.
function pickButton(input) {
  const button = Object.assign(document.createElement('label'), { className: 'btn photo-pick', htmlFor: input.id })
  button.append(...signOf('camera'), say('photos_pick'))
  input.classList.add('photo-native')
  return button
}

// Icons come from the sprite that the page's own icons come from.
function signOf(name) {
  const sprite = document.querySelector('svg.icon use')?.getAttribute('href').split('#')[0]
  if (!sprite) return []
  const make = (tag, attributes) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', tag)
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
    return element
  }
  const sign = make('svg', { class: 'icon', 'aria-hidden': 'true', focusable: 'false' })
  sign.append(make('use', { href: `${sprite}#${name}` }))
  return [sign]
}

// The originals stand in the field while they are being shrunk, so nothing is lost by an early click on "send".
async function add(state, files) {
  const room = Math.max(0, state.most - state.chosen.length)
  const added = files.slice(0, room)
  state.chosen.push(...added)
  keep(state)
  state.note.textContent = say('photos_working')
  for (const file of added) replace(state, file, await shrink(file, { keepsNotes: 'photoNotes' in state.input.dataset }))
  keep(state)
  state.note.textContent = summary(state, files.length > room)
}

function replace(state, before, after) {
  state.chosen = state.chosen.map((file) => (file === before ? after : file))
}

function keep(state) {
  const transfer = new DataTransfer()
  for (const file of state.chosen) transfer.items.add(file)
  state.input.files = transfer.files
  for (const image of state.list.querySelectorAll('img')) URL.revokeObjectURL(image.src)
  state.list.replaceChildren(...state.chosen.map((file) => preview(state, file)))
}

function preview(state, file) {
  const item = Object.assign(document.createElement('li'), { className: 'photo-preview' })
  const image = Object.assign(document.createElement('img'), { src: URL.createObjectURL(file), alt: file.name })
  const remove = Object.assign(document.createElement('button'), { type: 'button', className: 'photo-remove', textContent: '✕' })
  remove.setAttribute('aria-label', say('photo_remove', { name: file.name }))
  remove.addEventListener('click', () => {
    state.chosen = state.chosen.filter((one) => one !== file)
    keep(state)
    state.note.textContent = summary(state, false)
    state.input.focus()
  })
  item.append(image, remove)
  return item
}

function summary(state, tooMany) {
  const kilobytes = Math.round(state.chosen.reduce((sum, file) => sum + file.size, 0) / 1024)
  const chosen = say('photos_chosen', { count: state.chosen.length, kilobytes })
  return tooMany ? `${chosen} ${say('photos_most', { most: state.most })}` : chosen
}
