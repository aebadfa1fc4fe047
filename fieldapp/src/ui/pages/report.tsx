/** Report in under twenty seconds: a photo, a place, a few words; every stroke is kept until it is saved. */
import { useEffect, useMemo, useState } from 'preact/hooks'
import { draftKey } from '../../engine/drafts'
import { overlayCases } from '../../engine/overlay'
import { blobsOf, freshReport, isBegun, lacking, mediaOf, needsAfter, reportPayload, textOf, type Lack, type ReportDraft, type ReportMedia } from '../../engine/report'
import type { AreaRow, BuildingRow, CaseRow, KindRow } from '../../engine/rows'
import { t } from '../../engine/words'
import type { NewMedia } from '../../store/store'
import { Button } from '../parts/button'
import { Notice } from '../parts/card'
import { useOutbox, useRow, useRows } from '../parts/data'
import { useDraft } from '../parts/draft'
import { SelectField, TextField } from '../parts/field'
import { PhotoField } from '../parts/photos'
import { PlaceField } from '../parts/place'
import { Screen, Waiting } from '../parts/screen'
import { useSending } from '../parts/sending'
import { VoiceField } from '../parts/voice'
import type { PageProps } from '../router'
import { KindField } from './report/kind-field'
import { NearCases } from './report/near-cases'
import { OnSpot, Reporter } from './report/more-fields'
import { Receipt, type Saved } from './report/receipt'

const DRAFT = draftKey({ makes: 'case.report' })
const GRID_DIGITS = 15

const LACKS: Record<Lack, () => string> = {
  told: () => t('拍张照片，或写至少4个字，或说一段话。'),
  area: () => t('没有位置时，请选所在网格。'),
  kind: () => t('当场处理的要选类别。'),
  'on-spot': () => t('这一类不能当场办结，请改为转办。'),
  result: () => t('写一句怎么处理的，至少4个字。'),
  after: () => t('这一类要拍一张处理后的照片。'),
  phone: () => t('电话号码不正确，请检查位数；也可以留空。'),
}

export function Page({ query }: PageProps) {
  const [saved, setSaved] = useState<Saved>()
  const from = useRow<BuildingRow>('buildings', query.get('building') ?? '')
  if (saved) return <Receipt saved={saved} onNew={() => setSaved(undefined)} />
  if (query.get('building') && from === undefined) return <Screen title={t('上报')}><Waiting /></Screen>
  return <Writing from={from ?? undefined} onSaved={setSaved} />
}

