/** Cases on the phone that may be about the same thing: the worker looks, and adds to one of them instead. */
import { useMemo, useState } from 'preact/hooks'
import { metresSaid, nearDuplicates, type Near, type Told } from '../../../engine/near'
import { momentSaid } from '../../../engine/due'
import type { CaseRow } from '../../../engine/rows'
import { t } from '../../../engine/words'
import { Badge } from '../../parts/badge'
import { Button } from '../../parts/button'
import { Facts, Notice } from '../../parts/card'
import { useNow, useRested } from '../../parts/data'
import { Sheet } from '../../parts/sheet'

export function NearCases({ report, cases, onSame }: { report: Told; cases: readonly CaseRow[]; onSame: (row: CaseRow) => void }) {
  const [looked, setLooked] = useState<Near<CaseRow>>()
  const text = useRested(report.text)
  const { id, kind, lon, lat } = report
  const found = useMemo(() => nearDuplicates({ id, kind, lon, lat, text }, cases), [id, kind, lon, lat, text, cases])
  if (!found.length) return null
  return (
    <div class="near" role="status">
      <Notice tone="yellow" icon="git-merge">{t('可能已经有人报过：')}</Notice>
      <ul class="near-list">
        {found.map((one) => (
          <li key={one.case.id}>
            <button class="near-case" type="button" onClick={() => setLooked(one)}>
              <span class="row-title">{one.case.title || one.case.text}</span>
              <span class="row-lead">{[one.metres === undefined ? '' : t('相距%(far)s', { far: metresSaid(one.metres) }), one.case.kind_name, one.case.state_name].filter(Boolean).join(' · ')}</span>
            </button>
          </li>
        ))}
      </ul>
      <Looked near={looked} onClose={() => setLooked(undefined)} onSame={onSame} />
    </div>
  )
}

function Looked({ near, onClose, onSame }: { near: Near<CaseRow> | undefined; onClose: () => void; onSame: (row: CaseRow) => void }) {
  const now = useNow()
  const row = near?.case
  return (
    <Sheet title={t('是不是同一件事？')} open={Boolean(row)} onClose={onClose}>
      {row && (
        <>
          <p class="row-title">{row.title}</p>
          <p>{row.text}</p>
          <Facts
            of={[
              [t('案件号'), row.number], [t('状态'), <Badge tone="blue">{row.state_name}</Badge>], [t('类别'), row.kind_name], [t('地址'), row.address],
              [t('距离'), near?.metres === undefined ? '' : metresSaid(near.metres)], [t('上报时间'), momentSaid(row.reported_at, now)],
            ]}
          />
          <div class="actions">
            <Button look="main" wide icon="git-merge" onClick={() => onSame(row)}>{t('就是这件，补充进去')}</Button>
            <Button wide onClick={onClose}>{t('不是同一件')}</Button>
          </div>
        </>
      )}
    </Sheet>
  )
}
