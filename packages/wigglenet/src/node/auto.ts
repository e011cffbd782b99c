// Which device trains a network fastest on this machine: a short measurement, and the choice that it gives.
import type { Backend } from '../backend/backend.ts'
import { fast } from '../backend/wasm/fast.ts'
import { wasm } from '../backend/wasm/wasm.ts'
import { checkFlag, checkNames, checkNumber, checkWhole } from '../check/check.ts'
import { UnsupportedError } from '../check/errors.ts'
import type { DataSet } from '../data/types.ts'
import type { Network } from '../network/types.ts'
import { randomStream, streams } from '../number/random.ts'
import { gradientDescent } from '../optimizer/gradient-descent.ts'
import { type Trainer, trainer } from '../train/trainer.ts'
import { blas } from './blas.ts'
import { threads } from './threads.ts'

/** How long a training step takes on a device; a median, in milliseconds. */
export interface StepTime {
  readonly name: string
  readonly stepMs: number
}

/** The device of a choice, and what it was chosen from.
 *  missing  why BLAS was not measured, with how to install it; left out where it was */
export interface DeviceChoice {
  readonly name: 'wasm' | 'threads' | 'blas'
  readonly device: Backend
  readonly measured: readonly StepTime[]
  readonly missing?: string
}

interface Measuring {
  readonly batch: number
  readonly budgetMs?: number
}

/** Devices are measured in turns, so that a machine whose speed drifts treats them alike. */
const turns = 5
/** A device takes the place of one before it in the list only if its steps take less than this share of the time: below that is noise. */
const worthChanging = 0.9

/** How long training steps of plain gradient descent take on each device, on dense random rows, measured in turns.
 *  Options: batch, rows a step, whole, in [1, 2^31 - 1]; budgetMs, about how long to measure each device, in (0, 60000], default 100: at least
 *           five steps are run on each
 *  Throws:  OptionError when an option is outside its interval; UnsupportedError when a device cannot run the network
 *  Example: measureDevices(net, { wasm, threads: threads() }, { batch: 64 })[0].stepMs  */
export function measureDevices(
  network: Network,
  devices: Readonly<Record<string, Backend>>,
  options: Measuring,
): StepTime[] {
  checkNames('measureDevices', options, ['batch', 'budgetMs'])
  return inTurns('measureDevices', network, devices, options)
}

function inTurns(
  where: string,
  network: Network,
  devices: Readonly<Record<string, Backend>>,
  options: Measuring,
): StepTime[] {
  const batch = checkWhole(where, 'batch', options.batch, '[1, 2147483647]')
  const budgetMs = checkNumber(where, 'budgetMs', options.budgetMs ?? 100, '(0, 60000]')
  const data = randomRows(network, 2 * batch)
  const optimizer = gradientDescent({ rate: 0.001 })
  const runs = Object.entries(devices).map(([name, device]) => {
    const run = trainer(network, data, { device, batch, optimizer, shuffle: false })
    return { name, run, steps: stepsWithin(run, budgetMs / turns), times: [] as number[] }
  })
  for (let turn = 0; turn < turns; turn++)
    for (const { run, steps, times } of runs) times.push(timeMs(run, steps) / steps)
  return runs.map(({ name, times }) => ({ name, stepMs: times.sort((a, b) => a - b)[turns >> 1]! }))
}

/** The fastest device for training this network here, among `wasm`, `threads()` and `blas()`, by a short measurement; nothing is kept. Where
 *  it is blas, or `fast` is asked for, bits depend on the machine, and on what was measured.
 *  Options: batch, rows a step, whole, in [1, 2^31 - 1]; fast, fused multiply-adds for wasm and threads, default false; budgetMs, about how
 *           long to measure each device, in (0, 60000], default 100
 *  Throws:  OptionError when an option is outside its interval
 *  Example: fit(net, data, { batch: 64, device: autoDevice(net, { batch: 64 }).device })  */
export function autoDevice(network: Network, options: Measuring & { readonly fast?: boolean }): DeviceChoice {
  checkNames('autoDevice', options, ['batch', 'fast', 'budgetMs'])
  const fused = checkFlag('autoDevice', 'fast', options.fast ?? false)
  const found = blasOrWhyNot()
  const one = fused ? fast() : wasm
  const devices = { wasm: one, threads: threads({ fast: fused }), ...('device' in found && { blas: found.device }) }
  const measured = inTurns('autoDevice', network, devices, options)
  const name = fastest(measured) as DeviceChoice['name']
  const device = devices[name]!
  return { name, device, measured, ...('missing' in found && { missing: found.missing }) }
}

/** The first in the list that no later one beats by more than noise. */
export function fastest(measured: readonly StepTime[]): string {
  return measured.reduce((best, next) => (next.stepMs < worthChanging * best.stepMs ? next : best)).name
}

function blasOrWhyNot(): { readonly device: Backend } | { readonly missing: string } {
  try {
    return { device: blas() }
  } catch (error) {
    if (error instanceof UnsupportedError) return { missing: error.message }
    throw error
  }
}

/** How many steps take so long, after some that let the engine compile them. */
function stepsWithin(run: Trainer, budgetMs: number): number {
  run.step(1)
  let [steps, ms] = [1, timeMs(run, 1)]
  while (ms < budgetMs / 2) {
    steps *= 2
    ms = timeMs(run, steps)
  }
  return Math.max(1, Math.round((steps * budgetMs) / ms))
}

function timeMs(run: Trainer, steps: number): number {
  const started = performance.now()
  run.step(steps)
  return performance.now() - started
}

function randomRows({ inputs, outputs }: Network, rows: number): DataSet {
  const random = randomStream(1, streams.data)
  const X = Float32Array.from({ length: rows * inputs }, () => 2 * random.uniform() - 1)
  if (outputs === 1) {
    const y = Float32Array.from({ length: rows }, () => random.uniform())
    return { kind: 'data', task: 'regression', inputs, rows, X, y, targets: 1 }
  }
  const y = Float32Array.from({ length: rows }, (_, row) => row % outputs)
  const classes = Array.from({ length: outputs }, (_, k) => String(k))
  return { kind: 'data', task: 'classification', inputs, rows, X, y, targets: 1, classes }
}
