import { ownStep } from '../../kernel/step.ts'
import type { LayerPart } from '../part.ts'
import type { Activation, LayerNorm } from '../types.ts'
import { learnedTensors } from './activated.ts'
import { normalizeRows, normalizeRowsBack } from './normalize-rows.ts'
import { buildScaled, type NormSettings, norm, sameWidth, scaleTensors } from './normalized.ts'

/** Layer normalization: the numbers of each row are brought to mean 0 and variance 1, in training and after it alike; then a scale and a shift of
 *  each unit that are learned (`gamma`, `beta`), and an activation. Rows do not depend on each other.
 *  Formula: h = f(gamma·(x - mean)/√(variance + epsilon) + beta), mean and variance over the units of a row
 *  Shapes:  x (batch, units) → h (batch, units); gamma, beta (units)
 *  Options: epsilon, in (0, ∞), default 1e-5; name, from, locked (see `NormSettings`)
 *  Throws:  OptionError for a bad activation or option
 *  Source:  Ba, Kiros & Hinton 2016, arXiv:1607.06450, section 3
 *  Example: network(784, [dense(100), layerNorm(relu()), dense(10)])  */
export function layerNorm(options?: NormSettings): LayerNorm
export function layerNorm(activation: Activation, options?: NormSettings): LayerNorm
export function layerNorm(second?: Activation | NormSettings, third?: NormSettings): LayerNorm {
  return norm<LayerNorm>('layer-norm', 'layerNorm', [second, third], {}, part)
}

const part: LayerPart<LayerNorm> = {
  sizes: sameWidth,
  tensors: (node) => [...scaleTensors(node), ...learnedTensors(node)],
  build(node, plan) {
    const { name, units, epsilon } = node
    const input = node.from[0]!
    const [normal, inverse] = [plan.values(`${name}:normal`, units), plan.values(`${name}:inverse`, 1)]
    plan.forward.push(ownStep(normalizeRows, { input, output: normal, inverse, epsilon }))
    const back = buildScaled(node, plan, normal)
    return (slope) => {
      back(slope)
      const into = plan.into(input)
      if (into) plan.backward.push(ownStep(normalizeRowsBack, { slope, normal, inverse, ...into }))
    }
  },
}
