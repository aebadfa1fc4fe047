/** Places suggested for a written address: one click puts a place on the map of the same form and chooses its area. */

const OWN = new WeakMap() // the point that a form was given without anybody's click

/** Wire a [data-place-answer] box; what is sure is taken by itself while nobody has chosen a place. */
export function placeAnswer(box) {
  const form = box.closest('form')
  if (!form) return
  const lon = form.querySelector('[data-map-picker] [data-lon]')
  const kept = form.querySelector('[data-place-key]')
  if (kept) kept.value = ''
  if (lon && OWN.has(form) && OWN.get(form) === lon.value) send(form, 'place-cleared')
  for (const button of box.querySelectorAll('[data-place-choice]')) button.addEventListener('click', () => choose(form, button))
  const sure = box.querySelector('[data-place-sure]')
  if (!sure || lon?.value) return
  choose(form, sure, { bySelf: true })
  if (lon) OWN.set(form, lon.value)
}

function choose(form, button, { bySelf = false } = {}) {
  const { placeLon: lon, placeLat: lat, placeArea: area, placeMeans: means } = button.dataset
  if (lon && lat) send(form, 'place-chosen', { lon: Number(lon), lat: Number(lat) })
  chooseArea(form, area)
  const kept = form.querySelector('[data-place-key]')
  if (kept) kept.value = bySelf ? '' : means
  for (const other of button.parentElement.querySelectorAll('[data-place-choice]')) {
    other.classList.toggle('active', other === button)
    other.setAttribute('aria-pressed', String(other === button))
  }
}

function send(form, name, detail = {}) {
  form.querySelector('[data-map-picker]')?.dispatchEvent(new CustomEvent(name, { detail }))
}

// The list may hold grids, communities or both: the longest code that begins the chosen one is taken.
function chooseArea(form, code) {
  for (const list of form.querySelectorAll('select[name="area"], select[name="community"]')) {
    const fits = [...list.options].filter((option) => option.value && code.startsWith(option.value))
    const best = fits.sort((a, b) => b.value.length - a.value.length)[0]
    if (best) list.value = best.value
  }
}
