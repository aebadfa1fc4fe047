/** The members of a household as lists show them; a tap opens one, with what they take part in and what may be corrected. */
import { useState } from 'preact/hooks'
import { draftOfKey } from '../../../engine/drafts'
import { personShown } from '../../../engine/prefill'
import type { PersonRow, WordsRow } from '../../../engine/rows'
import { listed, t } from '../../../engine/words'
import { Badge } from '../../parts/badge'
import { Button } from '../../parts/button'
import { Facts, List, ListRow, Notice, Section } from '../../parts/card'
import { useRow } from '../../parts/data'
import { useAskedDraft } from '../../parts/draft'
import { ServerLink } from '../../parts/server-link'
import { Sheet } from '../../parts/sheet'
import { PersonEdit } from './person-edit'

type Named = (list: 'sexes' | 'relations' | 'programmes', code: string | undefined) => string

/** The list of members. */
export function Members({ members, head, waiting }: { members: PersonRow[]; head: string; waiting: string[] }) {
  const [shown, setShown] = useState('')
  const [editing, setEditing] = useState(draftOfKey(useAskedDraft())?.person ?? '')
  const named = useNames()
  const open = members.find((one) => one.id === shown)
  const edited = members.find((one) => one.id === editing)
  const sorted = [...members].sort((one, other) => Number(other.id === head) - Number(one.id === head))
  return (
    <Section title={t('成员')} count={members.length}>
      <List label={t('成员')}>
        {sorted.map((one) => (
          <ListRow
            key={one.id} icon="user" tone="teal" title={personShown(one)['name']} onClick={() => setShown(one.id)}
            lead={[named('relations', one.relation), named('sexes', one.sex), ageSaid(one.born)].filter(Boolean).join(' · ')}
            marks={waiting.includes(`person:${one.id}`) && <Badge tone="yellow" icon="upload">{t('待上传')}</Badge>}
          />
        ))}
      </List>
      {!members.length && <p class="quiet">{t('现在没有成员。')}</p>}
      {open && <Person person={open} named={named} onClose={() => setShown('')} onEdit={() => { setShown(''); setEditing(open.id) }} />}
      {edited && <PersonEdit person={edited} onClose={() => setEditing('')} />}
    </Section>
  )
}

function Person({ person, named, onClose, onEdit }: { person: PersonRow; named: Named; onClose: () => void; onEdit: () => void }) {
  const [calling, setCalling] = useState(false)
  const shown = personShown(person)
  const programmes = (person.programmes ?? []).map((code) => named('programmes', code))
  return (
    <Sheet title={shown['name'] ?? ''} open onClose={onClose}>
      <Facts
        of={[
          [t('与户主关系'), named('relations', person.relation)],
          [t('性别'), named('sexes', person.sex)],
          [t('出生'), ageSaid(person.born)],
          [t('电话'), shown['phone'] || t('未登记电话')],
          [t('居住'), livesSaid(person)],
          [t('服务项目'), listed(programmes)],
        ]}
      />
      {calling && (
        <Notice icon="shield-lock" live>
          {t('手机上不存完整电话。需要打电话时，请在工作台打开这位居民，写明用途后查看；谁在什么时候为什么看过，居民本人查得到。')}
        </Notice>
      )}
      <div class="actions">
        {calling && <ServerLink outside icon="user-circle" to={`/desk/register/residents/${person.id}/`}>{t('在工作台打开这位居民')}</ServerLink>}
        <Button look="main" wide icon="edit" onClick={onEdit}>{t('更正信息')}</Button>
        <Button wide icon="phone" expanded={calling} onClick={() => setCalling(!calling)}>{t('打电话')}</Button>
      </div>
    </Sheet>
  )
}

function useNames(): Named {
  const lists = {
    sexes: useRow<WordsRow>('words', 'sexes')?.items ?? [],
    relations: useRow<WordsRow>('words', 'relations')?.items ?? [],
    programmes: useRow<WordsRow>('words', 'programmes')?.items ?? [],
  }
  return (list, code) => lists[list].find((one) => one.code === code)?.name ?? code ?? ''
}

function ageSaid(born: string | undefined): string {
  const year = Number((born ?? '').slice(0, 4))
  return year ? t('%(year)s年生', { year }) : ''
}

function livesSaid(person: PersonRow): string {
  if (String(person.lives) === 'false') return t('户籍在此，住在别处')
  return String(person.registered) === 'false' ? t('住在此，户籍不在此') : ''
}
