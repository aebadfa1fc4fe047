/**
 * The live camera with the photo from before the work laid over it half transparent, so that the photo after it shows
 * the same place from the same side. Where there is no camera, or it may not be used, a file is chosen instead.
 */
import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { t } from '../../engine/words'
import { Button } from './button'
import { Notice } from './card'
import { useAddress } from './data'
import { Icon } from './icon'
import { Sheet } from './sheet'

type Trouble = 'refused' | 'missing' | 'busy'

/** Show the camera until a photo is taken or it is closed; the camera is off at all other times. */
export function GhostCamera({ title, ghost, onPhoto, onClose }: {
  title: string
  /** The photo from before, where there is one on the phone. */
  ghost?: Blob | undefined
  onPhoto: (photo: Blob) => void
  onClose: () => void
}) {
  const video = useRef<HTMLVideoElement>(null)
  const [trouble, setTrouble] = useState<Trouble>()
  const [ready, setReady] = useState(false)
  const [opacity, setOpacity] = useState(50)
  const before = useAddress(ghost)
  useEffect(() => runCamera(video.current, setTrouble), [])
  const shoot = async (): Promise<void> => {
    const photo = video.current && await frameOf(video.current)
    if (photo) onPhoto(photo)
    else setTrouble('busy')
  }
  return (
    <Sheet title={title} open onClose={onClose} tall>
      {trouble ? <Notice tone="orange" live>{TROUBLES[trouble]()}</Notice> : (
        <div class="ghost-stage">
          <video
            ref={video} class="ghost-live" autoplay muted playsInline aria-label={t('相机画面')}
            onLoadedData={() => setReady(true)}
          />
          {before && <img class="ghost-before" src={before} alt="" style={{ opacity: opacity / 100 }} />}
        </div>
      )}
      {before && !trouble && <Opacity value={opacity} onValue={setOpacity} />}
      {before && !trouble && <p class="field-hint">{t('让画面与半透明的处置前照片重合，再拍照。')}</p>}
      <div class="actions">
        {!trouble && <Button look="main" wide icon="camera" disabled={!ready} onClick={() => void shoot()}>{t('拍照')}</Button>}
        <FileChoice onPhoto={onPhoto} main={trouble !== undefined} />
      </div>
    </Sheet>
  )
}

const TROUBLES: Record<Trouble, () => string> = {
  refused: () => t('没有使用相机的权限。可以在手机设置里允许，或者选一张照片。'),
  missing: () => t('这部手机没有可用的相机，请选一张照片。'),
  busy: () => t('相机打不开，可能别的应用正在使用。请选一张照片。'),
}

/** How strongly the photo from before shines through. */
function Opacity({ value, onValue }: { value: number; onValue: (value: number) => void }) {
  const id = useId()
  return (
    <div class="field">
      <label class="field-label" for={id}>{t('处置前照片的浓淡')}</label>
      <input
        class="slider" id={id} type="range" min="0" max="100" step="5" value={value}
        aria-valuetext={`${value}%`} onInput={(event) => onValue(Number(event.currentTarget.value))}
      />
    </div>
  )
}

function FileChoice({ onPhoto, main }: { onPhoto: (photo: Blob) => void; main: boolean }) {
  const take = (event: Event): void => {
    const file = (event.currentTarget as HTMLInputElement).files?.[0]
    if (file) onPhoto(file)
  }
  return (
    <label class={`btn btn-wide ${main ? 'btn-main' : 'btn-plain'} file-choice`}>
      <Icon name="photo" />
      <span>{t('选照片')}</span>
      <input class="unseen" type="file" accept="image/*" onChange={take} />
    </label>
  )
}

/** Turn the camera on for a video element; what is returned turns it off again. */
function runCamera(video: HTMLVideoElement | null, onTrouble: (trouble: Trouble) => void): () => void {
  let stream: MediaStream | undefined
  let closed = false
  const stop = (): void => {
    closed = true
    for (const track of stream?.getTracks() ?? []) track.stop()
  }
  openCamera().then((opened) => {
    stream = opened
    if (closed || !video) stop()
    else video.srcObject = opened
  }).catch((error: unknown) => onTrouble(troubleOf(error)))
  return stop
}

function openCamera(): Promise<MediaStream> {
  const devices = navigator.mediaDevices as MediaDevices | undefined
  if (!devices) return Promise.reject(new DOMException('no camera', 'NotFoundError'))
  return devices.getUserMedia({ video: { facingMode: { ideal: 'environment' }, width: { ideal: 1600 }, height: { ideal: 1200 } } })
}

function troubleOf(error: unknown): Trouble {
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused'
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'missing' : 'busy'
}

/** Take the picture a video shows right now. */
async function frameOf(video: HTMLVideoElement): Promise<Blob | null> {
  const canvas = document.createElement('canvas')
  canvas.width = video.videoWidth
  canvas.height = video.videoHeight
  const brush = canvas.getContext('2d')
  if (!brush || !canvas.width) return null
  brush.drawImage(video, 0, 0)
  return new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.92))
}
