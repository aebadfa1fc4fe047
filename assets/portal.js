/** The residents' portal's entry: a slim style sheet and the few behaviours it needs. */
import './styles/portal.scss'
import { autoSubmit } from './behaviours/auto-submit.js'
import { beforeAfter } from './behaviours/before-after.js'
import { confirmSubmit } from './behaviours/confirm.js'
import { elderToggle } from './behaviours/elder-toggle.js'
import { closeMenusFromOutside, menu } from './behaviours/menu.js'
import { once } from './behaviours/once.js'
import { photoField } from './behaviours/photo-field.js'
import { printButton } from './behaviours/print-button.js'
import { wire } from './behaviours/wiring.js'

wire([
  ['[data-auto-submit]', autoSubmit],
  ['[data-before-after]', beforeAfter],
  ['form[data-confirm]', confirmSubmit],
  ['[data-elder-toggle]', elderToggle],
  ['details.menu', menu],
  ['form[data-once]', once],
  ['input[data-photo-field]', photoField],
  ['[data-print]', printButton],
])
closeMenusFromOutside()
