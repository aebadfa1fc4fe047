/** A place suggested for a written address: one click puts it on the map of the same form and chooses its area. */

/** Wire a [data-place-choice] button; one that is sure is taken by itself while no place has been chosen. */
export function placeChoice(button) {
  const form = button.closest('form')
  if (!form) return
  button.addEventListener('click', () => choose(form, button))
  if (button.hasAttribute('data-place-sure') && !form.querySelector('[data-map-picker] [data-lon]')?.value) choose(form, button, { bySelf: true })
}

function choose(form, button, { bySelf = false } = {}) {
  const { placeLon: lon, placeLat: lat, placeArea: area, placeMeans: key } = button.dataset
  const picker = form.querySelector('[data-map-picker]')
  if (lon && lat) picker?.dispatchEvent(new CustomEvent('place-chosen', { detail: { lon: Number(lon), lat: Number(lat) } }))
  chooseArea(form, area)
  const kept = form.querySelector('[data-place-key]')
  if (kept) kept.value = bySelf ? '' : key
  for (const other of button.parentElement.querySelectorAll('[data-place-choice]')) {
    other.classList.toggle('active', other === button)
    other.setAttribute('aria-pressed', String(other === button))
  }
}

// The list may hold grids, communities or both: the longest code that begins the chosen one is taken.
function chooseArea(form, code) {
  for (const list of form.querySelectorAll('select[name="area"], select[name="community"]')) {
    const fits = [...list.options].filter((option) => option.value && code.startsWith(option.value))
    const best = fits.sort((a, b) => b.value.length - a.value.length)[0]
    if (best) list.value = best.value
  }
}
