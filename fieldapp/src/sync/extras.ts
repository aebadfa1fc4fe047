/** What is fetched after the rows, when the phone has nothing better to do: maps, forms, photos to compare with. */
import { FORM_FILES, isList, keyOf } from '../engine/form-files'
import type { AreaRow, CaseRow, FormFile, FormRow } from '../engine/rows'
import type { Store } from '../store/store'
import { ask, Refused } from './wire'

const IDLE_MS = 2000
const LOW_BATTERY = 0.2
const COMPARED = new Set(['report', 'before'])

/** Fetch what pages need offline besides rows; what cannot be had now is left for the next time. */
export async function fetchExtras(store: Store, token: string): Promise<void> {
  await fetchForms(store, token)
  await fetchMaps(store, token)
  if (await isSparing()) return
  await fetchFormFiles(store, token, await store.rows<FormRow>('forms'), (file) => !isList(file))
  await fetchPhotos(store, token)
}

/** Give a photo of a case: from the phone, else from the server, kept for the next time. */
export async function photoOf(store: Store, token: string, sha: string, caseId: string): Promise<Blob | undefined> {
  const kept = await store.photo(sha)
  if (kept) return kept
  const answer = await allowing(() => ask(`/field/api/photos/${sha}?case=${encodeURIComponent(caseId)}`, { token }))
  if (!answer) return undefined
  const bytes = await answer.arrayBuffer()
  await store.media.keepPhoto(sha, bytes)
  return new Blob([bytes], { type: 'image/jpeg' })
}

/** Fetch forms; the files of a version that is still filled in stay with those of the newer one. */
async function fetchForms(store: Store, token: string): Promise<void> {
  const forms = await store.rows<FormRow>('forms')
  for (const form of forms) await fetchForm(store, token, form)
  await dropOthers(store, 'form:', forms.map((form) => form.id))
  const kept = await Promise.all(forms.map((form) => store.filesBeside(form.id)))
  const files = [...forms.flatMap((form) => form.files ?? []), ...kept.flat()]
  await dropOthers(store, FORM_FILES, files.map((file) => file.md5))
}

/** Fetch a version after its lists: until it is there with them, the one before it can be filled in. */
async function fetchForm(store: Store, token: string, form: FormRow): Promise<void> {
  const files = form.files ?? []
  const there = await fetchFormFiles(store, token, [form], isList)
  const tag = [form.version, form.md5 ?? '', ...files.map((file) => file.md5)].join(':')
  if (!files.filter(isList).every((file) => there.has(keyOf(file)))) return
  if ((await store.items.file(`form:${form.id}`))?.tag === tag) return
  const path = `/field/api/forms/${encodeURIComponent(form.id)}/${encodeURIComponent(form.version)}.xml`
  const answer = await allowing(() => ask(path, { token, headers: { Accept: 'text/xml' } }))
  if (answer) await store.items.keepFile(`form:${form.id}`, { tag, text: await answer.text(), files })
}

/** Fetch files beside forms, each once, and say which are there: lists before their forms; pictures and sounds later. */
async function fetchFormFiles(
  store: Store, token: string, forms: FormRow[], wanted: (file: FormFile) => boolean,
): Promise<Set<string>> {
  const there = new Set(await store.items.fileKeys())
  for (const { form, file } of forms.flatMap((form) => (form.files ?? []).map((file) => ({ form, file })))) {
    if (!wanted(file) || there.has(keyOf(file))) continue
    const path = `/field/api/forms/${encodeURIComponent(form.id)}/${encodeURIComponent(form.version)}/files/${file.md5}`
    const bytes = await (await allowing(() => ask(path, { token })))?.arrayBuffer()
    if (bytes?.byteLength !== file.size) continue
    await store.items.keepBytes(keyOf(file), bytes)
    there.add(keyOf(file))
  }
  return there
}

async function fetchMaps(store: Store, token: string): Promise<void> {
  const areas = await store.rows<AreaRow>('areas')
  const codes = areas.filter((area) => area.level === 'community').map((area) => area.id)
  for (const code of codes) {
    const kept = await store.items.file(`map:${code}`)
    const headers: Record<string, string> = kept ? { 'If-None-Match': kept.tag } : {}
    const asking = { token, headers, accept: [304] }
    const answer = await allowing(() => ask(`/field/api/map/${encodeURIComponent(code)}`, asking))
    if (!answer || answer.status === 304) continue
    await store.items.keepFile(`map:${code}`, { tag: answer.headers.get('ETag') ?? '', text: await answer.text() })
  }
  await dropOthers(store, 'map:', codes)
}

async function fetchPhotos(store: Store, token: string): Promise<void> {
  const cases = await store.rows<CaseRow>('cases')
  for (const one of cases.filter((row) => row.is_open && (row.mine === 'handle' || row.mine === 'check'))) {
    for (const photo of (one.photos ?? []).filter((note) => COMPARED.has(note.purpose))) {
      if (await store.media.hasPhoto(photo.sha)) continue
      await idle()
      await photoOf(store, token, photo.sha, one.id)
    }
  }
}

async function dropOthers(store: Store, start: string, wanted: string[]): Promise<void> {
  const keys = (await store.items.fileKeys()).filter((key) => key.startsWith(start))
  await store.items.dropFiles(keys.filter((key) => !wanted.includes(key.slice(start.length))))
}

/** A refusal of one of these must not stop the others. */
async function allowing(asking: () => Promise<Response>): Promise<Response | undefined> {
  try {
    return await asking()
  } catch (error) {
    if (error instanceof Refused) return undefined
    throw error
  }
}

interface Sparing {
  connection?: { saveData?: boolean }
  getBattery?: () => Promise<{ level: number; charging: boolean }>
}

async function isSparing(): Promise<boolean> {
  const device = navigator as Navigator & Sparing
  if (device.connection?.saveData) return true
  const battery = await device.getBattery?.().catch(() => undefined)
  return Boolean(battery && !battery.charging && battery.level < LOW_BATTERY)
}

function idle(): Promise<void> {
  return new Promise((go) => {
    if (typeof requestIdleCallback === 'function') requestIdleCallback(() => go(), { timeout: IDLE_MS })
    else setTimeout(go, 0)
  })
}
