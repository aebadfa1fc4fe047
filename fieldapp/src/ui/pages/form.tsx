/** One form to fill in, about a home or a person: what the register knows stands there already. */
import { useCallback, useRef, useState } from 'preact/hooks'
import type { FormRow, MeRow } from '../../engine/rows'
import { t } from '../../engine/words'
import { syncNow } from '../../sync/app'
import { Button } from '../parts/button'
import { Empty, List, ListRow, Notice, Section } from '../parts/card'
import { useRow, useStored } from '../parts/data'
import { Screen, Waiting } from '../parts/screen'
import { Confirm } from '../parts/sheet'
import { back, href, type PageProps } from '../router'
import { useAbout, type About } from './form/about'
import { FormSheet, type Told } from './form/form-sheet'

export function Page({ params, query }: PageProps) {
  const [code = ''] = params
  const form = useRow<FormRow>('forms', code)
  const me = useRow<MeRow>('me', 'me')
  const about = useAbout(query)
  const stored = useStored(async (from) => (await from.formXml(code)) ?? null, [code])
  const opened = useRef({ code: '', xml: '' })
  if (stored) opened.current = { code, xml: stored }
  // What is being filled in stays, also while the files of a newer version are still on their way.
  const xml = stored || (opened.current.code === code ? opened.current.xml : stored)
  const [told, setTold] = useState<Told>({})
  const [start, setStart] = useState(0)
  const tell = useCallback((more: Told) => setTold((before) => ({ ...before, ...more })), [])
  const anew = (): void => {
    setTold({})
    setStart((before) => before + 1)
  }
  const title = form?.title ?? t('填表')
  if (form === undefined || me === undefined || xml === undefined || !about) {
    return <Screen title={title} backTo="/forms"><Waiting rows={6} /></Screen>
  }
  if (!form) return <NotHere title={t('手机上没有这份表单')} />
  if (!xml) return <NotHere title={t('这份表单还没有存到手机上，联网后会自动取来')} fetchNow />
  if (form.target === 'person' && !about.ids['person']) return <WhomAbout form={form} about={about} />
  return (
    <Screen title={title} backTo="/forms">
      {form.needs_consent && <Notice>{t('这份表单要本人同意才填：没有登记同意的，先请本人同意。')}</Notice>}
      {told.count && !told.gone && <Known {...told.count} found={told.found} onAnew={anew} draft={about.draftOf(code)} />}
      {told.notice && <Notice tone="orange" live>{told.notice}</Notice>}
      {told.gone && (
        <Notice tone="orange" live action={<Button look="quiet" onClick={anew}>{t('重新填')}</Button>}>{t('没写完的这份，已在另一个窗口保存或丢弃。')}</Notice>
      )}
      {told.failed && <Failed reason={told.failed} />}
      <FormSheet
        key={`${start}:${about.key}`} form={form} xml={xml} about={about} username={me?.username ?? ''} tell={tell}
        onSaved={() => back('/forms')} onElsewhere={anew}
      />
    </Screen>
  )
}

/** A form about one person, opened for a home: whom of them is it about? */
function WhomAbout({ form, about }: { form: FormRow; about: About }) {
  const { household, members } = about.subject
  const at = (person: string): string => `${href('form', form.id)}?household=${household?.id ?? ''}&person=${person}`
  return (
    <Screen title={form.title} backTo="/forms">
      <Section title={t('这份表单是关于谁的？')}>
        {members.length > 0
          ? <List label={t('家庭成员')}>{members.map((one) => <ListRow to={at(one.id)} icon="user" title={one.name} key={one.id} />)}</List>
          : <Empty icon="user" title={t('手机上没有这一户的人')} />}
      </Section>
    </Screen>
  )
}

function NotHere({ title, fetchNow }: { title: string; fetchNow?: boolean }) {
  return (
    <Screen title={t('填表')} backTo="/forms">
      <Empty icon="info-circle" title={title}>
        {fetchNow && <Button icon="refresh" onClick={() => void syncNow()}>{t('现在取')}</Button>}
      </Empty>
    </Screen>
  )
}

function Known({ known, questions, found, draft, onAnew }: {
  known: number
  questions: number
  found?: boolean | undefined
  draft: string
  onAnew: () => void
}) {
  const [asking, setAsking] = useState(false)
  const drop = useStored((from) => Promise.resolve(() => from.dropDraft(draft)), [draft])
  if (!found) {
    return known > 0 ? <Notice tone="green">{t('%(n)s项中%(known)s项已知，请核对', { n: questions, known })}</Notice> : null
  }
  const yes = (): void => void drop?.().then(onAnew)
  return (
    <>
      <Notice action={<Button look="quiet" onClick={() => setAsking(true)}>{t('重新填')}</Button>}>
        {t('上次没有填完，接着填')}
      </Notice>
      <Confirm title={t('重新填？')} yes={t('重新填')} open={asking} onYes={yes} onClose={() => setAsking(false)}>
        <p>{t('上次填写的内容会丢弃。')}</p>
      </Confirm>
    </>
  )
}

function Failed({ reason }: { reason: string }) {
  return (
    <Notice tone="red" live>
      <p>{t('这份表单打不开。请告诉社区管理员；没有填完的内容还在手机上。')}</p>
      <details>
        <summary>{t('技术说明')}</summary>
        <p lang="en">{reason}</p>
      </details>
    </Notice>
  )
}
