/** Two photos over each other; a range input, so also the keyboard, moves the line between them. */

/** Follow the range input inside the figure. */
export function beforeAfter(figure) {
  const range = figure.querySelector('input[type="range"]')
  const show = () => figure.style.setProperty('--split', `${range.value}%`)
  range.addEventListener('input', show)
  show()
}
