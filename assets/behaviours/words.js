/** The translated words behaviours need; the page brings them as JSON in #linli-words. */

let words

/** Give the page's word for a key, with `{name}` filled from values. */
export function say(key, values = {}) {
  words ??= JSON.parse(document.getElementById('linli-words')?.textContent ?? '{}')
  const text = words[key] ?? key
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole)
}
