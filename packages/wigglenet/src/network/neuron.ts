// The text's one neuron, to learn from: nothing else in the library uses it.
import { checkNumber, show } from '../check/check.ts'
import { OptionError, ShapeError } from '../check/errors.ts'
import { sigmoid } from './activations/sigmoid.ts'
import type { Activation } from './types.ts'

/** Numbers, as many as there are weights. */
type Row<Weights extends readonly number[]> = { readonly [Index in keyof Weights]: number }

/** One neuron, frozen. */
export interface Neuron<Weights extends readonly number[] = readonly number[]> {
  readonly weights: Weights
  readonly bias: number
  readonly activation: Activation
  /** The cell body's sum z = Σ w·x + b. */
  sum(inputs: Row<Weights>): number
  /** The firing rate: the activation of the sum. */
  forward(inputs: Row<Weights>): number
}

/** One neuron: a dot product with its weights, a bias, and an activation (the sigmoid where none is given).
 *  Formula: firing rate = f(Σ w·x + b)
 *  Throws:  ShapeError when the inputs are not as many as the weights; OptionError for weights or a bias that are no finite numbers, or for
 *           what is no activation
 *  Source:  CS231n Neural Networks 1, "Modeling one neuron"
 *  Example: neuron([1, -2], 0.5).forward([2, 1])  // sigmoid(0.5), about 0.62  */
export function neuron<const Weights extends readonly number[]>(
  weights: Weights,
  bias: number,
  activation: Activation = sigmoid(),
): Neuron<Weights> {
  const where = 'neuron'
  const need = (fits: boolean, expected: string, received: unknown, fix: string) => {
    if (!fits) throw new OptionError({ where, expected, received: show(received), fix })
  }
  need(Array.isArray(weights), 'weights must be a list of numbers', weights, 'Give them as in neuron([1, -2], 0.5).')
  weights.forEach((weight, i) => checkNumber(where, `weights[${i}]`, weight, '(-∞, ∞)'))
  checkNumber(where, 'bias', bias, '(-∞, ∞)')
  const isActivation = typeof activation?.value === 'function'
  need(isActivation, 'the activation must be one such as relu()', activation, 'Import one from wigglenet.')
  const own = Object.freeze([...weights]) as readonly number[] as Weights
  const sum = (inputs: readonly number[]) => {
    if (inputs?.length !== own.length) {
      throw new ShapeError({
        where,
        expected: `inputs must be a list of ${own.length}, one for each weight`,
        received: inputs?.length === undefined ? show(inputs) : `${inputs.length}`,
        fix: `Give ${own.length}.`,
      })
    }
    return inputs.reduce((total, input, i) => total + input * own[i]!, 0) + bias
  }
  return Object.freeze({
    weights: own,
    bias,
    activation,
    sum,
    forward: (inputs: Row<Weights>) => activation.value(sum(inputs)),
  })
}
