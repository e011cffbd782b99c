// Small trainings whose bits must be the same on every engine. This file is also bundled and run in a browser: no imports from Node.
import { reference } from '../../src/backend/reference/reference.ts'
import { wasm } from '../../src/backend/wasm/wasm.ts'
import { relu } from '../../src/network/activations/relu.ts'
import { tanh } from '../../src/network/activations/tanh.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { maxout } from '../../src/network/layers/maxout.ts'
import { resolveLoss } from '../../src/network/losses/resolve.ts'
import { network } from '../../src/network/network.ts'
import { adam } from '../../src/optimizer/adam.ts'
import { gradientDescent } from '../../src/optimizer/gradient-descent.ts'
import { formulas } from './activations.ts'
import type { Case } from './cases.ts'
import { makeData } from './data.ts'
import { bitsOf, prepareCase, train } from './running.ts'

const softmax = resolveLoss('softmax')
const common = { masks: false, loss: softmax }

const trainings: readonly Case[] = [
  {
    ...common,
    name: '2-20-3 tanh, gradient descent',
    network: network(2, [dense(20, tanh()), dense(3)]),
    data: makeData({ inputs: 2, rows: 300, classes: 3, seed: 1 }),
    batch: 32,
    optimizer: gradientDescent(),
    settings: { l2: 1e-3 },
  },
  {
    ...common,
    name: 'dropout, noise, maxout, Adam',
    network: network(7, [
      maxout(17, { pieces: 3, dropout: 0.3, inputNoise: 0.2 }),
      dense(33, relu(), { dropout: 0.5 }),
      dense(5, { inputNoise: 0.1 }),
    ]),
    data: makeData({ inputs: 7, rows: 101, classes: 5, seed: 2 }),
    batch: 10,
    optimizer: adam({ rate: 0.01 }),
    settings: { l1: 1e-4 },
  },
  {
    ...common,
    name: 'every function of the language',
    network: network(3, [...Object.values(formulas).map((f) => dense(6, f)), dense(1)]),
    loss: resolveLoss('mean-squared-error'),
    data: makeData({ inputs: 3, rows: 64, targets: 1, seed: 3 }),
    batch: 16,
    optimizer: adam({ rate: 0.001 }),
    settings: {},
  },
]

/** Fingerprints of parameters and optimizer state after 500 steps on `wasm` and 50 on `reference`, by name. */
export function fingerprints(): Record<string, string> {
  const found: Record<string, string> = {}
  for (const training of trainings) {
    for (const [backend, steps] of [
      [wasm, 500],
      [reference, 50],
    ] as const) {
      const execution = prepareCase(backend, training)
      train(execution, steps)
      const last = execution.read(execution.plan.scores)
      if (!Array.from(last).every((value) => Number.isFinite(value)))
        throw new Error(`${training.name}: NaN has no fixed bits`)
      found[`${training.name}, ${backend.name}`] = bitsOf(execution)
    }
  }
  return found
}
