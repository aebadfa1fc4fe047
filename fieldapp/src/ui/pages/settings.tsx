/** Me: how the app looks and speaks, what it keeps on this phone, signing out, and the complaint about it. */
import { useEffect, useState } from 'preact/hooks'
import { momentSaid } from '../../engine/due'
import type { MeRow } from '../../engine/rows'
import { t } from '../../engine/words'
import { status, store, syncNow } from '../../sync/app'
import { install, installOffer } from '../banners'
import { Button, LinkButton } from '../parts/button'
import { Card, Facts, Section } from '../parts/card'
import { useNow, useRow } from '../parts/data'
import { ChoiceField, Switch } from '../parts/field'
import { Screen } from '../parts/screen'
import { elder, language, speak, theme, type Language, type Theme } from '../preferences'
import { href, type PageProps } from '../router'
import { Complaint, SignInToComplain } from './settings/complaint'
import { Leaving } from './settings/leaving'
import { bytesSaid } from './outbox/said'

/** The page; with `?complaint` its sheet is open, for whoever comes from the page about the law. */
export function Page({ query }: PageProps) {
  const signedIn = Boolean(store.value)
  return (
    <Screen title={t('我')} backTo={signedIn ? undefined : '/today'}>
      {signedIn && <Who />}
      <Looks />
      {signedIn && <ThisPhone />}
      <Section title={t('说明与意见')}>
        <Card>
          {signedIn ? <Complaint opened={query.has('complaint')} /> : <SignInToComplain />}
          <LinkButton wide icon="shield-check" to={href('law')}>{t('这个应用不做什么')}</LinkButton>
          <p class="quiet">{t('版本 %(version)s', { version: document.documentElement.dataset['version'] || t('未标明') })}</p>
        </Card>
      </Section>
      {signedIn && <Leaving />}
    </Screen>
  )
}

function Who() {
  const me = useRow<MeRow>('me', 'me')
  if (!me) return null
  const posts = me.posts.map((post) => [post.area_name || post.unit_name, post.role_name].filter(Boolean).join(' · '))
  return (
    <Card>
      <div class="who">
        <span class="who-face" aria-hidden="true">{Array.from(me.name)[0]}</span>
        <div>
          <p class="row-title">{me.name}</p>
          {[...new Set(posts)].map((post) => <p class="row-lead" key={post}>{post}</p>)}
        </div>
      </div>
      <div class="actions-row"><LinkButton icon="file-text" to={href('forms')}>{t('表单')}</LinkButton></div>
    </Card>
  )
}

function Looks() {
  return (
    <Section title={t('显示')}>
      <Card>
        <Switch label={t('大字版')} hint={t('字更大，按钮更大，线条更清楚')} on={elder.value} onChange={(on) => (elder.value = on)} />
        <ChoiceField
          tight label={t('亮度')} value={theme.value} onValue={(code) => (theme.value = code as Theme)}
          options={[{ code: 'auto', name: t('跟随手机') }, { code: 'light', name: t('浅色') }, { code: 'dark', name: t('深色') }]}
        />
        <ChoiceField
          tight label={t('语言')} value={language.value} onValue={(code) => void speak(code as Language).then(syncNow)}
          options={[{ code: 'zh-hans', name: '简体中文' }, { code: 'zh-hant', name: '繁體中文' }, { code: 'en', name: 'English' }]}
        />
        {installOffer.value && <Button wide icon="device-mobile" onClick={() => void install()}>{t('放到手机桌面')}</Button>}
      </Card>
    </Section>
  )
}

function ThisPhone() {
  const now = useNow()
  const used = useStorage()
  const { lease_until: until, last_at: last } = status.value
  return (
    <Section title={t('这部手机')}>
      <Card>
        <Facts
          of={[
            [t('手机'), phoneName()],
            [t('占用空间'), used && t('%(used)s，还剩%(left)s', { used: bytesSaid(used.used), left: bytesSaid(used.left) })],
            [t('照片'), t('自动缩到长边1600像素，约0.3 MB一张')],
            [t('上次同步'), last ? momentSaid(new Date(last).toISOString(), now) : t('还没有')],
            [t('不联网可用到'), until ? momentSaid(new Date(until).toISOString(), now) : ''],
          ]}
        />
        <p class="field-hint">{t('过了这个时间会先锁上，联网登录就打开，没上传的内容不会丢。')}</p>
        <p class="field-hint">{t('手机丢了：请马上告诉管理员停用这部手机，下次联网时里面的工作资料会清除。')}</p>
      </Card>
    </Section>
  )
}

function useStorage(): { used: number; left: number } | undefined {
  const [found, setFound] = useState<{ used: number; left: number }>()
  useEffect(() => {
    void navigator.storage?.estimate?.().then(({ usage = 0, quota = 0 }) => setFound({ used: usage, left: Math.max(0, quota - usage) }))
  }, [])
  return found
}

// What the browser tells of the phone; the same is shown to the administrator who has to end a lost one.
function phoneName(): string {
  const model = /\(([^)]*)\)/.exec(navigator.userAgent)?.[1] ?? ''
  return (model.split(';').at(-1) ?? '').trim()
}
