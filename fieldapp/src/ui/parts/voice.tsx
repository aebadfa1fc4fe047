/** A voice note: spoken instead of typed, two minutes at most; where the phone cannot record, it says so. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { t } from '../../engine/words'
import { Button, IconButton } from './button'
import { useAddress } from './data'
import { speaking } from './pending'

const LONGEST_SECONDS = 120
const TYPES = ['audio/webm;codecs=opus', 'audio/webm', 'audio/mp4']
const BITS_PER_SECOND = 24_000

type State = 'idle' | 'asking' | 'recording' | 'denied' | 'missing'

/** Say whether this phone can record at all. */
export function canRecord(): boolean {
  return typeof MediaRecorder !== 'undefined' && Boolean(navigator.mediaDevices?.getUserMedia)
}

export function VoiceField({ label, blob, onBlob }: { label?: string | undefined; blob: Blob | undefined; onBlob: (blob: Blob | undefined) => void }) {
  const [state, setState] = useState<State>(canRecord() ? 'idle' : 'missing')
  const [seconds, setSeconds] = useState(0)
  const recorder = useRef<MediaRecorder | null>(null)
  const left = useRef(false)
  // What was added to the draft while somebody spoke stays in it: the newest way to take the recording counts.
  const take = useRef(onBlob)
  take.current = onBlob
  const address = useAddress(blob)

  // Leaving the page ends the recording and lets the microphone go.
  useEffect(() => () => {
    left.current = true
    finish(recorder.current)
  }, [])
  useEffect(() => {
    if (state !== 'recording') return
    const timer = setInterval(() => setSeconds((before) => before + 1), 1000)
    return () => clearInterval(timer)
  }, [state])
  useEffect(() => { if (seconds >= LONGEST_SECONDS) finish(recorder.current) }, [seconds])

  const start = async (): Promise<void> => {
    setState('asking')
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => null)
    if (!stream) return setState('denied')
    if (left.current) return letGo(stream)
    const type = TYPES.find((one) => MediaRecorder.isTypeSupported(one))
    const made = new MediaRecorder(stream, { ...(type ? { mimeType: type } : {}), audioBitsPerSecond: BITS_PER_SECOND })
    const parts: Blob[] = []
    made.ondataavailable = (event) => { if (event.data.size) parts.push(event.data) }
    made.onstop = () => {
      speaking.value = false
      letGo(stream)
      setState('idle')
      if (parts.length) take.current(new Blob(parts, { type: made.mimeType.split(';')[0] ?? 'audio/webm' }))
    }
    recorder.current = made
    setSeconds(0)
    made.start(1000)
    speaking.value = true
    setState('recording')
  }

  if (state === 'missing') return <p class="field-hint">{t('这台手机不能录音，请打字。')}</p>
  if (blob && address) {
    return (
      <div class="voice" role="group" aria-label={label ?? t('语音')}>
        <audio controls src={address} aria-label={t('听一听录音')} />
        <IconButton icon="trash" label={t('删掉录音')} onClick={() => onBlob(undefined)} />
      </div>
    )
  }
  const recording = state === 'recording'
  return (
    <div class="voice" role="group" aria-label={label ?? t('语音')}>
      <Button
        icon={recording ? 'player-stop' : 'microphone'} look={recording ? 'danger' : 'plain'} busy={state === 'asking'}
        onClick={() => (recording ? finish(recorder.current) : void start())}
      >
        {recording ? t('说完了（%(n)s秒）', { n: seconds }) : (label ?? t('语音'))}
      </Button>
      {recording && <span class="voice-dot" aria-hidden="true" />}
      {state === 'denied' && <p class="field-error" role="alert">{t('没有麦克风权限，请打字，或在手机设置里允许录音。')}</p>}
    </div>
  )
}

function letGo(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop()
}

function finish(recorder: MediaRecorder | null): void {
  if (recorder && recorder.state !== 'inactive') recorder.stop()
}
