/**
 * The words of the form engine: its English text on the left, ours on the right.
 * fieldapp/web-forms/patches.js puts `say('English text')` where the engine has the text itself.
 */
import { t } from '../engine/words'

type Values = Record<string, string | number>

const WORDS: Record<string, (values: Values) => string> = {
  'An error occurred while loading this form': () => t('这份表单打不开'),
  'Technical error details': () => t('技术说明'),
  'change language': () => t('换一种语言'),
  'Change language': () => t('换一种语言'),
  'Finding your location': () => t('正在定位…'),
  'Location will be saved at %(n)s m': (values) => t('精度到%(n)s米就自动保存', values),
  'Time taken to capture location:': () => t('已用时间：'),
  'Previous saved location at %(n)s m': (values) => t('上次保存的位置精度%(n)s米', values),
  '%(n)s m': (values) => t('%(n)s米', values),
  'Good accuracy': () => t('精度好'),
  'Poor accuracy': () => t('精度差'),
  'Unknown accuracy': () => t('精度不明'),
  'Accuracy: %(n)s m': (values) => t('精度：%(n)s米', values),
  'Latitude: %(n)s': (values) => t('纬度：%(n)s', values),
  'Longitude: %(n)s': (values) => t('经度：%(n)s', values),
  'Altitude: %(n)s m': (values) => t('海拔：%(n)s米', values),
  'Save location': () => t('保存位置'),
  'Get location': () => t('获取位置'),
  'Try again': () => t('重新定位'),
  'Cannot access location': () => t('无法定位'),
  'Grant location permission in the browser settings and make sure location is turned on.': () =>
    t('请在浏览器设置里允许定位，并打开手机的定位开关。'),
  'Location unavailable. Enable GPS and browser permissions, then restart the form to try again.': () =>
    t('无法定位。请打开定位开关并允许浏览器定位，再重新打开表单。'),
  'Unable to load map': () => t('地图加载不出来'),
  'Rank items': () => t('开始排序'),
  Okay: () => t('确认'),
  'Only photos can be attached': () => t('这里只能附照片'),
  'Captured image preview': () => t('已选的照片'),
  'Take picture': () => t('拍照'),
  'Choose image': () => t('选照片'),
  'Repeat Item': () => t('一项'),
  'Media not found.': () => t('附件找不到'),
  'Unknown error': () => t('出错了，原因不明'),
  'Condition not satisfied: constraint': () => t('填写的内容不符合要求'),
  'Condition not satisfied: required': () => t('这一项必须填写'),
  '%(n)s questions with errors.': (values) => t('有%(n)s题还要改。', values),
  Add: () => t('添加'),
  Remove: () => t('移除'),
  More: () => t('更多操作'),
  Cancel: () => t('取消'),
  Save: () => t('保存'),
  Delete: () => t('删除'),
  Search: () => t('查找'),
  Send: () => t('提交'),
  'Graphics issue detected': () => t('图形显示有问题'),
  'Your browser cannot display the map now. Enable graphics acceleration settings.': () =>
    t('浏览器现在显示不了地图，请打开图形加速。'),
  'Remove selection': () => t('取消所选'),
  'Save selected': () => t('保存所选'),
  'No trace saved': () => t('还没有画线'),
  'No shape saved': () => t('还没有画面'),
  'No point saved': () => t('还没有标点'),
  'Point saved': () => t('已标点'),
  'Trace saved': () => t('已画线'),
  'Shape saved': () => t('已画面'),
  'Feature saved': () => t('已保存'),
  '%(n)s points saved': (values) => t('已标%(n)s个点', values),
  'Capturing location...': () => t('正在定位…'),
  'Remove point': () => t('移除这个点'),
  'View details': () => t('查看详情'),
  Advanced: () => t('高级'),
  'File is empty.': () => t('文件是空的'),
  'Unsupported file type. Please upload a .geojson file.': () => t('只能用 .geojson 文件'),
  'Failed to parse file. Ensure it is a valid GeoJSON.': () => t('文件不是有效的 GeoJSON'),
  'Incorrect geometry type.': () => t('图形的种类不对'),
  'Import data to replace location': () => t('导入数据替换位置'),
  'Paste data in ODK format': () => t('粘贴坐标数据'),
  'Enter as: Lat Long Alt Acc (e.g. 45.5 -122.6 15 2; 45.6 -122.7 12 3)': () =>
    t('按“纬度 经度 海拔 精度”填写，例如 31.8 117.2 15 2; 31.9 117.3 12 3'),
  'Upload a GeoJSON file': () => t('上传 GeoJSON 文件'),
  'Upload file': () => t('上传文件'),
  'Full Screen': () => t('全屏'),
  'Zoom to fit': () => t('缩放到全部'),
  'Zoom to current location': () => t('到当前位置'),
  'Undo last change': () => t('撤销上一步'),
  'Delete entire shape?': () => t('删除整个面？'),
  'Delete entire trace?': () => t('删除整条线？'),
  'Are you sure you want to delete this entire shape and start over?': () => t('确定删除整个面重新画吗？'),
  'Are you sure you want to delete this entire trace and start over?': () => t('确定删除整条线重新画吗？'),
  Longitude: () => t('经度'),
  Latitude: () => t('纬度'),
  Altitude: () => t('海拔'),
  Accuracy: () => t('精度'),
  'Longitude is invalid': () => t('经度不对'),
  'Latitude is invalid': () => t('纬度不对'),
  'Press and drag to move a point': () => t('按住可以拖动点'),
  'Tap to place a point': () => t('点一下标点'),
  'Tap to move point': () => t('点一下移动点'),
  'Use the location button to center on your current location': () => t('用定位按钮回到当前位置'),
}

/** Give a text of the form engine in the language of the app; one that nobody translated stays as it is. */
export function say(original: string, values: Values = {}): string {
  return WORDS[original]?.(values) ?? original
}

/** The English texts that have words of ours. */
export const KNOWN_TEXTS: readonly string[] = Object.keys(WORDS)
