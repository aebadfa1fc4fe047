/** Two photos over each other; a range input, so also the keyboard, moves the line. Without script they stand side by side. */

/** Follow the range input inside the figure. */
export function beforeAfter(figure) {
  const range = figure.querySelector('input[type="range"]')
  const show = () => figure.style.setProperty('--split', `${range.value}%`)
  figure.classList.add('is-live')
  range.addEventListener('input', show)
  show()
}
