/** Saving a change: it goes into the outbox at once, the page says so, and the sync carries it when it can. */
import { useRef, useState } from 'preact/hooks'
import type { Command } from '../../engine/protocol'
import { t } from '../../engine/words'
import type { NewCommand } from '../../store/store'
import { store, syncNow } from '../../sync/app'
import { shrinking, speaking } from './pending'
import { say } from './toast'

/** What a page needs to save: whether it is at it, what went wrong, and the saving itself. */
export interface Sending {
  busy: boolean
  trouble: string
  /** Gives what was saved; undefined where it was not. */
  send: (change: NewCommand) => Promise<Command | undefined>
}

/** Save changes from a page; a full phone is said in place, and nothing that was typed is lost by it. */
export function useSending(): Sending {
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState('')
  const under = useRef(false)
  const send = async (change: NewCommand): Promise<Command | undefined> => {
    const opened = store.peek()
    // The second of two taps comes before the button shows that it is busy.
    if (!opened || under.current) return undefined
    const early = pendingSaid()
    if (early) return void say(early)
    under.current = true
    setBusy(true)
    setTrouble('')
    try {
      const saved = await opened.enqueue(change)
      say(t('已保存，等待上传'))
      void syncNow()
      return saved
    } catch (error) {
      setTrouble(troubleSaid(error))
      return undefined
    } finally {
      under.current = false
      setBusy(false)
    }
  }
  return { busy, trouble, send }
}

function pendingSaid(): string {
  if (speaking.peek()) return t('还在录音，请先点“说完了”。')
  return shrinking.peek() ? t('照片还在处理，请稍等一下再保存。') : ''
}

function troubleSaid(error: unknown): string {
  const full = error instanceof Error && (error.name === 'DiskFull' || error.name === 'QuotaExceededError')
  return full ? t('手机存储已满，没有保存。清出空间后再试，填写的内容还在。') : t('没有保存成功，填写的内容还在，请再试一次。')
}
