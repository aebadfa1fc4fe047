/** Which sheet belongs to which action. */
import type { ComponentType } from 'preact'
import type { ActionName, Offer } from '../../../engine/steps'
import type { CaseRow } from '../../../engine/rows'
import { Accept } from './accept'
import { Answer } from './answer'
import { Check } from './check'
import { Help, Note } from './note'
import { Receipt } from './receipt'
import { Return } from './return'
import { DeclaredStep } from './step'

/** What each sheet is given. */
export interface SheetProps {
  offer: Offer
  row: CaseRow
  onClose: () => void
}

const SHEETS: Record<ActionName, ComponentType<SheetProps>> = {
  accept: Accept, answer: Answer, settle: Answer, check: Check, step: DeclaredStep,
  receipt: Receipt, note: Note, help: Help, return: Return,
}

/** Open the sheet of an action. */
export function ActionOf(props: SheetProps) {
  const Found = SHEETS[props.offer.name]
  return <Found {...props} />
}
