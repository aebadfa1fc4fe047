/** Today: everything that is due, as one list or on the map. The position is asked only when the worker wants it. */
import { useMemo, useState } from 'preact/hooks'
import { dueItems, grouped, otherCases, type DueItem, type Group } from '../../engine/today'
import { overlayCases, overlayVisits } from '../../engine/overlay'
import type { BuildingRow, CaseRow, DwellingRow, FormRow, HouseholdRow, VisitRow, WordsRow } from '../../engine/rows'
import { matches } from '../../engine/search'
import { t } from '../../engine/words'
import { status, syncNow } from '../../sync/app'
import { Button, IconButton, LinkButton } from '../parts/button'
import { Chips, type Chip } from '../parts/chips'
import { Empty, List, Notice, Section } from '../parts/card'
import { useGrowing, useNow, useOutbox, useRow, useRows } from '../parts/data'
import { Drafts } from '../parts/drafts'
import { usePosition, type Position } from '../parts/position'
import { Screen, Waiting } from '../parts/screen'
import { SearchField } from '../parts/search-field'
import { href, type PageProps } from '../router'
import { DueRow, TASKS, queuedRecords, recordOf, useBegun } from './today/due-row'
import { TodayMap } from './today/today-map'

const GROUP_NAMES: Record<Group, () => string> = {
  overdue: () => t('已超期'),
  today: () => t('今天到期'),
  near: () => t('就在附近'),
  week: () => t('一周内'),
  later: () => t('以后'),
}

const MOST_OTHERS = 50

let kept = { task: '', map: false }

export function Page(_: PageProps) {
  const { items, others } = useDue()
  const [task, setTask] = useState(kept.task)
  const [map, setMap] = useState(kept.map)
  const [words, setWords] = useState('')
  kept = { task, map }
  const shown = useMemo(() => items?.filter((one) => (!task || one.task === task) && matches(words, one.words)), [items, task, words])
  const seen = useMemo(() => (words.trim() ? others.filter((one) => matches(words, one.words)) : []), [others, words])
  const toggle = <IconButton icon={map ? 'list-check' : 'map'} label={map ? t('看列表') : t('看地图')} onClick={() => setMap(!map)} />
  if (!items || !shown) return <Screen title={t('今日')}><Waiting rows={6} /></Screen>
  return (
    <Screen title={t('今日')} tools={toggle}>
      {items.length + others.length > 0 && (
        <div class="today-tools">
          <SearchField label={t('找案件、地址、人名')} value={words} onValue={setWords} />
          <Chips label={t('只看')} chips={chipsOf(items)} value={task} onValue={setTask} clears />
        </div>
      )}
      {!map && !words.trim() && <Drafts />}
      {map ? <TodayMap items={shown} /> : <TodayList items={shown} others={seen} filtered={items.length > shown.length || Boolean(words)} />}
    </Screen>
  )
}

function TodayList({ items, others, filtered }: { items: DueItem[]; others: DueItem[]; filtered: boolean }) {
  const now = useNow()
  const queued = queuedRecords(useOutbox() ?? [])
  const begun = useBegun()
  const [from, setFrom] = useState<Position>()
  const { state, seek } = usePosition(setFrom)
  const groups = useMemo(() => grouped(items, now, from), [items, now, from])
  const { shown, mark } = useGrowing(items.length)
  if (!items.length && !others.length) return filtered ? <Empty icon="search" title={t('没有符合的')} /> : <NothingDue />
  const order = (
    <Button look="quiet" icon={from ? 'clock' : 'walk'} busy={state === 'seeking'} onClick={() => (from ? setFrom(undefined) : seek())}>
      {from ? t('按时间排') : t('按远近排')}
    </Button>
  )
  let left = shown
  return (
    <>
      {state === 'denied' && <Notice tone="yellow" live>{t('没有定位权限，仍按时间排。')}</Notice>}
      {state === 'lost' && <Notice tone="yellow" live>{t('没有收到定位信号，仍按时间排。')}</Notice>}
      {groups.map(({ group, items: listed }, at) => {
        const part = listed.slice(0, Math.max(0, left))
        left -= part.length
        return part.length > 0 && (
          <Section key={group} title={GROUP_NAMES[group]()} count={listed.length} aside={at === 0 && order}>
            <List>
              {part.map((item) => <DueRow key={`${item.task}:${item.id}`} item={item} now={now} from={from} queued={queued.has(recordOf(item))} begun={begun.has(recordOf(item))} />)}
            </List>
          </Section>
        )
      })}
      {others.length > 0 && (
        <Section title={t('其他案件')} count={others.length}>
          <List>{others.slice(0, MOST_OTHERS).map((item) => <DueRow key={item.id} item={item} now={now} from={from} queued={queued.has(recordOf(item))} begun={begun.has(recordOf(item))} />)}</List>
        </Section>
      )}
      {shown < items.length && <div ref={mark} class="more"><Waiting rows={2} /></div>}
    </>
  )
}

function NothingDue() {
  const { running, last_at: last } = status.value
  // The first pull after the sign-in: what is due is not known yet.
  if (running && last === undefined) return <Waiting rows={6} />
  return (
    <Empty icon="circle-check" title={t('手上没有到期的事')}>
      <p>{t('看到问题随手上报，或去走访住户。')}</p>
      <div class="actions-row">
        <LinkButton look="main" icon="camera" to={href('report')}>{t('上报')}</LinkButton>
        <Button icon="refresh" onClick={() => void syncNow()}>{t('再同步一次')}</Button>
      </div>
    </Empty>
  )
}

function chipsOf(items: readonly DueItem[]): Chip[] {
  const counted = TASKS.map(({ task, name, icon }) => ({ code: task, name: name(), icon, count: items.filter((one) => one.task === task).length }))
  return [{ code: '', name: t('全部'), count: items.length }, ...counted.filter((one) => one.count > 0)]
}

function useDue(): { items: DueItem[] | undefined; others: DueItem[] } {
  const cases = useRows<CaseRow>('cases')
  const visits = useRows<VisitRow>('visits')
  const forms = useRows<FormRow>('forms')
  const households = useRows<HouseholdRow>('households')
  const dwellings = useRows<DwellingRow>('dwellings')
  const buildings = useRows<BuildingRow>('buildings')
  const purposes = useRow<WordsRow>('words', 'visit_purposes')?.items
  const outbox = useOutbox()
  const day = Math.floor(useNow() / 3_600_000)
  return useMemo(() => {
    if (!cases || !visits || !forms || !outbox || !households || !dwellings || !buildings) return { items: undefined, others: [] }
    const laid = { cases: overlayCases(cases, outbox), visits: overlayVisits(visits, outbox) }
    return { items: dueItems({ ...laid, forms, households, dwellings, buildings, ...(purposes ? { purposes } : {}) }, Date.now()), others: otherCases(laid.cases) }
  }, [cases, visits, forms, outbox, households, dwellings, buildings, purposes, day])
}
