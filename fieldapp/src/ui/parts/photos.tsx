/** Photos: taken with the camera or chosen, made small at once, shown, and taken out again. */
import { useRef, useState } from 'preact/hooks'
import { t } from '../../engine/words'
import { casePhoto } from '../../sync/app'
import { useAddress, useStored } from './data'
import { Icon } from './icon'
import { shrunk } from './pending'

const MOST = 9

/** Take photos into `blobs`; the field shrinks them before it hands them on. */
export function PhotoField({ label, blobs, onBlobs, most = MOST, hint, error, big, again }: {
  label: string
  blobs: readonly Blob[]
  onBlobs: (blobs: Blob[]) => void
  most?: number | undefined
  hint?: string | undefined
  error?: string | undefined
  /** The page's first thing to do: a large button. */
  big?: boolean | undefined
  /** What the button says once there is a photo. */
  again?: string | undefined
}) {
  const camera = useRef<HTMLInputElement>(null)
  const album = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState('')
  const full = blobs.length >= most
  const first = Boolean(big) && !blobs.length
  // What came into the draft while photos were made small stays in it.
  const latest = useRef({ blobs, onBlobs })
  latest.current = { blobs, onBlobs }

  const take = async (input: HTMLInputElement): Promise<void> => {
    const files = [...(input.files ?? [])].slice(0, most - blobs.length)
    input.value = ''
    if (!files.length) return
    setBusy(true)
    setTrouble('')
    const small = await Promise.allSettled(files.map((file) => shrunk(file)))
    const good = small.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    if (good.length < files.length) setTrouble(t('有照片读不出来，请重拍。'))
    latest.current.onBlobs([...latest.current.blobs, ...good])
    setBusy(false)
  }
  const picker = (ref: typeof camera, capture: boolean) => (
    <input
      class="unseen" type="file" accept="image/*" ref={ref} tabIndex={-1} aria-hidden="true" data-photo={capture ? 'camera' : 'album'}
      multiple={!capture} {...(capture ? { capture: 'environment' as const } : {})}
      onChange={(event) => void take(event.currentTarget)}
    />
  )
  return (
    <div class={error ? 'field has-error' : 'field'} role="group" aria-label={label}>
      {!big && <span class="field-label" aria-hidden="true">{label}</span>}
      {picker(camera, true)}
      {picker(album, false)}
      {blobs.length > 0 && (
        <ul class="photos">
          {blobs.map((blob, at) => (
            <Thumb key={at} blob={blob} at={at} onRemove={() => onBlobs(blobs.filter((_, other) => other !== at))} />
          ))}
        </ul>
      )}
      {!full && (
        <div class="photo-buttons">
          <button class={first ? 'btn btn-main btn-camera' : 'btn btn-plain'} type="button" disabled={busy} onClick={() => camera.current?.click()}>
            {busy ? <span class="spinner" aria-hidden="true" /> : <Icon name="camera" size={first ? 'l' : undefined} />}
            <span>{busy ? t('正在处理照片') : blobs.length ? (again ?? t('再拍一张')) : label}</span>
          </button>
          <button class={first ? 'btn btn-plain btn-album' : 'btn btn-plain'} type="button" disabled={busy} onClick={() => album.current?.click()}>
            <Icon name="photo" />
            <span>{t('从相册选')}</span>
          </button>
        </div>
      )}
      {hint && <p class="field-hint">{hint}</p>}
      {(error || trouble) && <p class="field-error" role="alert">{error || trouble}</p>}
    </div>
  )
}

function Thumb({ blob, at, onRemove }: { blob: Blob; at: number; onRemove: () => void }) {
  const address = useAddress(blob)
  return (
    <li class="photo">
      {address && <img src={address} alt={t('第%(n)s张照片', { n: at + 1 })} />}
      <button class="photo-remove" type="button" aria-label={t('去掉第%(n)s张照片', { n: at + 1 })} onClick={onRemove}>
        <Icon name="x" size="s" />
      </button>
    </li>
  )
}

/** A photo by its hash, from the phone or, of the case `of`, from the server; a sign where it can be had from neither. */
export function StoredPhoto({ sha, alt, of }: { sha: string; alt: string; of?: string | undefined }) {
  const blob = useStored((from) => (of ? casePhoto(sha, of) : from.photo(sha)), [sha, of])
  const address = useAddress(blob)
  if (address) return <img class="photo-whole" src={address} alt={alt} loading="lazy" />
  return (
    <span class="photo-missing">
      <Icon name="photo" label={alt} />
      <span>{t('联网后显示')}</span>
    </span>
  )
}
