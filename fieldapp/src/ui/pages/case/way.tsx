/** The way to a case: the phone's own map app by a plain address of the place, or the offline map with the own position. */
import { useState } from 'preact/hooks'
import type { CaseRow } from '../../../engine/rows'
import { t } from '../../../engine/words'
import { Button, LinkButton } from '../../parts/button'
import { Section } from '../../parts/card'
import { MapView } from '../../parts/map-view'
import { Sheet } from '../../parts/sheet'

/** Offer the way where the place is known. */
export function Way({ row }: { row: CaseRow }) {
  const [open, setOpen] = useState(false)
  if (row.lon === undefined || row.lat === undefined) return null
  return (
    <Section title={t('怎么去')}>
      <div class="tiles">
        <Button icon="map" onClick={() => setOpen(true)}>{t('离线地图')}</Button>
        <LinkButton icon="route" to={geoOf(row.lon, row.lat, row.address ?? row.title)}>{t('打开导航')}</LinkButton>
      </div>
      {open && (
        <Sheet title={row.address || t('位置')} open onClose={() => setOpen(false)} tall>
          <MapView label={t('案卷位置，按“我的位置”看自己在哪里')} place={{ lon: row.lon, lat: row.lat }} />
        </Sheet>
      )}
    </Section>
  )
}

// RFC 5870 with the label that map apps understand; the position is WGS-84, as CGCS2000 is to within centimetres.
function geoOf(lon: number, lat: number, label: string): string {
  return `geo:${lat},${lon}?q=${lat},${lon}(${encodeURIComponent(label.slice(0, 40))})`
}
