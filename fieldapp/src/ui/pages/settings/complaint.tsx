/** The complaint about the app: written without a network, sent with the rest, answered within its time limit. */
import { useState } from 'preact/hooks'
import { draftKey } from '../../../engine/drafts'
import { newId } from '../../../engine/ids'
import { isTold } from '../../../engine/report'
import { t } from '../../../engine/words'
import { signIn, status } from '../../../sync/app'
import { Button } from '../../parts/button'
import { Notice } from '../../parts/card'
import { useDraft } from '../../parts/draft'
import { TextField } from '../../parts/field'
import { useSending } from '../../parts/sending'
import { ServerLink } from '../../parts/server-link'
import { Sheet } from '../../parts/sheet'
import { go, href } from '../../router'
import { Trouble } from '../sign-in'

const DRAFT = draftKey({ makes: 'app.complaint' })

/** The button and its sheet, and where the answer is read; `opened` where somebody came to complain. */
export function Complaint({ opened }: { opened: boolean }) {
  const [open, setOpen] = useState(opened)
  return (
    <>
      <Button wide icon="message-report" onClick={() => setOpen(true)}>{t('投诉或建议')}</Button>
      <ServerLink icon="eye" to="/my/" outside>{t('看我的投诉和答复')}</ServerLink>
      <Sheet title={t('投诉或建议')} open={open} onClose={() => setOpen(false)}>
        <Writing onDone={() => setOpen(false)} />
      </Sheet>
    </>
  )
}

/** Where nobody is signed in: after signing in one stands at the complaint; without an account it is written on a page of the server. */
export function SignInToComplain() {
  const { online } = status.value
  const signInHere = (): void => {
    go(`${href('settings')}?complaint`, { replace: true })
    void signIn()
  }
  return (
    <>
      <p>{t('登录后在这里写，没有网络也能写。没有账号，或者不想登录，在网页上写，不用写姓名。')}</p>
      <Trouble />
      <Button wide icon="message-report" disabled={!online} onClick={signInHere}>{t('登录后投诉或建议')}</Button>
      <ServerLink icon="message-report" to="/field/complaint/">{t('不登录，直接投诉')}</ServerLink>
    </>
  )
}

function Writing({ onDone }: { onDone: () => void }) {
  const draft = useDraft(DRAFT, () => ({ text: '' }))
  const { busy, trouble, send } = useSending()
  const [tried, setTried] = useState(false)
  const text = draft.value?.text ?? ''
  const save = async (): Promise<void> => {
    setTried(true)
    if (!isTold(text)) return
    const sent = await send({ name: 'app.complaint', record: `complaint:${newId()}`, payload: { text: text.trim() }, draft: DRAFT })
    if (!sent) return
    await draft.drop()
    onDone()
  }
  return (
    <>
      <p>{t('哪里不好用、哪里多余、哪里越界，都可以说。会立案，有人按时限答复您。')}</p>
      {trouble && <Notice tone="red" live>{trouble}</Notice>}
      <TextField label={t('内容')} value={text} onValue={(next) => draft.set({ text: next })} lines={4} most={2000} required error={tried && !isTold(text) ? t('至少写4个字。') : undefined} />
      <Button look="main" wide icon="send" busy={busy} onClick={() => void save()}>{t('提交')}</Button>
    </>
  )
}
