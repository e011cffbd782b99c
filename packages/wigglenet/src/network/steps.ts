// The steps that a network, a loss and an optimizer become. Parts that not every page needs bring steps of their own (`OwnStep`).
import type { OwnStep } from '../kernel/step.ts'
import type { Activation, Loss } from './types.ts'

/** Names in a step are names of buffers. `index` numbers the random streams of noise and dropout. */
export type Step =
  | OwnStep
  | { readonly kind: 'gather'; readonly X: string; readonly y: string }
  | {
      readonly kind: 'noise'
      readonly input: string
      readonly output: string
      readonly index: number
    }
  /** Z = X·Wᵀ + b */
  | {
      readonly kind: 'affine'
      readonly input: string
      readonly W: string
      readonly b: string
      readonly output: string
    }
  | {
      readonly kind: 'activate'
      readonly z: string
      readonly h: string
      readonly activation: Activation
      readonly learned: Readonly<Record<string, string>>
    }
  | {
      readonly kind: 'dropout'
      readonly input: string
      readonly mask: string
      readonly output: string
      readonly index: number
    }
  /** Adds the rows' losses to the run's sum; writes the gradient of the batch's mean loss along the scores. */
  | {
      readonly kind: 'loss'
      readonly scores: string
      readonly y: string
      readonly slope: string
      readonly loss: Loss
    }
  /** slope ·= dropout mask */
  | { readonly kind: 'dropout-back'; readonly slope: string; readonly mask: string }
  /** slope ·= dh/dz, in place: the gradient along h becomes the one along z. */
  | {
      readonly kind: 'activate-back'
      readonly slope: string
      readonly z: string
      readonly h: string
      readonly activation: Activation
      readonly learned: Readonly<Record<string, string>>
      readonly gradients: Readonly<Record<string, string>>
    }
  /** dW = dZᵀ·X, db = column sums of dZ */
  | {
      readonly kind: 'affine-parameters'
      readonly input: string
      readonly slope: string
      readonly dW: string
      readonly db: string
    }
  /** dX = dZ·W, or += where `accumulate` */
  | {
      readonly kind: 'affine-input'
      readonly slope: string
      readonly W: string
      readonly output: string
      readonly accumulate: boolean
    }
  /** gradient += l2·w + l1·sign(w) */
  | {
      readonly kind: 'regularize'
      readonly parameter: string
      readonly gradient: string
      /** The layer's own strengths, which add to the run's. */
      readonly l2: number
      readonly l1: number
    }
  | {
      readonly kind: 'update'
      readonly parameter: string
      readonly gradient: string
      readonly state: readonly string[]
    }

export type StepOf<Kind extends Step['kind']> = Extract<Step, { kind: Kind }>

// Names of layers and parameters have no colon, so that `d:b`, the gradient along layer b, is never the bias of a layer d.

/** Name of the buffer with the gradient of the loss along a parameter or a node's values. */
export const gradientOf = (name: string): string => `d:${name}`
/** Name of the buffer with an optimizer's state slot for a parameter. */
export const stateOf = (name: string, slot: string): string => `${slot}.of:${name}`
/** Name of the buffer that switches a node's units off. */
export const maskOf = (name: string): string => `${name}:on`
