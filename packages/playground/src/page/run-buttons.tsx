// Run, pause, one step, one epoch, from the start, and how fast.
import { SelectField } from './controls.tsx'
import type { Runner } from './runner.ts'

const speeds = [
  ['10', '10 steps/s'],
  ['100', '100 steps/s'],
  ['1000', '1,000 steps/s'],
  ['Infinity', 'full speed'],
] as const

export function RunButtons({ runner }: { readonly runner: Runner }) {
  const running = runner.running.value
  return (
    <>
      <div class="row buttons">
        <button type="button" class="main" onClick={running ? runner.pause : runner.run} title="Space">
          {running ? 'Pause' : 'Run'}
        </button>
        <button type="button" aria-label="One step" onClick={() => runner.step(1)}>
          Step
        </button>
        <button type="button" aria-label="One epoch" onClick={runner.epoch}>
          Epoch
        </button>
        <button type="button" onClick={runner.reset}>
          Reset
        </button>
      </div>
      <SelectField
        label="Speed"
        value={speeds.find(([value]) => Number(value) === runner.speed.value)![0]}
        options={speeds}
        onChange={(value) => runner.setSpeed(Number(value))}
      />
    </>
  )
}
