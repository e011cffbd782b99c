// Guided starts: what to do, what to watch, why.
import { useSignal } from '@preact/signals'
import { Panel } from './controls.tsx'
import { presets } from './presets.ts'
import type { State } from './state.ts'

export function PresetsPanel({ state }: { readonly state: State }) {
  const chosen = useSignal<string | undefined>(undefined)
  const preset = presets.find(({ name }) => name === chosen.value)
  return (
    <Panel title="Guided experiments">
      <label class="field">
        <span>Start from</span>
        <select
          value={chosen.value ?? ''}
          onChange={(event) => {
            chosen.value = event.currentTarget.value
            const next = presets.find(({ name }) => name === chosen.value)
            if (next) state.open(next.setup, { run: false })
          }}
        >
          <option value="">choose an experiment</option>
          {presets.map(({ name, title }) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      </label>
      {preset && (
        <dl class="preset">
          <dt>Do</dt>
          <dd>{preset.act}</dd>
          <dt>Watch</dt>
          <dd>{preset.watch}</dd>
          <dt>Why</dt>
          <dd>
            {preset.why} <small>Experiment {preset.experiment} of the chapter measures it.</small>
          </dd>
        </dl>
      )}
    </Panel>
  )
}
