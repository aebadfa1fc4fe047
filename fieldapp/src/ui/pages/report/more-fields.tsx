/** Whether it was settled on the spot or is passed on, and for whom it is reported: asked only as far as it is needed. */
import type { Lack, ReportDraft, ReportMedia } from '../../../engine/report'
import type { KindRow } from '../../../engine/rows'
import { t } from '../../../engine/words'
import { ChoiceField, TextField } from '../../parts/field'
import { Icon } from '../../parts/icon'
import { PhotoField } from '../../parts/photos'

interface Props {
  value: ReportDraft
  onChange: (change: Partial<ReportDraft>) => void
}

export function OnSpot({ value, onChange, kind, media, onMedia, wrong, needsPhoto }: Props & {
  kind: KindRow | undefined
  media: ReportMedia
  onMedia: (change: Partial<ReportMedia>) => void
  wrong: (lack: Lack) => string | undefined
  needsPhoto: boolean
}) {
  const barred = Boolean(kind) && !kind?.on_spot
  return (
    <>
      <ChoiceField
        label={t('怎么办')} value={value.settled ? 'settled' : 'pass'} onValue={(how) => onChange({ settled: how === 'settled' })}
        options={[{ code: 'pass', name: t('转给部门') }, { code: 'settled', name: t('我当场处理了'), disabled: barred && !value.settled }]}
        hint={barred ? t('“%(kind)s”要由部门办理。', { kind: kind?.name ?? '' }) : undefined} error={wrong('on-spot')}
      />
      {value.settled && (
        <TextField label={t('怎么处理的')} value={value.result} onValue={(result) => onChange({ result })} lines={2} required error={wrong('result')} placeholder={t('如：已扶正并填实')} />
      )}
      {value.settled && needsPhoto && (
        <PhotoField label={t('拍处理后的照片')} blobs={media.after} onBlobs={(after) => onMedia({ after })} most={3} error={wrong('after')} hint={t('这一类按规定要留处理后的照片。')} />
      )}
    </>
  )
}

export function Reporter({ value, onChange, wrong }: Props & { wrong: (lack: Lack) => string | undefined }) {
  return (
    <details class="more-fields" open={Boolean(value.reporter_name || value.reporter_phone)}>
      <summary><Icon name="user" /><span>{t('替居民上报（选填）')}</span><Icon name="chevron-down" /></summary>
      <div class="more-inner">
        <TextField label={t('居民称呼')} value={value.reporter_name} onValue={(name) => onChange({ reporter_name: name })} most={40} />
        <TextField label={t('居民电话')} type="tel" value={value.reporter_phone} onValue={(phone) => onChange({ reporter_phone: phone })} most={20} hint={t('只用来告诉居民办理结果。')} error={wrong('phone')} />
      </div>
    </details>
  )
}
