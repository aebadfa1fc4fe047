/** Look at a queued change whole, and mend one that did not go through: its words, its place, its kind, its photos. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { daySaid, momentSaid } from '../../../engine/due'
import type { Known } from '../../../engine/known'
import type { OutboxEntry } from '../../../engine/outbox'
import type { KindRow } from '../../../engine/rows'
import { commandSaid, TEXT_FIELDS } from '../../../engine/said'
import { mattersMade } from '../../../engine/visits'
import { t } from '../../../engine/words'
import type { NewMedia } from '../../../store/store'
import { store, syncNow } from '../../../sync/app'
import { Button, LinkButton } from '../../parts/button'
import { Facts, Notice } from '../../parts/card'
import { useAddress, useNow, useRows } from '../../parts/data'
import { TextField } from '../../parts/field'
import { Icon } from '../../parts/icon'
import { shrunk } from '../../parts/pending'
import { PlaceField, type Place } from '../../parts/place'
import { Sheet } from '../../parts/sheet'
import { say } from '../../parts/toast'
import { href } from '../../router'
import { MatterRows } from '../visit/matter-rows'
import { KindField } from '../report/kind-field'
import { Progress } from './entry-row'
import { Discard } from './stopped-card'
import { aboutSaid, bytesSaid, pageOf, stateSaid, textFieldSaid } from './said'

/** A photo, voice note or file of the change; without a blob it is damaged. */
interface Piece {
  media: Omit<NewMedia, 'blob'>
  blob: Blob | undefined
  size: number
}

const MENDABLE = new Set(['set-aside', 'held'])

export function EntrySheet({ entry, known, onClose }: { entry: OutboxEntry | undefined; known: Known; onClose: () => void }) {
  const [mending, setMending] = useState(false)
  useEffect(() => setMending(entry?.state === 'set-aside'), [entry?.command.id])
  if (!entry) return null
  return (
    <Sheet title={commandSaid(entry.command.name)} open onClose={onClose} tall={mending}>
      {mending ? <Mend entry={entry} onDone={onClose} /> : <Look entry={entry} known={known} onMend={() => setMending(true)} onClose={onClose} />}
    </Sheet>
  )
}

function Look({ entry, known, onMend, onClose }: { entry: OutboxEntry; known: Known; onMend: () => void; onClose: () => void }) {
  const now = useNow()
  const state = stateSaid(entry, now)
  const target = pageOf(entry, known)
  const { payload, media } = entry.command
  const texts = TEXT_FIELDS.filter((field) => typeof payload[field] === 'string' && payload[field])
  const about = aboutSaid(entry, known)
  const matters = mattersMade(entry, known.cases)
  return (
    <>
      <Facts
        of={[
          [t('状态'), state.text], [t('关于'), texts.some((field) => payload[field] === about) ? '' : about], [t('保存时间'), momentSaid(entry.made_at, now)],
          [t('上传时间'), entry.done_at && momentSaid(entry.done_at, now)], [t('编号'), String(entry.result?.['number'] ?? '')],
          ...texts.map((field) => [textFieldSaid(field), String(payload[field])] as const),
          [t('下次走访'), daySaid(String(payload['next_on'] ?? ''), now)],
          [t('附件'), media.length ? t('%(n)s个，%(size)s', { n: media.length, size: bytesSaid(entry.total_bytes) }) : ''],
          [t('试过几次'), entry.tries || ''],
        ]}
      />
      {matters.length > 0 && <><h3>{t('反映的问题')}</h3><MatterRows matters={matters} /></>}
      {entry.total_bytes > 0 && entry.state !== 'done' && <Progress entry={entry} />}
      <div class="actions-row">
        {target && <LinkButton icon="eye" to={href(target.page, target.id)}>{t('打开')}</LinkButton>}
        {MENDABLE.has(entry.state) && <Button icon="pencil" onClick={onMend}>{t('改一改')}</Button>}
        {entry.state !== 'done' && <Discard entry={entry} onGone={onClose} />}
      </div>
    </>
  )
}

