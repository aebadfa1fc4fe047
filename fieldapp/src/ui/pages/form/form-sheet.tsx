/** The form itself: drawn by the form engine inside the page, kept as a draft at every pause, queued when it is done. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { fileAt } from '../../../engine/form-files'
import type { AreaRow, FormRow } from '../../../engine/rows'
import { t } from '../../../engine/words'
import { asksOnMap, type Ground } from '../../../forms/ground'
import { knownOf } from '../../../forms/known'
import type { Filled, OpenedForm } from '../../../forms/open'
import type { Store } from '../../../store/store'
import { store } from '../../../sync/app'
import { Waiting } from '../../parts/screen'
import { useSending } from '../../parts/sending'
import { Notice } from '../../parts/card'
import { language } from '../../preferences'
import type { About } from './about'

/** What the page says about its form. */
export interface Told {
  count?: { known: number; questions: number }
  /** True where it was begun before. */
  found?: boolean
  notice?: string
  failed?: string
  /** True where another tab sent it or threw it away. */
  gone?: boolean
}

interface Props {
  form: FormRow
  xml: string
  about: About
  username: string
  tell: (more: Told) => void
  onSaved: () => void
  /** Another tab filled more of it in: it is opened anew as it is now. */
  onElsewhere: () => void
}

interface KeptDraft {
  xml: string
  names: string[]
}

/** The length of a community's code; its grids' codes begin with it. */
const COMMUNITY_DIGITS = 12
const INSTANCE_ID = /<(?:\w+:)?instanceID>\s*([^<\s]+)\s*</
const VERSION = /^\s*(?:<\?[^>]*>\s*)?<[^>]*?\sversion="([^"]*)"/

/** Draw the form of a page; it stays as it was opened, whatever the sync brings meanwhile. */
export function FormSheet({ form, xml, about, username, tell, onSaved, onElsewhere }: Props) {
  const host = useRef<HTMLDivElement>(null)
  const [ready, setReady] = useState(false)
  const { trouble, send } = useSending()
  const sending = useRef(send)
  sending.current = send
  const draftKey = about.draftOf(form.id)

  useEffect(() => {
    const kept = store.peek()
    if (!kept || !host.current) return
    let opened: OpenedForm | undefined
    let wanted = true
    // What this tab knows to lie in the store; undefined where that is nothing.
    let lies: string | undefined
    const keep = (filled: Filled): void => {
      lies = filled.xml
      keepDraft(kept, draftKey, filled).catch(() => {
        lies = undefined
        tell({ notice: t('手机存储已满，刚填的还没有存下。') })
      })
    }
    const compare = async (): Promise<void> => {
      const before = lies
      if (before === undefined || document.hidden) return
      const there = await draftOf(kept, draftKey)
      // What was kept here meanwhile is the newest.
      if (!wanted || lies !== before || there?.xml === lies) return
      lies = undefined
      opened?.drop()
      opened = undefined
      if (there) onElsewhere()
      else tell({ gone: true })
    }
    const hear = (): void => void compare().catch(() => undefined)
    const stop = kept.onDrafts(hear)
    document.addEventListener('visibilitychange', hear)
    const open = async (): Promise<void> => {
      const [{ openForm }, draft, ground, files] = await Promise.all([
        import('../../../forms/open'), draftOf(kept, draftKey), asksOnMap(xml) ? groundOf(kept, about) : undefined,
        kept.filesBeside(form.id),
      ])
      if (!wanted || !host.current) return
      lies = draft?.xml
      opened = openForm({
        host: host.current, xml, username, draft, ground,
        language: language.peek(),
        known: knownOf(form.bindings ?? [], about.subject),
        fileAt: async (address) => {
          const file = fileAt(files, address)
          return file && kept.formFile(file)
        },
        onOpen: (count) => { setReady(true); tell({ count, found: Boolean(draft) }) },
        onDraft: keep,
        onDone: (filled) => sending.current(changeOf(form, about, filled, draftKey)).then((saved) => { if (saved) onSaved(); return Boolean(saved) }),
        onTell: (notice) => tell({ notice }),
        onFail: (failed) => { setReady(true); tell({ failed }) },
      })
    }
    open().catch((error: unknown) => { setReady(true); tell({ failed: String(error) }) })
    return () => {
      wanted = false
      stop()
      document.removeEventListener('visibilitychange', hear)
      void opened?.close()
    }
  }, [])

  return (
    <>
      {!ready && <Waiting rows={6} />}
      <div class="form-host" ref={host} />
      {trouble && <Notice tone="red" live>{trouble}</Notice>}
    </>
  )
}

function changeOf(form: FormRow, about: About, filled: Filled, draft: string) {
  const instance = INSTANCE_ID.exec(filled.xml)?.[1] ?? `uuid:${crypto.randomUUID()}`
  const version = VERSION.exec(filled.xml)?.[1] ?? form.version
  return {
    name: 'form.submit' as const,
    record: `form:${instance.replace(/^uuid:/, '')}`,
    payload: { form: form.id, version, instance, xml: filled.xml, ...about.ids },
    media: Object.entries(filled.files).map(([name, blob]) => ({ blob, role: 'file' as const, name })),
    draft,
  }
}

async function keepDraft(kept: Store, key: string, { xml, files }: Filled): Promise<void> {
  await kept.keepDraft(key, { xml, names: Object.keys(files) } satisfies KeptDraft, Object.values(files))
}

async function draftOf(kept: Store, key: string): Promise<Filled | undefined> {
  const draft = await kept.draft<KeptDraft>(key)
  if (!draft) return undefined
  const files = Object.fromEntries(draft.value.names.flatMap((name, at) => (draft.blobs[at] ? [[name, draft.blobs[at]]] : [])))
  return { xml: draft.value.xml, files }
}

async function groundOf(kept: Store, { subject: { building } }: About): Promise<Ground> {
  const codes = (await kept.rows<AreaRow>('areas')).map((one) => one.id.slice(0, COMMUNITY_DIGITS))
  const maps = await Promise.all([...new Set(codes)].map((code) => kept.mapOf<Ground['shapes']>(code)))
  const features = maps.flatMap((one) => one?.features ?? [])
  const at = building?.lon !== undefined && building.lat !== undefined ? ([building.lon, building.lat] as const) : undefined
  return { shapes: { type: 'FeatureCollection', features }, at }
}
