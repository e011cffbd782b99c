// The kinds of control that all panels are made of: real inputs, each with its label.
import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'

export function Panel({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  const id = useId()
  return (
    <section class="panel" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  )
}

interface FieldProps {
  readonly label: string
  /** What it does, shown while the pointer rests on it. */
  readonly title?: string
}

export function SelectField<Name extends string>({
  label,
  title,
  value,
  options,
  onChange,
}: FieldProps & {
  readonly value: Name
  readonly options: readonly (readonly [value: Name, text: string])[]
  readonly onChange: (value: Name) => void
}) {
  return (
    <label class="field" title={title}>
      <span>{label}</span>
      <select value={value} onChange={(event) => onChange(options[event.currentTarget.selectedIndex]![0])}>
        {options.map(([name, text]) => (
          <option key={name} value={name}>
            {text}
          </option>
        ))}
      </select>
    </label>
  )
}

export interface NumberProps extends FieldProps {
  readonly value: number
  readonly low: number
  readonly high: number
  readonly whole?: boolean
  readonly onChange: (value: number) => void
}

/** A number typed; taken when it lies in its range, and set back when the field is left with another one. */
export function NumberField({ label, title, value, low, high, whole, onChange }: NumberProps) {
  return (
    <label class="field" title={title}>
      <span>{label}</span>
      <input
        type="number"
        value={value}
        min={low}
        max={high}
        step={whole ? 1 : 'any'}
        onChange={(event) => {
          const next = event.currentTarget.valueAsNumber
          if (next >= low && next <= high && (!whole || Number.isInteger(next))) onChange(next)
          else event.currentTarget.value = String(value)
        }}
      />
    </label>
  )
}

export function Slider({ label, title, value, low, high, step, onChange }: NumberProps & { readonly step: number }) {
  return (
    <label class="field" title={title}>
      <span>
        {label} <output>{value}</output>
      </span>
      <input
        type="range"
        value={value}
        min={low}
        max={high}
        step={step}
        onInput={(event) => onChange(event.currentTarget.valueAsNumber)}
      />
    </label>
  )
}

export function Check({
  label,
  title,
  on,
  onChange,
}: FieldProps & { readonly on: boolean; readonly onChange: (on: boolean) => void }) {
  return (
    <label class="check" title={title}>
      <input type="checkbox" checked={on} onChange={(event) => onChange(event.currentTarget.checked)} />
      <span>{label}</span>
    </label>
  )
}
