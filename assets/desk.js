/** The desk's entry: its style sheet and the behaviours of its pages. */
import './styles/desk.scss'
import '@tabler/core/js/src/bootstrap/collapse.ts'
import '@tabler/core/js/src/bootstrap/dropdown.ts'
import '@tabler/core/js/src/bootstrap/modal.ts'
import '@tabler/core/js/src/bootstrap/tab.ts'
import { autoSubmit } from './behaviours/auto-submit.js'
import { beforeAfter } from './behaviours/before-after.js'
import { calmRefresh } from './behaviours/calm-refresh.js'
import { confirmHtmx, confirmSubmit } from './behaviours/confirm.js'
import { decideKeys } from './behaviours/decide-keys.js'
import { dialogOpener } from './behaviours/dialog-opener.js'
import { elderToggle } from './behaviours/elder-toggle.js'
import { fold, unfoldForPrint } from './behaviours/fold.js'
import { listKeys } from './behaviours/list-keys.js'
import { closeMenusFromOutside, menu } from './behaviours/menu.js'
import { once } from './behaviours/once.js'
import { photoField } from './behaviours/photo-field.js'
import { printButton } from './behaviours/print-button.js'
import { sidebar } from './behaviours/sidebar.js'
import { wire } from './behaviours/wiring.js'

wire([
  ['[data-auto-submit]', autoSubmit],
  ['[data-before-after]', beforeAfter],
  ['[data-calm-refresh]', calmRefresh],
  ['form[data-confirm]', confirmSubmit],
  ['[data-decide-keys]', decideKeys],
  ['[data-dialog-open]', dialogOpener],
  ['[data-elder-toggle]', elderToggle],
  ['[data-list-keys]', listKeys],
  ['details[data-fold]', fold],
  ['details.menu', menu],
  ['form[data-once]', once],
  ['input[data-photo-field]', photoField],
  ['[data-print]', printButton],
  ['[data-sidebar]', sidebar],
])
closeMenusFromOutside()
confirmHtmx()
unfoldForPrint()
