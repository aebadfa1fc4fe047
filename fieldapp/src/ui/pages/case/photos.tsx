/** The photos of a case: those the phone has, and those that are still to be sent; a tap shows one large. */
import { useState } from 'preact/hooks'
import type { CaseRow } from '../../../engine/rows'
import { t } from '../../../engine/words'
import type { OutboxEntry } from '../../../store/store'
import { Section } from '../../parts/card'
import { StoredPhoto } from '../../parts/photos'
import { Sheet } from '../../parts/sheet'
import { isWaiting } from './head'

interface Shown {
  sha: string
  purpose: string
  queued: boolean
}

const PURPOSES: Record<string, () => string> = {
  report: () => t('上报照片'),
  before: () => t('处置前'),
  after: () => t('处置后'),
  check: () => t('核查照片'),
}

/** Show the photos in the order of the work: reported, before, after, checked. */
export function Photos({ row, queued }: { row: CaseRow; queued: OutboxEntry[] }) {
  const [large, setLarge] = useState<Shown>()
  const photos = photosOf(row, queued)
  if (!photos.length) return null
  return (
    <Section title={t('照片')} count={photos.length}>
      <ul class="case-photos">
        {photos.map((photo) => (
          <li key={photo.sha}>
            <button class="case-photo" type="button" onClick={() => setLarge(photo)}>
              <StoredPhoto sha={photo.sha} of={row.id} alt={purposeSaid(photo.purpose)} />
              <span class="case-photo-name">{purposeSaid(photo.purpose)}{photo.queued ? ` · ${t('待上传')}` : ''}</span>
            </button>
          </li>
        ))}
      </ul>
      {large && (
        <Sheet title={purposeSaid(large.purpose)} open onClose={() => setLarge(undefined)} tall>
          <div class="photo-large"><StoredPhoto sha={large.sha} of={row.id} alt={purposeSaid(large.purpose)} /></div>
        </Sheet>
      )}
    </Section>
  )
}

/** Name what a photo shows. */
export function purposeSaid(purpose: string): string {
  return PURPOSES[purpose]?.() ?? t('照片')
}

const ORDER = ['report', 'before', 'after', 'check']

function photosOf(row: CaseRow, queued: readonly OutboxEntry[]): Shown[] {
  const own = queued.filter(isWaiting).flatMap((entry) => entry.command.media)
    .filter((note) => note.type.startsWith('image/'))
    .map((note) => ({ sha: note.sha256, purpose: note.role, queued: true }))
  const mine = new Set(own.map((one) => one.sha))
  const known = (row.photos ?? []).filter((one) => !mine.has(one.sha)).map(({ sha, purpose }) => ({ sha, purpose, queued: false }))
  return [...known, ...own].sort((one, other) => ORDER.indexOf(one.purpose) - ORDER.indexOf(other.purpose))
}