function Writing({ from, onSaved }: { from: BuildingRow | undefined; onSaved: (saved: Saved) => void }) {
  const draft = useDraft<ReportDraft>(DRAFT, () => freshReport(from && placeOf(from)), isBegun)
  const kinds = useRows<KindRow>('kinds') ?? []
  const rows = useRows<CaseRow>('cases')
  const outbox = useOutbox()
  const cases = useMemo(() => overlayCases(rows ?? [], outbox ?? []), [rows, outbox])
  const grids = (useRows<AreaRow>('areas') ?? []).filter((one) => one.id.length === GRID_DIGITS)
  const { busy, trouble, send } = useSending()
  const [tried, setTried] = useState(false)
  const [asking, setAsking] = useState(false)
  useEffect(() => {
    // Come from a building with something half written: it is about this building, unless a place was given.
    if (from && draft.value?.place.how === 'none') draft.set({ place: placeOf(from) })
  }, [from?.id, Boolean(draft.value)])
  if (!draft.value) return <Screen title={t('上报')}><Waiting rows={5} /></Screen>
  const value: ReportDraft = { ...draft.value, area: draft.value.area || (grids.length === 1 ? (grids[0]?.id ?? '') : '') }
  const media = mediaOf(value, draft.blobs)
  const begun = isBegun(draft.value, draft.blobs)
  const kind = kinds.find((one) => one.id === value.kind)
  const lacks = lacking(value, media, kind)
  const wrong = (lack: Lack): string | undefined => (tried && lacks.includes(lack) ? LACKS[lack]() : undefined)
  const setMedia = (change: Partial<ReportMedia>): void => {
    const next = { ...media, ...change }
    draft.set({ photos: next.photos.length })
    draft.setBlobs(blobsOf(next))
  }

  const save = async (): Promise<void> => {
    setTried(true)
    if (lacks.length || asking) return showFirstError()
    const payload = reportPayload(value, wordless(kind, media))
    const command = await send({ name: 'case.report', record: `case:${value.case}`, payload, media: mediaToSend(value, media), draft: DRAFT })
    if (!command) return
    await draft.drop()
    onSaved({ command: command.id, case: value.case })
  }
  const addTo = async (row: CaseRow): Promise<void> => {
    const text = textOf(value, wordless(kind, media))
    const command = await send({ name: 'case.note', record: `case:${row.id}`, payload: { case: row.id, text }, media: mediaToSend(value, { ...media, after: [] }), draft: DRAFT })
    if (!command) return
    await draft.drop()
    onSaved({ command: command.id, case: row.id, number: row.number })
  }
  const foot = <Button look="main" wide icon="send" busy={busy} onClick={() => void save()}>{value.settled ? t('保存（当场已处理）') : t('保存上报')}</Button>
  return (
    <Screen title={t('上报')} foot={foot}>
      {draft.found && begun && (
        <Notice icon="notes" action={<Button look="quiet" onClick={() => void draft.drop()}>{t('清空重写')}</Button>}>{t('上次没写完的还在。')}</Notice>
      )}
      {trouble && <Notice tone="red" live>{trouble}</Notice>}
      <PhotoField label={t('拍照')} blobs={media.photos} onBlobs={(photos) => setMedia({ photos })} big />
      <div class="told">
        <TextField label={t('看到了什么')} value={value.text} onValue={(text) => draft.set({ text })} lines={2} most={2000} placeholder={t('如：3号楼前井盖破了')} error={wrong('told')} />
        <VoiceField label={t('说一段')} blob={media.voice} onBlob={(voice) => setMedia({ voice })} />
      </div>
      <KindField kinds={kinds} text={value.text} kind={value.kind} onKind={(id) => draft.set({ kind: id })} error={wrong('kind')} />
      <PlaceField
        label={t('位置')} place={value.place} onPlace={(place) => draft.set({ place })} auto told={begun} onAsking={setAsking}
        error={tried && asking ? t('请先选它在哪里。') : undefined}
      />
      {value.place.how === 'none' && grids.length > 1 && (
        <SelectField label={t('没有位置时记在哪个网格')} value={value.area} onValue={(area) => draft.set({ area })} options={grids.map(({ id, name }) => ({ code: id, name }))} empty={t('请选择')} error={wrong('area')} />
      )}
      <NearCases report={{ id: value.case, text: value.text, kind: value.kind, lon: value.place.lon, lat: value.place.lat }} cases={cases} onSame={(row) => void addTo(row)} />
      <OnSpot value={value} onChange={draft.set} kind={kind} media={media} onMedia={setMedia} wrong={wrong} needsPhoto={needsAfter(kind)} />
      <Reporter value={value} onChange={draft.set} wrong={wrong} />
    </Screen>
  )
}

function placeOf(building: BuildingRow): ReportDraft['place'] {
  return { how: 'building', building: building.code, address: building.name, lon: building.lon, lat: building.lat, area: building.area }
}

function wordless(kind: KindRow | undefined, media: ReportMedia): string {
  const seen = media.photos.length ? t('情况见照片') : t('情况见语音')
  return kind ? t('%(kind)s，%(seen)s', { kind: kind.name, seen }) : seen
}

// A photo carries the place only where the phone itself found it for this report: that of the thing, not of the worker.
function mediaToSend(value: ReportDraft, media: ReportMedia): NewMedia[] {
  const { how, lon, lat } = value.place
  const at = how === 'gps' && lon !== undefined && lat !== undefined ? { lon, lat } : {}
  const photos = media.photos.map((blob): NewMedia => ({ blob, role: 'report', ...at }))
  const after = value.settled ? media.after.map((blob): NewMedia => ({ blob, role: 'after', ...at })) : []
  return [...photos, ...after, ...(media.voice ? [{ blob: media.voice, role: 'voice' as const }] : [])]
}

function showFirstError(): void {
  requestAnimationFrame(() => {
    const wrong = document.querySelector('.has-error')
    wrong?.scrollIntoView({ block: 'center' })
    wrong?.querySelector<HTMLElement>('input:not(.unseen), textarea, select, button')?.focus({ preventScroll: true })
  })
}
