/** The form engine's calendar and lists in the three languages of the app: year first, months and days by name. */
import { t } from '../engine/words'

export type Language = 'zh-hans' | 'zh-hant' | 'en'

const TAGS: Record<Language, string> = { 'zh-hans': 'zh-Hans-CN', 'zh-hant': 'zh-Hant-TW', en: 'en-GB' }
/** 2023-01-01 was a Sunday, the day the engine counts from. */
const SUNDAY = Date.UTC(2023, 0, 1)
const DAY_MS = 86_400_000

type Width = 'long' | 'short' | 'narrow'

function dayNames(tag: string, weekday: Width): string[] {
  const names = new Intl.DateTimeFormat(tag, { weekday, timeZone: 'UTC' })
  return Array.from({ length: 7 }, (_, day) => names.format(SUNDAY + day * DAY_MS))
}

function monthNames(tag: string, month: Width): string[] {
  const names = new Intl.DateTimeFormat(tag, { month, timeZone: 'UTC' })
  return Array.from({ length: 12 }, (_, index) => names.format(Date.UTC(2023, index, 15)))
}

/** Give the words and habits of the engine's own controls in a language. */
export function calendarOf(language: Language): Record<string, unknown> {
  const tag = TAGS[language]
  return {
    dateFormat: 'yy-mm-dd',
    firstDayOfWeek: 1,
    showMonthAfterYear: language !== 'en',
    dayNames: dayNames(tag, 'long'),
    dayNamesShort: dayNames(tag, 'short'),
    dayNamesMin: dayNames(tag, 'narrow'),
    monthNames: monthNames(tag, 'long'),
    monthNamesShort: monthNames(tag, 'short'),
    today: t('今天'),
    clear: t('清空'),
    cancel: t('取消'),
    choose: t('选择'),
    chooseYear: t('选年份'),
    chooseMonth: t('选月份'),
    chooseDate: t('选日期'),
    prevDecade: t('前十年'),
    nextDecade: t('后十年'),
    prevYear: t('上一年'),
    nextYear: t('下一年'),
    prevMonth: t('上个月'),
    nextMonth: t('下个月'),
    prevHour: t('减一小时'),
    nextHour: t('加一小时'),
    prevMinute: t('减一分钟'),
    nextMinute: t('加一分钟'),
    am: t('上午'),
    pm: t('下午'),
    emptyFilterMessage: t('没有找到'),
    emptySearchMessage: t('没有找到'),
    emptyMessage: t('没有可选的'),
    emptySelectionMessage: t('还没有选'),
    searchMessage: t('有{0}项'),
    selectionMessage: t('已选{0}项'),
  }
}

/** Names for those who hear the page: they stand beside the words above. */
export function spokenNames(): Record<string, string> {
  return {
    close: t('关闭'),
    previous: t('上一个'),
    next: t('下一个'),
    nullLabel: t('没有选'),
    trueLabel: t('是'),
    falseLabel: t('否'),
    listLabel: t('选项'),
    selectAll: t('全部选上'),
    unselectAll: t('全部取消'),
  }
}
