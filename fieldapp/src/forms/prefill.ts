/** Writes what the register knows into a form before it opens: pure, over the parsed XForm. */

const XFORMS = 'http://www.w3.org/2002/xforms'
const JAVAROSA = 'http://openrosa.org/javarosa'
const QUESTIONS = ['input', 'select', 'select1', 'range', 'rank', 'upload', 'trigger']

/** Answers by their path in the form; a repeat takes one set of answers for each of its parts. */
export interface Known {
  answers: Record<string, string>
  repeats: Record<string, Record<string, string>[]>
}

/** A form with its known answers, and how many of its questions they are. */
export interface Prefilled {
  document: Document
  known: number
  questions: number
}

/** Put the known answers into an XForm; what has no place, is calculated or is empty is left out. */
export function prefilled(document: Document, known: Known): Prefilled {
  const root = instanceRoot(document)
  if (!root) return { document, known: 0, questions: 0 }
  const asked = questionPaths(document)
  const open = (path: string): boolean => !calculated(document).has(path)
  let filled = 0
  for (const [repeat, parts] of Object.entries(known.repeats)) {
    for (const [part, answers] of partsOf(document, root, repeat, parts)) {
      filled += write(part, repeat, answers, open, asked)
    }
  }
  filled += write(root, `/${root.nodeName}`, known.answers, open, asked)
  return { document, known: filled, questions: countQuestions(root, asked) }
}

/** The first element of the main instance: what is filled in. */
export function instanceRoot(document: Document): Element | null {
  const instance = document.getElementsByTagNameNS(XFORMS, 'instance')[0]
  return instance?.firstElementChild ?? null
}

/** The paths of the questions somebody answers, as the form's body names them. */
export function questionPaths(document: Document): Set<string> {
  const asked = QUESTIONS.flatMap((name) => Array.from(document.getElementsByTagNameNS(XFORMS, name)))
  const readonly = paths(document, (bind) => bind.getAttribute('readonly') === 'true()')
  const found = asked.map((question) => question.getAttribute('ref') ?? '').filter((path) => path && !readonly.has(path))
  return new Set(found)
}

function calculated(document: Document): Set<string> {
  return paths(document, (bind) => bind.hasAttribute('calculate'))
}

function paths(document: Document, wanted: (bind: Element) => boolean): Set<string> {
  const binds = Array.from(document.getElementsByTagNameNS(XFORMS, 'bind')).filter(wanted)
  return new Set(binds.map((bind) => bind.getAttribute('nodeset') ?? ''))
}

function write(
  from: Element, at: string, answers: Record<string, string>, open: (path: string) => boolean, asked: Set<string>,
): number {
  let filled = 0
  for (const [path, value] of Object.entries(answers)) {
    const place = value && open(path) ? placeOf(from, at, path) : null
    if (!place || place.children.length > 0) continue
    place.textContent = value
    if (asked.has(path)) filled += 1
  }
  return filled
}

/** Walk from an element at one path down to a longer path. */
function placeOf(from: Element, at: string, path: string): Element | null {
  if (!path.startsWith(`${at}/`)) return null
  const names = path.slice(at.length + 1).split('/')
  return names.reduce<Element | null>((place, name) => (place ? childOf(place, name) : null), from)
}

function childOf(place: Element, name: string): Element | null {
  return Array.from(place.children).find((child) => child.nodeName === name && !isTemplate(child)) ?? null
}

/** Make as many parts of a repeat as are known, each beside its answers. */
function partsOf(
  document: Document, root: Element, repeat: string, parts: Record<string, string>[],
): [Element, Record<string, string>][] {
  const names = repeat.split('/').slice(2)
  const name = names.pop()
  const parent = names.reduce<Element | null>((place, each) => (place ? childOf(place, each) : null), root)
  const standing = name && parent ? Array.from(parent.children).filter((child) => child.nodeName === name) : []
  const model = standing[0]
  if (!model || !parent || parts.length === 0 || isCounted(document, repeat)) return []
  const made = parts.map(() => blankOf(model))
  const template = model.cloneNode(true) as Element
  // A part that is added later starts empty, not as a copy of the first one.
  template.setAttributeNS(JAVAROSA, 'jr:template', '')
  model.before(template, ...made)
  standing.forEach((each) => each.remove())
  return made.map((part, index) => [part, parts[index] ?? {}])
}

/** A repeat whose number is computed by the form makes its own parts. */
function isCounted(document: Document, repeat: string): boolean {
  const repeats = Array.from(document.getElementsByTagNameNS(XFORMS, 'repeat'))
  return repeats.some((each) => each.getAttribute('nodeset') === repeat && each.hasAttributeNS(JAVAROSA, 'count'))
}

function isTemplate(element: Element): boolean {
  return element.hasAttributeNS(JAVAROSA, 'template')
}

function blankOf(model: Element): Element {
  const made = model.cloneNode(true) as Element
  made.removeAttributeNS(JAVAROSA, 'template')
  return made
}

function countQuestions(root: Element, asked: Set<string>): number {
  let count = 0
  const walk = (element: Element, path: string): void => {
    if (asked.has(path)) count += 1
    for (const child of Array.from(element.children)) if (!isTemplate(child)) walk(child, `${path}/${child.nodeName}`)
  }
  walk(root, `/${root.nodeName}`)
  return count
}
