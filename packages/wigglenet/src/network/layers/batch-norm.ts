import { ownStep } from '../../kernel/step.ts'
import type { LayerPart } from '../part.ts'
import type { Activation, BatchNorm } from '../types.ts'
import { learnedTensors } from './activated.ts'
import { normalizeBatch, normalizeBatchBack } from './normalize-batch.ts'
import { buildScaled, type NormSettings, norm, sameWidth, scaleTensors } from './normalized.ts'

/** Options of batch normalization. */
export interface BatchNormSettings extends NormSettings {
  /** The share of the running statistics that a step keeps, in [0, 1), default 0.9. */
  readonly momentum?: number
}

/** Batch normalization: in training, each unit is brought to mean 0 and variance 1 over the rows of the step; otherwise by a running mean and
 *  variance, which are kept with the parameters (`mean`, `variance`). Then a scale and a shift that are learned (`gamma`, `beta`), and an activation.
 *  Rows of a step depend on each other: put it behind a dense layer without an activation, and use batches of more than a few rows.
 *  The bias of that layer then has no effect in training; its gradient is 0 but for rounding, of which Adam and its like make steps, so that such
 *  biases differ from device to device where the scores do not.
 *  Formula: h = f(gamma·(x - mean)/√(variance + epsilon) + beta); running ← momentum·running + (1 - momentum)·now, the variance of `now` over rows - 1
 *  Shapes:  x (batch, units) → h (batch, units); gamma, beta, mean, variance (units)
 *  Options: momentum, in [0, 1), default 0.9; epsilon, in (0, ∞), default 1e-5; name, from, locked (see `NormSettings`)
 *  Throws:  OptionError for a bad activation or option
 *  Source:  Ioffe & Szegedy 2015, arXiv:1502.03167, algorithms 1 and 2
 *  Example: network(784, [dense(100), batchNorm(relu()), dense(10)])  */
export function batchNorm(options?: BatchNormSettings): BatchNorm
export function batchNorm(activation: Activation, options?: BatchNormSettings): BatchNorm
export function batchNorm(second?: Activation | BatchNormSettings, third?: BatchNormSettings): BatchNorm {
  return norm<BatchNorm>('batch-norm', 'batchNorm', [second, third], { momentum: ['[0, 1)', 0.9] }, part)
}

const part: LayerPart<BatchNorm> = {
  sizes: sameWidth,
  tensors: (node) => [
    ...scaleTensors(node),
    ...(['mean', 'variance'] as const).map((name, value) => ({
      name,
      role: 'statistics' as const,
      shape: [node.units] as const,
      initializer: { kind: 'constant' as const, value },
    })),
    ...learnedTensors(node),
  ],
  build(node, plan) {
    const { name, units, momentum, epsilon } = node
    const input = node.from[0]!
    const still = node.locked === true
    const normal = plan.values(`${name}:normal`, units)
    const scratch = (of: string) => plan.scratch(`${name}:${of}`, units)
    const [center, inverse] = [scratch('center'), scratch('inverse')]
    const [mean, variance] = [`${name}.mean`, `${name}.variance`]
    const terms = { input, output: normal, mean, variance, center, inverse, momentum, epsilon, still }
    plan.forward.push(ownStep(normalizeBatch, terms))
    const back = buildScaled(node, plan, normal)
    return (slope) => {
      back(slope)
      const into = plan.into(input)
      if (!into) return
      const [means, products] = [scratch('means'), scratch('products')]
      plan.backward.push(ownStep(normalizeBatchBack, { slope, normal, inverse, means, products, still, ...into }))
    }
  },
}
