/**
 * Opens a form: the only module that knows which form engine draws it, so that another can take its place.
 * Loaded when the first form is opened; the shell goes without it.
 */
import { OdkWebForm, webFormsPlugin } from '@getodk/web-forms'
import { type App, createApp, h } from 'vue'
import { t } from '../engine/words'
import { type Language, calendarOf, spokenNames } from './calendar'
import { type Ground, layGround } from './ground'
import { type EngineInstance, type EngineRoot, listen } from './hooks'
import look from './look.css?inline'
import { watchPauses } from './pauses'
import { type Known, prefilled } from './prefill'

const INSTANCE = 'xml_submission_file'

/** What has been filled in: the instance and the photos it names. */
export interface Filled {
  xml: string
  files: Record<string, Blob>
}

export interface FormToOpen {
  /** Where the form is drawn. */
  host: HTMLElement
  /** The XForm. */
  xml: string
  language: Language
  username: string
  known: Known
  /** Gives a file beside the form, as far as it is on the phone. */
  fileAt(address: string): Promise<Blob | undefined>
  /** The offline map under questions that are answered on one. */
  ground?: Ground | undefined
  /** What was filled in before the form was left. */
  draft?: Filled | undefined
  /** How many questions there are, and how many are answered from the register. */
  onOpen(count: { known: number; questions: number }): void
  onDraft(filled: Filled): void
  /** True where it was taken; false leaves the form open. */
  onDone(filled: Filled): Promise<boolean>
  /** A sentence for the user: something was not taken. */
  onTell(text: string): void
  onFail(reason: string): void
}

export interface OpenedForm {
  /** Keep what is filled in now, then take the form off the page. */
  close(): Promise<void>
  /** Take the form off the page and keep nothing. */
  drop(): void
}

/** Draw a form; what is filled in is given out at every pause and when it is done. */
export function openForm(form: FormToOpen): OpenedForm {
  const parsed = new DOMParser().parseFromString(form.xml, 'application/xml')
  const { document: ready, known, questions } = prefilled(parsed, form.draft ? { answers: {}, repeats: {} } : form.known)
  layGround(form.ground)
  let root: EngineRoot | null = null
  let last = form.draft?.xml ?? ''
  let busy = false
  const keep = async (): Promise<void> => {
    const filled = root && !busy ? await filledOf(root) : null
    if (!filled || busy || filled.xml === last) return
    last = filled.xml
    form.onDraft(filled)
  }
  const pauses = watchPauses(keep)
  const drop = (): void => {
    busy = true
    pauses.stop()
    listen(null)
    app.unmount()
  }
  const send = async ({ data }: Payload): Promise<void> => {
    if (busy) return
    busy = true
    busy = await form.onDone(await readPayload(data))
  }
  listen({
    opened(instance: EngineInstance) {
      root = instance.root
      speak(root, form.language)
      // A form that was only looked at leaves no draft.
      void filledOf(root).then((untouched) => { last ||= untouched.xml })
      form.onOpen({ known, questions })
    },
    failed(error) {
      drop()
      form.onFail(error.message)
    },
    told: form.onTell,
  })
  const app = engine(form, new XMLSerializer().serializeToString(ready), send)
  return { close: () => keep().finally(drop), drop }
}

type Payload = { data: readonly FormData[] }

function engine(form: FormToOpen, xml: string, onSubmit: (payload: Payload) => Promise<void>): App {
  dress()
  const app = createApp({
    render: () => h(OdkWebForm, {
      formXml: xml,
      fetchFormAttachment: (address: URL) => attached(form, address),
      missingResourceBehavior: 'BLANK',
      preloadProperties: { username: form.username },
      editInstance: form.draft && { resolveInstance: () => bundle(form.draft as Filled) },
      onSubmit,
    }),
  })
  app.use(webFormsPlugin)
  const locale = app.config.globalProperties['$primevue'].config.locale
  Object.assign(locale, calendarOf(form.language))
  Object.assign(locale.aria, spokenNames())
  app.mount(form.host)
  return app
}

async function attached(form: FormToOpen, address: URL): Promise<Response> {
  const file = await form.fileAt(address.href)
  return file ? new Response(file) : new Response('', { status: 404 })
}

/** Put our look into the page, once, and a place where menus and calendars open. */
function dress(): void {
  if (document.getElementById('form-look')) return
  document.head.append(Object.assign(document.createElement('style'), { id: 'form-look', textContent: look }))
  const overlays = Object.assign(document.createElement('div'), { id: 'form-overlays', role: 'region' })
  overlays.setAttribute('aria-label', t('选项'))
  document.body.append(overlays)
}

/** Show the form in the app's language where the form has it. */
function speak(root: EngineRoot, language: Language): void {
  const tag = { 'zh-hans': /zh-?hans|zh-?cn|简体/i, 'zh-hant': /zh-?hant|zh-?tw|繁體/i, en: /\(en\)|english/i }[language]
  const spoken = root.languages.find((each) => !each.isSyntheticDefault && tag.test(each.language))
  if (spoken) root.setLanguage(spoken)
}

async function filledOf(root: EngineRoot): Promise<Filled> {
  return readPayload((await root.prepareInstancePayload({ payloadType: 'monolithic' })).data)
}

async function readPayload(data: readonly FormData[]): Promise<Filled> {
  const filled: Filled = { xml: '', files: {} }
  for (const [name, value] of data.flatMap((each) => Array.from(each.entries()))) {
    if (name === INSTANCE) filled.xml = typeof value === 'string' ? value : await value.text()
    else if (value instanceof Blob) filled.files[name] = value
  }
  return filled
}

function bundle(filled: Filled): FormData {
  const data = new FormData()
  data.set(INSTANCE, new File([filled.xml], INSTANCE, { type: 'text/xml' }))
  for (const [name, blob] of Object.entries(filled.files)) data.set(name, new File([blob], name, { type: blob.type }))
  return data
}
