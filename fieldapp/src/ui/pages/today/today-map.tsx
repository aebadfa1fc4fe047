/** Today on the map: what has a place is a dot; a tap shows what stands there. */
import { useMemo, useState } from 'preact/hooks'
import { ends, type DueItem } from '../../../engine/today'
import { t } from '../../../engine/words'
import { List, Notice } from '../../parts/card'
import { useNow, useOutbox } from '../../parts/data'
import { MapView } from '../../parts/map-view'
import { Sheet } from '../../parts/sheet'
import { DueRow, queuedRecords, recordOf, useBegun } from './due-row'

export function TodayMap({ items }: { items: readonly DueItem[] }) {
  const now = useNow()
  const queued = queuedRecords(useOutbox() ?? [])
  const begun = useBegun()
  const [tapped, setTapped] = useState<string[]>([])
  const placed = useMemo(
    () => items.flatMap((one) => (one.lon === undefined || one.lat === undefined ? [] : [{ id: one.id, task: one.task, late: ends(one) < now, lon: one.lon, lat: one.lat }])),
    [items, now],
  )
  const chosen = items.filter((one) => tapped.includes(one.id))
  const without = items.length - placed.length
  return (
    <>
      <MapView label={t('要办的事在地图上的位置；列表里有同样的内容')} items={placed} onItem={setTapped} />
      {without > 0 && <Notice>{t('%(n)s件没有位置，请看列表。', { n: without })}</Notice>}
      <Sheet title={t('这里要办的事')} open={chosen.length > 0} onClose={() => setTapped([])}>
        <List>{chosen.map((item) => <DueRow key={item.id} item={item} now={now} queued={queued.has(recordOf(item))} begun={begun.has(recordOf(item))} />)}</List>
      </Sheet>
    </>
  )
}
