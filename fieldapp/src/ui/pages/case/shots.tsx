/** Photos before and after the work, taken through the camera with the one before as a ghost over the one after. */
import { useRef, useState } from 'preact/hooks'
import { beforePhoto, type PhotoNeeds } from '../../../engine/steps'
import type { CaseRow } from '../../../engine/rows'
import { t } from '../../../engine/words'
import type { NewMedia } from '../../../store/store'
import { casePhoto } from '../../../sync/app'
import { Button } from '../../parts/button'
import { useAddress, useStored } from '../../parts/data'
import { GhostCamera } from '../../parts/ghost-camera'
import { Icon } from '../../parts/icon'
import { shrunk } from '../../parts/pending'
import { usePosition, type Position } from '../../parts/position'
import { purposeSaid } from './photos'

export type Role = 'before' | 'after'

/** What is known of a photo beside its bytes; its place only where the kind needs a pair as evidence. */
export interface Shot {
  role: Role
  taken_at: string
  lon?: number
  lat?: number
}

/** Put photos and what is known of them together for sending. */
export function mediaOf(shots: readonly Shot[], blobs: readonly Blob[]): NewMedia[] {
  return shots.flatMap((shot, at) => {
    const blob = blobs[at]
    return blob ? [{ blob, ...shot }] : []
  })
}

/** Fields for the photos an answer needs, and no others. */
export function ShotFields({ row, needs, shots, blobs, lacks, onChange }: {
  row: CaseRow
  needs: PhotoNeeds
  shots: readonly Shot[]
  blobs: readonly Blob[]
  /** The photo that is missing, once saving was tried. */
  lacks?: string | undefined
  onChange: (shots: Shot[], blobs: Blob[]) => void
}) {
  const [taking, setTaking] = useState<Role>()
  // Only a position found since this camera was opened is the photo's own.
  const here = useRef<Position | undefined>(undefined)
  const { seek } = usePosition((found) => { here.current = found })
  const latest = useRef({ shots, blobs, onChange })
  latest.current = { shots, blobs, onChange }
  const kept = beforePhoto(row)
  const stored = useStored(() => (kept ? casePhoto(kept.sha, row.id) : Promise.resolve(undefined)), [kept?.sha])
  const fresh = blobs[shots.findIndex((one) => one.role === 'before')]
  const paired = row.pair === true
  const open = (role: Role): void => {
    here.current = undefined
    if (paired) seek()
    setTaking(role)
  }
  const take = async (role: Role, photo: Blob): Promise<void> => {
    const place = here.current && { lon: here.current.lon, lat: here.current.lat }
    setTaking(undefined)
    const small = await shrunk(photo)
    const now = latest.current
    now.onChange([...now.shots, { role, taken_at: takenAt(photo), ...place }], [...now.blobs, small])
  }
  const drop = (place: number): void => onChange(shots.filter((_, at) => at !== place), blobs.filter((_, at) => at !== place))
  const roles = (['before', 'after'] as const).filter((role) => needs[role])
  if (!roles.length) return null
  return (
    <>
      {roles.map((role) => (
        <div class={lacks === role ? 'field has-error' : 'field'} role="group" aria-label={purposeSaid(role)} key={role}>
          <span class="field-label">{purposeSaid(role)}<span class="field-must">{t('必填')}</span></span>
          <ul class="photos">
            {shots.map((shot, at) => shot.role === role && <Taken blob={blobs[at]} role={role} onDrop={() => drop(at)} key={shot.taken_at} />)}
          </ul>
          <Button wide icon="camera" onClick={() => open(role)}>
            {shots.some((one) => one.role === role) ? t('再拍一张') : role === 'after' ? t('拍处置后的照片') : t('拍处置前的照片')}
          </Button>
          {lacks === role && <p class="field-error" role="alert">{role === 'after' ? t('这类问题要有处置后的照片。') : t('这类问题要有处置前的照片。')}</p>}
        </div>
      ))}
      {taking && (
        <GhostCamera
          title={purposeSaid(taking)} ghost={taking === 'after' ? fresh ?? stored : undefined}
          onPhoto={(photo) => void take(taking, photo)} onClose={() => setTaking(undefined)}
        />
      )}
    </>
  )
}

function Taken({ blob, role, onDrop }: { blob: Blob | undefined; role: Role; onDrop: () => void }) {
  const address = useAddress(blob)
  return (
    <li class="photo">
      {address && <img src={address} alt={purposeSaid(role)} />}
      <button class="photo-remove" type="button" aria-label={t('去掉这张照片')} onClick={onDrop}><Icon name="x" size="s" /></button>
    </li>
  )
}

// A chosen file knows when it was made; a picture from the camera is of now.
function takenAt(photo: Blob): string {
  return new Date(photo instanceof File && photo.lastModified ? photo.lastModified : Date.now()).toISOString()
}
