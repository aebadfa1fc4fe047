/** Starts behaviours on the elements that ask for them by a data- attribute, also on what htmx brings in later. */

/** Start each `[selector, behaviour]` once on every element it matches, now and after each htmx swap. */
export function wire(behaviours) {
  const started = new Map(behaviours.map(([selector]) => [selector, new WeakSet()]))
  const startIn = (root) => {
    for (const [selector, start] of behaviours) {
      for (const element of matching(root, selector)) {
        if (started.get(selector).has(element)) continue
        started.get(selector).add(element)
        start(element)
      }
    }
  }
  startIn(document)
  document.addEventListener('htmx:load', (event) => startIn(event.target))
}

function matching(root, selector) {
  const inside = [...root.querySelectorAll(selector)]
  return root instanceof Element && root.matches(selector) ? [root, ...inside] : inside
}
