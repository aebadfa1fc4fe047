/** The app's frame: which page is shown, the bar at the lower edge, and what is told across all pages. */
import { Component, type ComponentChildren, type ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { t } from '../engine/words'
import { status } from '../sync/app'
import { Banners } from './banners'
import { Broken } from './broken'
import { Page as SignIn } from './pages/sign-in'
import { Page as Today } from './pages/today'
import { Button } from './parts/button'
import { Count } from './parts/badge'
import { Empty } from './parts/card'
import { Icon, type IconName } from './parts/icon'
import { Screen, Waiting } from './parts/screen'
import { Toasts } from './parts/toast'
import { dictionary } from './preferences'
import { href, route, type PageProps } from './router'

type PageComponent = ComponentType<PageProps>

// Today opens with the shell; the other pages come when they are first asked for. All of them lie on the phone.
const PAGES = import.meta.glob<{ Page: PageComponent }>(['./pages/*.tsx', '!./pages/today.tsx', '!./pages/sign-in.tsx'])
const loaded = new Map<string, PageComponent>([['today', Today]])
const OPEN_TO_ALL = new Set(['settings', 'law'])

/** The whole app. */
export function App() {
  const { page, params, query, path } = route.value
  return (
    <div class="app" key={dictionary.value}>
      <nav aria-label={t('捷径')}><a class="skip" href="#content" onClick={skip}>{t('跳到内容')}</a></nav>
      <Banners />
      <Guard key={path}>
        <Shown page={page} params={params} query={query} />
      </Guard>
      <Toasts />
      <BottomBar page={page} />
    </div>
  )
}

// The address behind the # is the router's, so the skip link moves the focus itself.
function skip(event: Event): void {
  event.preventDefault()
  document.getElementById('content')?.focus()
}

function Shown({ page, params, query }: { page: string } & PageProps) {
  const { phase } = status.value
  if (phase === 'starting') return <Screen title={t('邻里')}><Waiting rows={6} /></Screen>
  if (phase !== 'ready' && !OPEN_TO_ALL.has(page)) return <SignIn params={params} query={query} />
  return <Loaded page={page} params={params} query={query} />
}

function Loaded({ page, params, query }: { page: string } & PageProps) {
  const [, setCount] = useState(0)
  const [failed, setFailed] = useState(false)
  const Found = loaded.get(page)
  useEffect(() => {
    const load = PAGES[`./pages/${page}.tsx`]
    if (loaded.has(page) || !load) return
    setFailed(false)
    load().then((module) => {
      loaded.set(page, module.Page)
      setCount((before) => before + 1)
    }, () => setFailed(true))
  }, [page])
  if (Found) return <Found key={params.join('/')} params={params} query={query} />
  if (failed) return <NotHere title={t('这一页还没有存到手机上，联网后再打开')} />
  if (!PAGES[`./pages/${page}.tsx`]) return <NotHere title={t('没有这一页')} />
  return <Screen title={t('邻里')}><Waiting /></Screen>
}

function NotHere({ title }: { title: string }) {
  return (
    <Screen title={t('邻里')} backTo="/today">
      <Empty icon="info-circle" title={title}>
        <Button onClick={() => location.reload()} icon="refresh">{t('重新打开')}</Button>
      </Empty>
    </Screen>
  )
}

// A page that breaks takes nothing with it: what is queued lies in the store, not in the page.
class Guard extends Component<{ children: ComponentChildren }, { error: Error | null }> {
  override state = { error: null }

  static override getDerivedStateFromError(error: Error) {
    return { error }
  }

  override render() {
    return this.state.error ? <Broken error={this.state.error} again={() => this.setState({ error: null })} /> : this.props.children
  }
}

interface Place {
  page: string
  icon: IconName
  name: string
  /** Pages under it, for which it stays lit. */
  under: readonly string[]
}

function BottomBar({ page }: { page: string }) {
  const { phase, waiting, set_aside: aside } = status.value
  if (phase !== 'ready') return null
  const places: Place[] = [
    { page: 'today', icon: 'list-check', name: t('今日'), under: ['case', 'visit'] },
    { page: 'homes', icon: 'home', name: t('住户'), under: ['home', 'door', 'form', 'forms'] },
    { page: 'report', icon: 'camera', name: t('上报'), under: [] },
    { page: 'outbox', icon: 'upload', name: t('待上传'), under: ['conflict'] },
    { page: 'settings', icon: 'user-circle', name: t('我'), under: ['law'] },
  ]
  return (
    <nav class="bar" aria-label={t('主菜单')}>
      {places.map((one) => {
        const here = one.page === page || one.under.includes(page)
        return (
          <a
            class={one.page === 'report' ? 'bar-item bar-main' : 'bar-item'} href={href(one.page)} key={one.page}
            aria-current={here ? (one.page === page ? 'page' : 'true') : undefined}
          >
            <span class="bar-sign">
              <Icon name={one.icon} />
              {one.page === 'outbox' && <Count n={waiting + aside} label={t('%(n)s项', { n: waiting + aside })} />}
            </span>
            <span class="bar-name">{one.name}</span>
          </a>
        )
      })}
    </nav>
  )
}
