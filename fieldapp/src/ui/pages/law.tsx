/** What the app does not do, and where that is laid down; readable without a network and without signing in. */
import { t } from '../../engine/words'
import { LinkButton } from '../parts/button'
import { Card, List, ListRow, Section } from '../parts/card'
import { Screen } from '../parts/screen'
import { ServerLink } from '../parts/server-link'
import type { PageProps } from '../router'
import { href } from '../router'

export function Page(_: PageProps) {
  const never = [
    t('不打卡，不签到'), t('不计在线时长，不看在不在线'), t('不记行走轨迹，不算里程'), t('不积分，不给网格员排名'),
    t('不要求没有规定的工作照片'), t('不读通讯录、短信和别的应用'),
  ]
  const does = [
    t('只在下面列出的场合读取位置；不在后台读，不连起来保存'), t('照片在手机上缩小，并去掉拍摄信息'),
    t('资料加密存放，只有您管的网格；退出登录就清除'), t('您可以随时投诉这个应用，有人按时限答复'),
  ]
  // The same sentences as in the law pack; a test compares both with the sources that read a position.
  const reads: [string, string][] = [
    [t('打开“上报”、回到这一页或隔了几分钟才开始写时：手机允许定位的，自动读取；也可以点“定位”'), t('作为所报问题的位置随上报保存；可以改成选楼或在地图上点')],
    [t('登记走访中发现的问题、修改被退回的上报，点“定位”时'), t('作为问题的位置保存')],
    [t('类别规定要有处置前后照片的，打开相机拍照时'), t('作为凭证随这张照片保存；不允许定位也能拍')],
    [t('在“今日”点“按远近排”时'), t('只在手机上排顺序，不保存，不上传')],
    [t('在地图上点“我的位置”时'), t('只在地图上显示，不保存，不上传')],
    [t('填写表单里问位置的题，点“获取位置”或地图上的定位按钮时'), t('作为这一题的回答随表单提交；存下、取消或关掉表单就停，不受15秒限制')],
  ]
  return (
    <Screen title={t('这个应用不做什么')} backTo="/settings">
      <Section title={t('不做')}><List>{never.map((one) => <ListRow key={one} icon="circle-x" tone="red" title={one} />)}</List></Section>
      <Section title={t('这样做')}><List>{does.map((one) => <ListRow key={one} icon="circle-check" tone="green" title={one} />)}</List></Section>
      <Section title={t('什么时候读取位置')}>
        <List>{reads.map(([when, then]) => <ListRow key={when} icon="current-location" title={when} lead={then} />)}</List>
      </Section>
      <p class="quiet">{t('除此以外不读取位置；除表单外，定准了或满15秒就停。不允许定位，也能选楼或在地图上点。')}</p>
      <Card>
        <p class="quiet">{t('依据：国办函〔2026〕12号和《个人信息保护法》。完整的功能清单和备案材料在下面的页面，打开要联网。')}</p>
        <div class="actions">
          <ServerLink icon="file-text" to="/field/law/">{t('完整说明')}</ServerLink>
          <LinkButton wide icon="message-report" to={`${href('settings')}?complaint`}>{t('去投诉')}</LinkButton>
        </div>
      </Card>
    </Screen>
  )
}
