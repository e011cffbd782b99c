// Running, and what the steps are made of.

import { limits } from '../limits.ts'
import { partName } from '../part-words.ts'
import { lossesFor, optimizers, type TrainingSetup } from '../setup.ts'
import { NumberField, Panel, SelectField, Slider } from './controls.tsx'
import { RunButtons } from './run-buttons.tsx'
import type { Runner } from './runner.ts'
import type { State } from './state.ts'

/** `runner` is what the buttons drive: the one network, or the comparison. */
export function TrainingPanel({ state, runner }: { readonly state: State; readonly runner: Runner }) {
  const setup = state.setup.value
  const { training } = setup
  const open = (changes: Partial<TrainingSetup>) => state.open({ ...setup, training: { ...training, ...changes } })
  return (
    <Panel title="Training">
      <RunButtons runner={runner} />
      <div class="fields">
        <SelectField
          label="Optimizer"
          value={training.optimizer}
          options={optimizers.map((kind) => [kind, partName(kind)] as const)}
          onChange={(optimizer) => state.set({ optimizer })}
        />
        <SelectField
          label="Loss"
          value={training.loss}
          options={lossesFor(setup.data).map((kind) => [kind, partName(kind)] as const)}
          onChange={(loss) => open({ loss })}
        />
        <NumberField label="Rate" value={training.rate} low={0} high={1000} onChange={(rate) => state.set({ rate })} />
        <NumberField
          label="Batch"
          value={training.batch}
          low={1}
          high={limits.rows}
          whole
          onChange={(batch) => state.set({ batch })}
        />
        <NumberField
          label="L2 strength λ"
          value={training.l2}
          low={0}
          high={100}
          onChange={(l2) => state.set({ l2 })}
        />
        <NumberField label="L1 strength" value={training.l1} low={0} high={100} onChange={(l1) => state.set({ l1 })} />
        <NumberField
          label="Seed of the weights"
          value={training.seed}
          low={0}
          high={Number.MAX_SAFE_INTEGER}
          whole
          onChange={(seed) => open({ seed })}
        />
      </div>
      <Slider
        label="First weights ×"
        title="The first weights are those of the initializer times this"
        value={training.scale}
        low={0}
        high={10}
        step={0.1}
        onChange={(scale) => open({ scale })}
      />
    </Panel>
  )
}
