/** Fields of a form, each with its label, its hint and what is wrong with it. */
import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import { t } from '../../engine/words'

interface FieldProps {
  label: string
  hint?: string | undefined
  /** What is wrong; read out when it appears. */
  error?: string | undefined
  required?: boolean | undefined
}

interface TextProps extends FieldProps {
  value: string
  onValue: (value: string) => void
  placeholder?: string | undefined
  type?: 'text' | 'tel' | 'search' | 'date' | 'time' | 'number' | undefined
  lines?: number | undefined
  most?: number | undefined
  min?: string | undefined
  max?: string | undefined
  autocomplete?: string | undefined
  readonly?: boolean | undefined
}

interface Wiring {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': 'true' | undefined
}

/** A label around any control: `children` is given the id and the attributes the control must carry. */
export function Field({ label, hint, error, required, children }: FieldProps & { children: (wiring: Wiring) => ComponentChildren }) {
  const id = useId()
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div class={error ? 'field has-error' : 'field'}>
      <label class="field-label" for={id}>
        {label}
        {required && <span class="field-must">{t('必填')}</span>}
      </label>
      {children({ id, 'aria-describedby': described || undefined, 'aria-invalid': error ? 'true' : undefined })}
      {hint && <p class="field-hint" id={`${id}-hint`}>{hint}</p>}
      {error && <p class="field-error" id={`${id}-error`} role="alert">{error}</p>}
    </div>
  )
}

/** One line of text, or several with `lines`. */
export function TextField({ value, onValue, lines, most = 500, type = 'text', placeholder, min, max, autocomplete, readonly, ...field }: TextProps) {
  const listen = (event: Event): void => onValue((event.currentTarget as HTMLInputElement).value)
  return (
    <Field {...field}>
      {(wiring) => lines ? (
        <textarea
          class="control" rows={lines} value={value} maxLength={most} placeholder={placeholder} required={field.required}
          readOnly={readonly} onInput={listen} {...wiring}
        />
      ) : (
        <input
          class="control" type={type as 'text'} value={value} maxLength={most} placeholder={placeholder} required={field.required}
          min={min} max={max} autocomplete={autocomplete ?? 'off'} readOnly={readonly} onInput={listen} {...wiring}
        />
      )}
    </Field>
  )
}

export interface Option {
  code: string
  name: string
}

/** One of many, in the phone's own list. */
export function SelectField({ value, onValue, options, empty, ...field }: FieldProps & {
  value: string
  onValue: (code: string) => void
  options: readonly Option[]
  /** What stands for no choice; without it there is always one. */
  empty?: string | undefined
}) {
  return (
    <Field {...field}>
      {(wiring) => (
        <select class="control" value={value} onChange={(event) => onValue(event.currentTarget.value)} {...wiring}>
          {empty !== undefined && <option value="">{empty}</option>}
          {options.map((one) => <option key={one.code} value={one.code}>{one.name}</option>)}
        </select>
      )}
    </Field>
  )
}

/** One of few, all of them in view as big targets. */
export function ChoiceField({ value, onValue, options, label, error, hint, required, bare, tight }: FieldProps & {
  value: string
  onValue: (code: string) => void
  options: readonly (Option & { hint?: string | undefined; disabled?: boolean | undefined })[]
  /** The label is read out, not shown. */
  bare?: boolean | undefined
  /** Short names side by side, without their circles. */
  tight?: boolean | undefined
}) {
  const id = useId()
  return (
    <fieldset class={error ? 'field has-error' : 'field'} aria-describedby={hint ? `${id}-hint` : undefined}>
      <legend class={bare ? 'unseen' : 'field-label'}>
        {label}
        {required && !bare && <span class="field-must">{t('必填')}</span>}
      </legend>
      <div class={tight ? 'choices choices-tight' : 'choices'}>
        {options.map((one) => (
          <label class={value === one.code ? 'choice is-on' : 'choice'} key={one.code}>
            <input
              type="radio" name={id} value={one.code} checked={value === one.code} disabled={one.disabled}
              onChange={() => onValue(one.code)}
            />
            <span>
              {one.name}
              {one.hint && <span class="choice-hint">{one.hint}</span>}
            </span>
          </label>
        ))}
      </div>
      {hint && <p class="field-hint" id={`${id}-hint`}>{hint}</p>}
      {error && <p class="field-error" role="alert">{error}</p>}
    </fieldset>
  )
}

/** On or off. */
export function Switch({ label, hint, on, onChange }: { label: string; hint?: string | undefined; on: boolean; onChange: (on: boolean) => void }) {
  const id = useId()
  return (
    <label class="switch" for={id}>
      <span class="switch-text">
        {label}
        {hint && <span class="field-hint" id={`${id}-hint`}>{hint}</span>}
      </span>
      <input
        id={id} type="checkbox" role="switch" checked={on} aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </label>
  )
}
