// What dense and maxout become: products with noise before them and dropout behind.
import { carriedBy } from '../../kernel/part.ts'
import { ownStep, type StepCode } from '../../kernel/step.ts'
import type { PlanBuilder, Tensor, WeightsPart } from '../part.ts'
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
    plan.forward.push({ kind: 'noise', input: source, output: input, index })
  }
  const { dropout, noise, constraint, locked } = node
  const other = typeof dropout === 'object' ? dropout : undefined
  const share = other?.share ?? (dropout as number)
  const dropped = plan.trains && share > 0
  const output = plan.values(name, units)
  const h = dropped ? plan.values(`${name}:h`, units) : output
  const weights = (part?: object) => (part && carriedBy(part)) as WeightsPart | undefined
  /** By piece: the buffer with the weights that its products read. */
  const read: Record<string, string> = {}
  const products: Products = {
    affine(piece, z) {
      const [W, b] = [`${name}.W${piece}`, `${name}.b${piece}`]
      read[piece] = (plan.trains && weights(noise)?.build(plan, W, node)) || W
      plan.forward.push({ kind: 'affine', input, W: read[piece], b, output: z })
      if (plan.updates && !locked) weights(constraint)?.build(plan, W, node)
    },
    affineBack(piece, slope) {
      const [W, b] = [`${name}.W${piece}`, `${name}.b${piece}`]
      const into = plan.into(source)
      if (into) plan.backward.push({ kind: 'affine-input', slope, W: read[piece]!, ...into })
      if (locked && !plan.allGradients) return
      const [dW, db] = [gradientOf(W), gradientOf(b)]
      plan.backward.push({ kind: 'affine-parameters', input, slope, dW, db })
    },
  }
  const back = inner(products, h)
  if (!dropped) return back
  const mask = plan.values(`${name}:kept`, units)
  const terms = { input: h, mask, output, index: plan.dropout.push(share) - 1 }
  plan.forward.push(other ? ownStep(carriedBy(other) as StepCode, terms) : { kind: 'dropout', ...terms })
  return (slope) => {
    plan.backward.push({ kind: 'dropout-back', slope, mask })
    back(slope)
  }
}
