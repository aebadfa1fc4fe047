/** Choose a building by its name, plate or street; those chosen lately and those near come first. */
import { useState } from 'preact/hooks'
import { nearestFirst } from '../../engine/near'
import type { BuildingRow } from '../../engine/rows'
import { matches } from '../../engine/search'
import { t } from '../../engine/words'
import { Empty, List, ListRow } from './card'
import { useRows, useStored } from './data'
import { SearchField } from './search-field'
import { Sheet } from './sheet'
import { store } from '../../sync/app'

const SHOWN = 40
const RECENT = 6
const KEPT_UNDER = 'recent-buildings'

export function BuildingSheet({ open, onClose, onBuilding, near }: {
  open: boolean
  onClose: () => void
  onBuilding: (building: BuildingRow) => void
  near?: { lon?: number | undefined; lat?: number | undefined } | undefined
}) {
  return (
    <Sheet title={t('选楼栋')} open={open} onClose={onClose} tall>
      <Buildings near={near} onBuilding={(one) => { void keepRecent(one.id); onBuilding(one) }} />
    </Sheet>
  )
}

function Buildings({ onBuilding, near }: { onBuilding: (one: BuildingRow) => void; near?: { lon?: number | undefined; lat?: number | undefined } | undefined }) {
  const [words, setWords] = useState('')
  const rows = useRows<BuildingRow>('buildings') ?? []
  const recent = useStored((from) => from.setting<string[]>(KEPT_UNDER)) ?? []
  const found = words ? rows.filter((one) => matches(words, [one.name, one.plate, one.street, one.compound, one.code])) : ordered(rows, recent, near)
  return (
    <>
      <SearchField label={t('楼名、门牌或路名')} value={words} onValue={setWords} />
      <List label={t('楼栋')}>
        {found.slice(0, SHOWN).map((one) => (
          <ListRow
            key={one.id} icon="building" tone="blue" title={one.name} lead={[one.compound, one.street, one.plate].filter(Boolean).join(' · ')}
            onClick={() => onBuilding(one)}
          />
        ))}
      </List>
      {found.length === 0 && <Empty icon="building" title={t('没有找到这栋楼')} />}
      {found.length > SHOWN && <p class="quiet">{t('还有%(n)s栋，写几个字会更快。', { n: found.length - SHOWN })}</p>}
    </>
  )
}

function ordered(rows: BuildingRow[], recent: string[], near?: { lon?: number | undefined; lat?: number | undefined }): BuildingRow[] {
  const first = recent.flatMap((id) => rows.filter((one) => one.id === id))
  const others = rows.filter((one) => !recent.includes(one.id))
  return [...first, ...(near ? nearestFirst(others, near) : others)]
}

async function keepRecent(id: string): Promise<void> {
  const opened = store.peek()
  const before = (await opened?.setting<string[]>(KEPT_UNDER)) ?? []
  await opened?.keepSetting(KEPT_UNDER, [id, ...before.filter((one) => one !== id)].slice(0, RECENT))
}
