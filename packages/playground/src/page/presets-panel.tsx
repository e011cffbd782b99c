// Guided starts: what to do, what to watch, why.
import type { Page } from './app.tsx'
import { Panel } from './controls.tsx'
import { type Preset, presets } from './presets.ts'
import { reachesText } from './reaches.ts'

export function PresetsPanel({ page }: { readonly page: Page }) {
  const chosen = page.preset
  const preset = presets.find(({ name }) => name === chosen.value)
  function show({ setup, variation }: Preset): void {
    page.variation.value = variation
    page.state.open(setup, { run: false })
  }
  return (
    <Panel title="Guided experiments">
      <label class="field">
        <span>Start from</span>
        <select
          value={chosen.value ?? ''}
          onChange={(event) => {
            chosen.value = event.currentTarget.value
            const next = presets.find(({ name }) => name === chosen.value)
            if (next) show(next)
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
          <dd>
            {preset.watch} {reachesText(preset.reaches)}
          </dd>
          <dt>Why</dt>
          <dd>
            {preset.why} <small>Experiment {preset.experiment} of the chapter measures it.</small>
          </dd>
        </dl>
      )}
    </Panel>
  )
}
