import { checkNames, checkOneOf, checkWhole, show } from '../check/check.ts'
import { OptionError, ShapeError } from '../check/errors.ts'
import type { ModelParts } from '../model/types.ts'
import { nodeOf } from '../network/cut-behind.ts'

/** The weights of each unit as a picture of the input. */
export interface WeightImages {
  readonly kind: 'weight-images'
  readonly node: string
  readonly units: number
  readonly shape: readonly [channels: number, height: number, width: number]
  /** Weights divided by `limits`, in [-1, 1]: 0 stays 0. */
  readonly images: Float32Array // (units, channels, height, width)
  /** The largest size of a weight: of each unit, or of the layer. */
  readonly limits: Float32Array // (units)
}

/** Which weights become pictures, and against what they are scaled. */
export interface WeightImageOptions {
  /** A layer that reads the input; default the first one that does. */
  readonly node?: string
  /** Channels, height and width of the input; known for images, else needed. */
  readonly shape?: readonly [channels: number, height: number, width: number]
  /** Whether each unit has its own limit, so that faint ones are seen too, or the layer one; default `unit`. */
  readonly scale?: 'unit' | 'layer'
  /** Which piece of a maxout layer, from 1; default 1. */
  readonly piece?: number
}

/** What each unit of a layer looks for in an image: its weights in the places of the pixels, scaled so that 0 stays 0.
 *  Formula: image = w / max|w|
 *  Shapes:  W (units, inputs) → images (units, channels, height, width)
 *  Options: node, shape, scale, piece (see `WeightImageOptions`)
 *  Throws:  OptionError for a layer that does not read the input, or a bad option; ShapeError for a shape of another size
 *  Example: weightImages(model).images.subarray(0, 784)  // the first unit of an MNIST network  */
export function weightImages(model: ModelParts, options: WeightImageOptions = {}): WeightImages {
  const where = 'weightImages'
  checkNames(where, options, ['node', 'shape', 'scale', 'piece'])
  const { scale = 'unit', piece = 1 } = options
  checkOneOf(where, 'scale', scale, ['unit', 'layer'])
  const { network, preprocessing } = model
  const first = network.nodes.find(({ kind, from }) => (kind === 'dense' || kind === 'maxout') && from[0] === 'x')
  const found = options.node === undefined ? first : nodeOf(where, network, options.node)
  if (found?.from[0] !== 'x' || (found.kind !== 'dense' && found.kind !== 'maxout')) {
    throw new OptionError({
      where,
      expected: 'node must be a layer with weights that reads the input, x',
      received: found ? `${found.name}, which reads ${found.from.join(', ')}` : 'a network without one',
      fix: 'Name such a layer.',
    })
  }
  const { name, units, inputs } = found
  const shape = options.shape ?? (preprocessing?.kind === 'image' ? preprocessing.shape : undefined)
  if (shape?.reduce((product, size) => product * size, 1) !== inputs) {
    throw new ShapeError({
      where,
      expected: `shape must be channels, height and width of ${inputs} inputs`,
      received: show(shape),
      fix: 'Give it, as in { shape: [1, 28, 28] }.',
    })
  }
  checkWhole(where, 'piece', piece, found.kind === 'maxout' ? `[1, ${found.pieces}]` : '[1, 1]')
  const W = model.parameters[`${name}.W${found.kind === 'maxout' ? piece : ''}`]!
  const limits = new Float32Array(units)
  for (let i = 0; i < W.length; i++) {
    const unit = Math.floor(i / inputs)
    limits[unit] = Math.max(limits[unit]!, Math.abs(W[i]!))
  }
  if (scale === 'layer') limits.fill(limits.reduce((a, b) => Math.max(a, b)))
  const images = W.map((weight, i) => weight / (limits[Math.floor(i / inputs)]! || 1))
  return Object.freeze({ kind: 'weight-images', node: name, units, shape, images, limits })
}
