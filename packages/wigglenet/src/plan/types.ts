// What a backend runs: ordered steps over named buffers of fixed shape. Plain frozen data; no step knows which backend runs it.
import type { Activation, Loss, Network, ParameterShape } from '../network/types.ts'
import type { Optimizer } from '../optimizer/types.ts'

export type BufferRole = 'weights' | 'biases' | 'learned' | 'gradient' | 'state' | 'values' | 'mask' | 'targets'

/** A matrix. `rows` is the batch for values: a run may use fewer of them, never more. */
export interface PlanBuffer {
  readonly name: string
  readonly role: BufferRole
  readonly rows: number
  readonly columns: number
  /** For gradients and states: the parameter that they belong to. */
  readonly of?: string
}

/** What threads may share out in a step: rows of the batch, units (columns) of a layer, or nothing. */
export type Split = 'rows' | 'units' | 'nothing'

/** Names in a step are names of buffers. `index` numbers the random streams of noise and dropout. */
export type Step =
  | { readonly kind: 'gather'; readonly split: Split; readonly X: string; readonly y: string }
  | {
      readonly kind: 'noise'
      readonly split: Split
      readonly input: string
      readonly output: string
      readonly index: number
    }
  /** Z = X·Wᵀ + b */
  | {
      readonly kind: 'affine'
      readonly split: Split
      readonly input: string
      readonly W: string
      readonly b: string
      readonly output: string
    }
  | {
      readonly kind: 'activate'
      readonly split: Split
      readonly z: string
      readonly h: string
      readonly activation: Activation
      readonly learned: Readonly<Record<string, string>>
    }
  /** h = max over the pieces, element by element: maxout. */
  | { readonly kind: 'largest'; readonly split: Split; readonly pieces: readonly string[]; readonly output: string }
  | {
      readonly kind: 'dropout'
      readonly split: Split
      readonly input: string
      readonly mask: string
      readonly output: string
      readonly index: number
    }
  /** values[row, unit] ·= mask[unit]: units that the user has switched off. */
  | { readonly kind: 'mask'; readonly split: Split; readonly values: string; readonly mask: string }
  | { readonly kind: 'add'; readonly split: Split; readonly inputs: readonly string[]; readonly output: string }
  | { readonly kind: 'concat'; readonly split: Split; readonly inputs: readonly string[]; readonly output: string }
  /** Adds the rows' losses to the run's sum; writes the gradient of the batch's mean loss along the scores. */
  | {
      readonly kind: 'loss'
      readonly split: Split
      readonly scores: string
      readonly y: string
      readonly slope: string
      readonly loss: Loss
    }
  /** slope ·= dropout mask */
  | { readonly kind: 'dropout-back'; readonly split: Split; readonly slope: string; readonly mask: string }
  /** slope ·= dh/dz, in place: the gradient along h becomes the one along z. */
  | {
      readonly kind: 'activate-back'
      readonly split: Split
      readonly slope: string
      readonly z: string
      readonly h: string
      readonly activation: Activation
      readonly learned: Readonly<Record<string, string>>
      readonly gradients: Readonly<Record<string, string>>
    }
  /** The gradient goes to the piece that won (the first, if several are equal). */
  | {
      readonly kind: 'largest-back'
      readonly split: Split
      readonly slope: string
      readonly pieces: readonly string[]
      readonly h: string
      readonly slopes: readonly string[]
    }
  /** dW = dZᵀ·X, db = column sums of dZ */
  | {
      readonly kind: 'affine-parameters'
      readonly split: Split
      readonly input: string
      readonly slope: string
      readonly dW: string
      readonly db: string
    }
  /** dX = dZ·W, or += where `accumulate` */
  | {
      readonly kind: 'affine-input'
      readonly split: Split
      readonly slope: string
      readonly W: string
      readonly output: string
      readonly accumulate: boolean
    }
  /** output (=, +=) columns [from, from + width) of slope */
  | {
      readonly kind: 'pass-back'
      readonly split: Split
      readonly slope: string
      readonly from: number
      readonly output: string
      readonly accumulate: boolean
    }
  /** gradient += l2·w + l1·sign(w) */
  | { readonly kind: 'regularize'; readonly split: Split; readonly parameter: string; readonly gradient: string }
  | {
      readonly kind: 'update'
      readonly split: Split
      readonly parameter: string
      readonly gradient: string
      readonly state: readonly string[]
    }

export interface Plan {
  readonly network: Network
  readonly loss: Loss | undefined
  readonly optimizer: Optimizer | undefined
  /** The most rows that one step takes. */
  readonly batch: number
  readonly parameters: readonly ParameterShape[]
  readonly buffers: ReadonlyMap<string, PlanBuffer>
  /** Gather, then layer by layer; the last step's output is `scores`. */
  readonly forward: readonly Step[]
  /** Loss, then the layers in reverse; empty without a loss. */
  readonly backward: readonly Step[]
  /** Regularization and the update of each parameter; empty without an optimizer. */
  readonly update: readonly Step[]
  /** Name of the buffer with the network's scores. */
  readonly scores: string
  /** How many noise and dropout streams there are, and their amounts by stream. */
  readonly noise: readonly number[]
  readonly dropout: readonly number[]
}
