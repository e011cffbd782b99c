// What the tests of workers run, by `fit` in Node and by `fitInWorker` in a page; results as JSON.
import { UnsupportedError, WiggleError } from '../../src/check/errors.ts'
import { examples } from '../../src/data/examples.ts'
import { spiral } from '../../src/data/make/spiral.ts'
import { tanh } from '../../src/network/activations/tanh.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { network } from '../../src/network/network.ts'
import { fingerprint } from '../../src/number/hash.ts'
import { randomStream, streams } from '../../src/number/random.ts'
import { gradientDescent } from '../../src/optimizer/gradient-descent.ts'
import { fit } from '../../src/train/fit.ts'
import type { Run } from '../../src/train/run.ts'
import type { FitOptions } from '../../src/train/types.ts'

export const data = spiral({ classes: 3, rows: 150, seed: 1 })
export const net = network(2, [dense(20, tanh()), dense(3)])

/** Rows and a network whose products are large enough for threads. */
export function large() {
  const random = randomStream(1, streams.data)
  const X = Float32Array.from({ length: 256 * 300 }, () => random.normal())
  const rows = examples({ X, inputs: 300, y: Array.from({ length: 256 }, (_, row) => row % 3) })
  return [rows, network(300, [dense(128, tanh()), dense(3)])] as const
}

type Train = (network: typeof net, rows: typeof data, options: FitOptions) => Run

export const programsOf = (train: Train) => ({
  /** Losses of the epochs, bits of the parameters, a prediction, and the provenance. */
  async whole(options: FitOptions = { epochs: 20, seed: 3, validation: 0.2 }) {
    const run = train(net, data, options)
    const losses: number[] = []
    for await (const event of run) if (event.kind === 'epoch') losses.push(event.loss)
    const { parameters, provenance, predict } = await run.model
    return { losses, bits: fingerprint(...Object.values(parameters)), labels: predict([[0.1, 0.4]]), provenance }
  },
  async left() {
    const run = train(net, data, { epochs: 1000 })
    for await (const event of run) if (event.epoch === 3) break
    const { parameters, provenance } = await run.model
    return { bits: fingerprint(...Object.values(parameters)), epochs: provenance.epochs }
  },
  /** Class and message of the error of a run that diverges. */
  async failing() {
    try {
      await train(net, data, { optimizer: gradientDescent({ rate: 1e30 }), l2: 1 }).model
      return []
    } catch (error) {
      const kind = error instanceof UnsupportedError ? 'UnsupportedError' : 'NumberError'
      return [error instanceof WiggleError ? kind : 'another', (error as Error).message]
    }
  },
})

export const programs = programsOf(fit)
