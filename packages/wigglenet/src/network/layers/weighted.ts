// What dense and maxout become: products with noise before them and dropout behind.
import { carriedBy } from '../../kernel/part.ts'
import { ownStep, type StepCode } from '../../kernel/step.ts'
import type { PlanBuilder, Tensor } from '../part.ts'
import { gradientOf } from '../steps.ts'
import type { Node } from '../types.ts'

type WeightedNode = Extract<Node, { kind: 'dense' | 'maxout' }>

/** W and b of a layer, or of one of its pieces. */
export function tensorsOf(node: WeightedNode, piece = ''): readonly Tensor[] {
  const { units, inputs, weights, biases, l2, l1, locked } = node
  const lock = locked && { locked }
  const own = { ...(l2 && { l2 }), ...(l1 && { l1 }), ...lock }
  return [
    { name: `W${piece}`, role: 'weights', shape: [units, inputs], initializer: weights, ...own },
    { name: `b${piece}`, role: 'biases', shape: [units], initializer: biases, ...lock },
  ]
}

/** The products of a layer. */
export interface Products {
  /** z = X·Wᵀ + b of a piece. */
  affine(piece: string, z: string): void
  /** Leads the gradient along z back. */
  affineBack(piece: string, slope: string): void
}

/** The steps of a layer with weights; `inner` goes from its products to h, and gives the way back. */
export function buildWeighted(
  node: WeightedNode,
  plan: PlanBuilder,
  inner: (products: Products, h: string) => (slope: string) => void,
): (slope: string) => void {
  const { name, units } = node
  const source = node.from[0]!
  let input = source
  if (plan.trains && node.inputNoise > 0) {
    input = plan.values(`${name}:noisy`, node.inputs)
    const index = plan.noise.push(node.inputNoise) - 1
    plan.forward.push({ kind: 'noise', split: 'rows', input: source, output: input, index })
  }
  const dropped = plan.trains && node.dropout > 0
  const output = plan.values(name, units)
  const h = dropped ? plan.values(`${name}:h`, units) : output
  const products: Products = {
    affine(piece, z) {
      const [W, b] = [`${name}.W${piece}`, `${name}.b${piece}`]
      plan.forward.push({ kind: 'affine', split: 'rows', input, W, b, output: z })
      if (!plan.updates || node.locked || !node.constraint) return
      const { constraint } = node
      const terms = { parameter: W, scratch: plan.scratch(`${W}:norm`, units), limit: constraint.limit }
      plan.after.push(ownStep(carriedBy(constraint) as StepCode, terms))
    },
    affineBack(piece, slope) {
      const [W, b] = [`${name}.W${piece}`, `${name}.b${piece}`]
      const into = plan.into(source)
      if (into) plan.backward.push({ kind: 'affine-input', split: 'rows', slope, W, ...into })
      if (node.locked && !plan.allGradients) return
      const [dW, db] = [gradientOf(W), gradientOf(b)]
      plan.backward.push({ kind: 'affine-parameters', split: 'units', input, slope, dW, db })
    },
  }
  const back = inner(products, h)
  if (!dropped) return back
  const mask = plan.values(`${name}:kept`, units)
  const index = plan.dropout.push(node.dropout) - 1
  plan.forward.push({ kind: 'dropout', split: 'rows', input: h, mask, output, index })
  return (slope) => {
    plan.backward.push({ kind: 'dropout-back', split: 'rows', slope, mask })
    back(slope)
  }
}