function Mend({ entry, onDone }: { entry: OutboxEntry; onDone: () => void }) {
  const [payload, setPayload] = useState(entry.command.payload)
  const [pieces, setPieces] = usePieces(entry)
  const kinds = useRows<KindRow>('kinds') ?? []
  const isReport = entry.command.name === 'case.report'
  const texts = TEXT_FIELDS.filter((field) => typeof payload[field] === 'string')
  const damaged = pieces?.some((one) => !one.blob) ?? false
  const set = (change: Record<string, unknown>): void => setPayload({ ...payload, ...change })
  const send = async (): Promise<void> => {
    const media = pieces?.flatMap(({ media: about, blob }) => (blob ? [{ ...about, blob }] : []))
    await store.value?.mend(entry.command.id, { payload: tidy(payload), ...(media ? { media } : {}) })
    say(t('改好了，等待上传'))
    void syncNow()
    onDone()
  }
  return (
    <>
      {entry.problem?.title && <Notice tone="red">{entry.problem.title}</Notice>}
      {texts.map((field) => (
        <TextField
          key={field} label={textFieldSaid(field)} value={String(payload[field])} onValue={(value) => set({ [field]: value })} lines={3} most={4000}
          error={entry.problem?.field === field ? entry.problem.title : undefined}
        />
      ))}
      {isReport && payload['reporter_phone'] !== undefined && (
        <TextField
          label={t('居民电话')} type="tel" most={20} value={String(payload['reporter_phone'])} onValue={(phone) => set({ reporter_phone: phone })}
          error={entry.problem?.field === 'reporter_phone' ? entry.problem.title : undefined}
        />
      )}
      {isReport && <KindField kinds={kinds} text={String(payload['text'] ?? '')} kind={String(payload['kind'] ?? '')} onKind={(kind) => set({ kind })} />}
      {isReport && <PlaceField label={t('位置')} place={placeOf(payload)} onPlace={(place) => set(placed(place))} />}
      {pieces && pieces.length > 0 && (
        <div class="field">
          <span class="field-label">{t('照片和附件')}</span>
          <ul class="pieces">
            {pieces.map((piece, at) => (
              <PieceRow
                key={at} piece={piece} at={at} onDrop={() => setPieces(pieces.filter((_, other) => other !== at))}
                onBlob={(blob) => setPieces(pieces.map((one, other) => (other === at ? { ...one, blob, size: blob.size } : one)))}
              />
            ))}
          </ul>
        </div>
      )}
      {damaged && <Notice tone="orange">{t('有附件损坏了：重拍或去掉后才能上传。')}</Notice>}
      <Button look="main" wide icon="send" disabled={damaged || pieces === undefined} onClick={() => void send()}>{t('再传一次')}</Button>
    </>
  )
}

function PieceRow({ piece, at, onDrop, onBlob }: { piece: Piece; at: number; onDrop: () => void; onBlob: (blob: Blob) => void }) {
  const picture = piece.media.role !== 'voice' && piece.media.role !== 'file'
  const address = useAddress(picture ? piece.blob : undefined)
  const [unreadable, setUnreadable] = useState(false)
  const latest = useRef(onBlob)
  latest.current = onBlob
  const take = (files: FileList | null): void => {
    setUnreadable(false)
    if (files?.[0]) void shrunk(files[0]).then((blob) => latest.current(blob), () => setUnreadable(true))
  }
  return (
    <li class="piece">
      {address ? <img src={address} alt={t('第%(n)s张照片', { n: at + 1 })} /> : <span class="piece-sign"><Icon name={picture ? 'photo' : 'microphone'} /></span>}
      <span class="row-text">{piece.blob ? bytesSaid(piece.size) : t('已损坏')}</span>
      {picture && (
        <label class="btn btn-plain">
          <Icon name="camera" />
          <span>{t('重拍')}</span>
          <input class="unseen" type="file" accept="image/*" capture="environment" onChange={(event) => take(event.currentTarget.files)} />
        </label>
      )}
      <Button look="quiet" icon="trash" onClick={onDrop} label={t('去掉第%(n)s个附件', { n: at + 1 })}>{t('去掉')}</Button>
      {unreadable && <p class="field-error" role="alert">{t('有照片读不出来，请重拍。')}</p>}
    </li>
  )
}

function usePieces(entry: OutboxEntry): [Piece[] | undefined, (pieces: Piece[]) => void] {
  const [pieces, setPieces] = useState<Piece[]>()
  useEffect(() => {
    const opened = store.peek()
    const read = entry.command.media.map(async ({ sha256, size, type: _, ...media }): Promise<Piece> => {
      return { media, size, blob: await opened?.media.blob(sha256).catch(() => undefined) }
    })
    void Promise.all(read).then(setPieces)
  }, [entry.command.id])
  return [pieces, setPieces]
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined)
const figure = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined)

function placeOf(payload: Record<string, unknown>): Place {
  const how = (text(payload['place']) ?? 'none') as Place['how']
  return { how, lon: figure(payload['lon']), lat: figure(payload['lat']), accuracy_m: figure(payload['accuracy_m']), building: text(payload['building']), address: text(payload['address']), area: text(payload['area']) }
}

function placed({ how, found_at: _, ...where }: Place): Record<string, unknown> {
  return { lon: undefined, lat: undefined, accuracy_m: undefined, building: undefined, address: undefined, area: undefined, ...where, place: how }
}

function tidy(payload: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== undefined && value !== ''))
}
