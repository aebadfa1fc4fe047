/**
 * A change the server refused, taken back to where it was written: its draft, so that the same sheet opens with all that was
 * said in it. Photos and voice notes go back in their order.
 */
import { draftKey } from './drafts'
import type { OutboxEntry } from './outbox'
import { draftOf, type NewVisit, type VisitDraft } from './visits'

/** A draft as a sheet keeps it. */
export interface Redone {
  key: string
  value: Record<string, unknown>
}

type Payload = Record<string, unknown>

const said = (payload: Payload, name: string): string => (typeof payload[name] === 'string' ? payload[name] : '')

/** Give the draft a refused change came from; undefined where no sheet writes such changes. */
export function redone(entry: OutboxEntry): Redone | undefined {
  const { name, payload } = entry.command
  const of = said(payload, 'case')
  const key = draftKey({ makes: name, case: of, step: said(payload, 'step') })
  switch (name) {
    case 'case.answer':
    case 'case.settle':
      return { key, value: answered(entry) }
    case 'case.check':
      return { key, value: { passed: payload['passed'] ? 'yes' : 'no', text: said(payload, 'text') } }
    case 'case.note':
    case 'case.help':
      return { key, value: { text: said(payload, 'text') } }
    case 'case.return':
      return { key, value: { reason_code: said(payload, 'reason_code'), reason: said(payload, 'reason') } }
    case 'case.step':
      return { key, value: { ...(payload['fields'] as Payload) } }
    case 'visit.made':
      return visited(payload)
    default:
      return undefined
  }
}

/** An answer, and why helpers are not waited for where that is what was missing. */
function answered({ command, problem }: OutboxEntry): Payload {
  const shots = command.media.map(({ role, taken_at, lon, lat }) => ({
    role, taken_at, ...(lon === undefined ? {} : { lon }), ...(lat === undefined ? {} : { lat }),
  }))
  const despite = said(command.payload, 'despite')
  return { result: said(command.payload, 'result'), shots, ...(despite || problem?.field === 'despite' ? { despite } : {}) }
}

function visited(payload: Payload): Redone {
  const visit = said(payload, 'visit')
  const fresh = payload['new'] as NewVisit | undefined
  const matters = (payload['matters'] ?? []) as VisitDraft['matters']
  const receipt = payload['receipt'] as VisitDraft['receipt']
  const text = { talked: said(payload, 'talked'), agreed: said(payload, 'agreed'), next_on: said(payload, 'next_on') }
  return {
    key: draftKey(fresh ? { makes: 'visit.made', household: fresh.household, dwelling: fresh.dwelling } : { makes: 'visit.made', visit }),
    value: { ...draftOf(visit, fresh), ...text, matters, ...(receipt ? { receipt } : {}), gathered: '' },
  }
}
