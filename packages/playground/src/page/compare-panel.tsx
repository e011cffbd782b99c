// What the compared networks differ in.
import type { Signal } from '@preact/signals'
import { partName } from '../part-words.ts'
import type { Setup } from '../setup.ts'
import {
  entryOf,
  firstVariation,
  mostVariants,
  type Value,
  type Variation,
  type Varied,
  variations,
} from '../variation.ts'
import { NumberField, Panel, SelectField } from './controls.tsx'

const all = Object.keys(variations) as Varied[]

export function ComparePanel({ setup, variation }: { readonly setup: Setup; readonly variation: Signal<Variation> }) {
  const { what, values } = variation.value
  const change = (next: readonly Value[]) => (variation.value = { what, values: next })
  return (
    <Panel title="Compare">
      <SelectField
        label="The networks differ in"
        value={what}
        options={all.map((name) => [name, entryOf(name).title] as const)}
        onChange={(name) => (variation.value = firstVariation(name, setup))}
      />
      {values.map((value, k) => (
        <div class="variant" key={k}>
          <ValueField
            label={`Network ${k + 1}`}
            what={what}
            setup={setup}
            value={value}
            onChange={(next) => change(values.with(k, next))}
          />
          <button
            type="button"
            class="quiet"
            aria-label={`Remove network ${k + 1}`}
            disabled={values.length <= 2}
            onClick={() => change(values.toSpliced(k, 1))}
          >
            Remove
          </button>
        </div>
      ))}
      <button
        type="button"
        disabled={values.length >= mostVariants}
        onClick={() => change([...values, values.at(-1)!])}
      >
        Add a network
      </button>
      <p class="hint">All else is as set below and in the view of one network; each change starts them anew.</p>
    </Panel>
  )
}

function ValueField(props: {
  readonly label: string
  readonly what: Varied
  readonly setup: Setup
  readonly value: Value
  readonly onChange: (value: Value) => void
}) {
  const { label, what, setup, value, onChange } = props
  const entry = entryOf(what)
  if (!('names' in entry)) {
    const { low, high, whole = false } = entry
    return <NumberField {...{ label, low, high, whole, onChange }} value={Number(value)} />
  }
  const options = entry.names(setup).map((name) => [name, partName(name)] as const)
  return <SelectField {...{ label, options, onChange }} value={String(value)} />
}
