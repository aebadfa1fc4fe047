/**
 * The resident's own confirmation: the phone is handed over, what was done stands there in big letters, and the resident
 * taps their name, writes it, or enters the code. Names are masked, and while it is open it covers the page behind it.
 */
import { useState } from 'preact/hooks'
import type { Confirmer } from '../../engine/steps'
import type { Receipt } from '../../engine/visits'
import { t } from '../../engine/words'
import { Button } from './button'
import { TextField } from './field'
import { Sheet } from './sheet'

type How = 'pick' | 'write' | 'code'

/** Ask the resident to confirm; closing it hands the phone back without a receipt. */
export function SignatureTap({ said, people, codeName, onReceipt, onClose }: {
  /** What was done or agreed, as the resident reads it. */
  said: string
  people: readonly Confirmer[]
  /** What the code is called that can stand for a name here. */
  codeName: string
  onReceipt: (receipt: Receipt) => void
  onClose: () => void
}) {
  const [how, setHow] = useState<How>(people.length ? 'pick' : 'write')
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState('')
  const turn = (to: How): void => { setHow(to); setText(''); setChosen('') }
  const receipt = receiptOf(how, text, people.find((one) => one.id === chosen)?.name ?? '')
  return (
    <Sheet title={t('请居民确认')} open onClose={onClose} tall>
      <blockquote class="receipt-said">{said}</blockquote>
      {how === 'pick' && <Names people={people} chosen={chosen} onChoose={setChosen} />}
      {how === 'write' && <TextField label={t('请写您的姓名')} value={text} onValue={setText} most={40} />}
      {how === 'code' && <TextField label={t('请输入%(code)s', { code: codeName })} value={text} onValue={setText} most={40} />}
      <div class="actions">
        <Button look="main" wide icon="check" disabled={!receipt} onClick={() => receipt && onReceipt(receipt)}>
          {t('属实，我确认')}
        </Button>
        <Button wide onClick={onClose}>{t('不确认，交还手机')}</Button>
      </div>
      <div class="receipt-other">
        {people.length > 0 && how !== 'pick' && <Button look="quiet" onClick={() => turn('pick')}>{t('从名单里点')}</Button>}
        {how !== 'write' && <Button look="quiet" onClick={() => turn('write')}>{t('不在名单里，写姓名')}</Button>}
        {how !== 'code' && <Button look="quiet" onClick={() => turn('code')}>{t('用%(code)s', { code: codeName })}</Button>}
      </div>
    </Sheet>
  )
}

function Names({ people, chosen, onChoose }: { people: readonly Confirmer[]; chosen: string; onChoose: (id: string) => void }) {
  return (
    <fieldset class="field">
      <legend class="field-label">{t('请点您的名字')}</legend>
      <div class="receipt-names">
        {people.map((one) => (
          <button class="receipt-name" type="button" key={one.id} aria-pressed={chosen === one.id} onClick={() => onChoose(one.id)}>
            {one.shown}
            {one.relation && <span class="choice-hint">{one.relation}</span>}
          </button>
        ))}
      </div>
    </fieldset>
  )
}

function receiptOf(how: How, text: string, name: string): Receipt | undefined {
  if (how === 'pick') return name ? { how: 'name', name } : undefined
  const said = text.trim()
  if (!said) return undefined
  return how === 'code' ? { how: 'code', code: said } : { how: 'name', name: said }
}
