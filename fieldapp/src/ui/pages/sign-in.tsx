/** Before the store is open: signed out, lease lapsed with everything kept safe, or a browser that cannot do it. */
import { t } from '../../engine/words'
import { signIn, status } from '../../sync/app'
import { Button } from '../parts/button'
import { Card, Notice } from '../parts/card'
import { Icon } from '../parts/icon'
import { Screen } from '../parts/screen'
import { elder, language, speak, type Language } from '../preferences'
import { href, type PageProps } from '../router'

const LANGUAGES: readonly [Language, string][] = [['zh-hans', '简体'], ['zh-hant', '繁體'], ['en', 'English']]

export function Page(_: PageProps) {
  const { phase } = status.value
  if (phase === 'unsupported') return <Unsupported />
  return (
    <Screen title={t('邻里')}>
      <div class="welcome">
        <span class="welcome-sign"><Icon name="heart-handshake" size="l" /></span>
        <p class="welcome-name">{t('网格员的一天，一部手机')}</p>
      </div>
      {phase === 'locked' ? <Locked /> : <SignedOut />}
      <div class="actions-row" role="group" aria-label={t('语言')}>
        {LANGUAGES.map(([code, name]) => (
          <Button key={code} look="quiet" pressed={language.value === code} onClick={() => void speak(code)}>{name}</Button>
        ))}
        <Button look="quiet" icon="text-size" pressed={elder.value} onClick={() => (elder.value = !elder.value)}>{t('大字版')}</Button>
      </div>
      <p class="quiet"><a href={href('law')}>{t('这个应用不做什么：不打卡、不计在线时长、不记轨迹、不排名')}</a></p>
    </Screen>
  )
}

function SignedOut() {
  const { online, waiting } = status.value
  return (
    <Card>
      {waiting > 0 && <Kept n={waiting} />}
      <Trouble />
      <p>{t('登录一次，工作资料就存到这部手机上，没有网络也能用。')}</p>
      {!online && <Notice tone="yellow" icon="cloud-off" live>{t('现在没有网络。第一次登录要联网。')}</Notice>}
      <Button look="main" wide icon="user-circle" disabled={!online} onClick={() => void signIn()}>{t('登录')}</Button>
    </Card>
  )
}

/** Why signing in did not let one in. */
export function Trouble() {
  const { trouble, trouble_said: said } = status.value
  const told = TROUBLES[trouble ?? '']?.() ?? said
  return told ? <Notice tone="orange" live>{told}</Notice> : null
}

const TROUBLES: Record<string, () => string> = {
  'field.sign-in': () => t('登录过期了，请再登录一次。'),
  'field.wipe': () => t('这部手机已被停用，里面的工作资料已经清除。如有疑问请联系管理员。'),
  'field.not-for-field-work': () => t('这个账号没有外勤工作的岗位，请联系管理员。'),
  'field.needs-https': () => t('服务器只接受 https 连接，请联系管理员。'),
  'full-disk': () => t('手机存储已满：请清出一些空间。填写的内容还在。'),
  server: () => t('服务器正忙，请稍后再试。'),
}

function Kept({ n }: { n: number }) {
  return <Notice tone="green" icon="shield-lock">{t('%(n)s项还没上传的内容好好地锁在手机里，用同一个账号登录后接着上传。', { n })}</Notice>
}

function Locked() {
  const { online, waiting, set_aside: aside } = status.value
  const n = waiting + aside
  return (
    <Card>
      {n ? <Kept n={n} /> : <Notice tone="green" icon="shield-lock">{t('您的资料好好地锁在手机里。')}</Notice>}
      <p>{t('很久没有联网，为了保护居民信息，应用先锁上了。用同一个账号登录就能打开。')}</p>
      <Trouble />
      {!online && <Notice tone="yellow" icon="cloud-off" live>{t('现在没有网络，联网后再登录。')}</Notice>}
      <Button look="main" wide icon="lock" disabled={!online} onClick={() => void signIn()}>{t('登录并打开')}</Button>
    </Card>
  )
}

function Unsupported() {
  return (
    <Screen title={t('邻里')}>
      <Notice tone="orange">{t('这个浏览器太旧，不能安全地存放资料。')}</Notice>
      <Card>
        <p>{t('请用 Chrome、Edge 111 以上，或 Safari 16.4 以上打开，不要用无痕窗口。')}</p>
        <p class="quiet">{t('在微信里打开时，点右上角，选“在浏览器打开”。')}</p>
      </Card>
    </Screen>
  )
}
