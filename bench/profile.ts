// node scripts/run.mjs bench/profile.ts [wasm | fast | threads | "threads fast" | blas]: where a training step spends its time. Each part of
// the plan is run alone, many times; its median is told, and beside it the arithmetic that it does. Parts run alone find their numbers in the
// caches, and updates come as two passes: their sum is near the time of the whole step, not equal to it.
import {
  type Backend,
  compile,
  drawParameter,
  fast,
  gradientDescent,
  type Plan,
  type Settings,
  type Step,
  softmax,
  wasm,
} from 'wigglenet'
import { blas, threads } from 'wigglenet/node'
import { medianMs } from './measure.ts'
import { dataOf, networkOf, type Workload, workloads } from './workloads.ts'

const devices: Readonly<Record<string, () => Backend>> = {
  wasm: () => wasm,
  fast,
  threads,
  'threads fast': () => threads({ fast: true }),
  blas,
}
const name = process.argv[2] ?? 'wasm'
const device = devices[name]
if (!device) throw new Error(`profile: the device must be one of ${Object.keys(devices).join(', ')}; got ${name}`)

/** Multiply-adds of a part, where it is a product. */
function multiplyAdds(plan: Plan, step: Step): number {
  const weights = step.kind === 'affine-parameters' ? step.dW : 'W' in step ? step.W : undefined
  if (weights === undefined) return 0
  const { rows, columns } = plan.buffers.get(weights)!
  return plan.batch * rows * columns
}

function profile(workload: Workload): void {
  const { batch, rate } = workload
  const data = dataOf({ ...workload, rows: Math.min(workload.rows, 20 * batch) })
  const plan = compile(networkOf(workload), { batch, loss: softmax(), optimizer: gradientDescent({ rate }) })
  const execution = device!().prepare(plan)
  plan.parameters.forEach((shape, i) => execution.write(shape.name, drawParameter(shape, 1, i)))
  const settings: Settings = { seed: 1, batch, l2: 0, l1: 0, shuffle: true, noise: [], dropout: [] }
  execution.configure(settings)
  execution.setData('training', data)
  execution.seek({ step: 0, epoch: 0, position: 0 })
  const steps = Math.max(1, Math.min(execution.stepsAtOnce, Math.round(5e7 / (batch * workload.sizes[0]! ** 2))))
  // A row of the table is the rate and the number of the step; a rate of 0 keeps the network as it is.
  const table = new Float64Array(2 * steps)
  const whole = medianMs(() => execution.train(steps, table)) / steps
  console.log(`\n${workload.name}, batch ${batch}, ${name}: ${(1000 * whole).toFixed(2)} µs a step`)
  execution.begin('training', true, table)
  for (const phase of ['forward', 'backward', 'update'] as const) {
    plan[phase].forEach((step, i) => {
      const ms = medianMs(() => execution.run(phase, i), { runs: 5, leastMs: 40 })
      const work = multiplyAdds(plan, step)
      const speed = work === 0 ? '' : `${((2 * work) / ms / 1e6).toFixed(1)} GFLOP/s`
      console.log(
        `  ${phase.padEnd(9)} ${step.kind.padEnd(18)} ${(1000 * ms).toFixed(2).padStart(10)} µs ${((100 * ms) / whole).toFixed(1).padStart(5)} % ${speed.padStart(14)}`,
      )
    })
  }
}

for (const workload of workloads) profile(workload)
