/** What a change is called where people read of it: in the outbox, in a case's history, above a conflict. */
import type { CommandName } from './protocol'
import { t } from './words'

const NAMES: Record<CommandName, () => string> = {
  'case.report': () => t('上报问题'),
  'case.accept': () => t('接单'),
  'case.answer': () => t('办理反馈'),
  'case.settle': () => t('现场解决'),
  'case.return': () => t('退单'),
  'case.check': () => t('核查'),
  'case.note': () => t('补充说明'),
  'case.help': () => t('请求支援'),
  'case.receipt': () => t('居民确认'),
  'case.step': () => t('办理步骤'),
  'visit.plan': () => t('安排走访'),
  'visit.made': () => t('走访记录'),
  'visit.not-in': () => t('家中无人'),
  'visit.move': () => t('走访改期'),
  'visit.cancel': () => t('取消走访'),
  'person.edit': () => t('更正居民信息'),
  'dwelling.edit': () => t('更正房屋信息'),
  'form.submit': () => t('提交表单'),
  'app.complaint': () => t('意见与投诉'),
}

/** Name a change. */
export function commandSaid(name: CommandName): string {
  return NAMES[name]()
}

/** The words of a change or a draft that a worker wrote, by the field they stand in. */
export const TEXT_FIELDS = ['text', 'result', 'reason', 'talked', 'agreed', 'said', 'why', 'despite'] as const

const FIELDS: Record<string, () => string> = {
  name: () => t('姓名'),
  sex: () => t('性别'),
  born_on: () => t('出生日期'),
  phone: () => t('电话'),
  use: () => t('用途'),
  state: () => t('状态'),
  on: () => t('走访日期'),
}

/** Name a field that two people changed at once. */
export function fieldSaid(field: string): string {
  return FIELDS[field]?.() ?? field
}
