// The first values of parameters, drawn from counters: the same seed gives the same bits everywhere.
import { show } from '../../check/check.ts'
import { refuse, ShapeError } from '../../check/errors.ts'
import { type RandomStream, randomStream, streams } from '../../number/random.ts'
import type { FirstValues, Initializer, ParameterShape } from '../types.ts'

/** The first values of one parameter, rounded to float32, so that every backend starts from the same numbers.
 *  `index` is the parameter's place in `parameterShapes`: each one draws from a counter of its own.
 *  Shapes:  (units, inputs) row-major, or (units)
 *  Throws:  ShapeError when an initializer that scales with the inputs is asked for a parameter that has none
 *  Example: parameterShapes(net).map((parameter, index) => drawParameter(parameter, seed, index))  */
export function drawParameter(parameter: ParameterShape, seed: number, index: number): Float32Array {
  const { shape, each } = parameter
  const values = new Float32Array(shape[0] * (shape[1] ?? 1))
  const random = randomStream(seed, streams.weights, index)
  if (each) each.forEach((own, i) => draw(values.subarray(i, i + 1), random, own))
  else draw(values, random, parameter)
  return values
}

function draw(values: Float32Array, random: RandomStream, parameter: FirstValues): void {
  const { initializer } = parameter
  if (initializer.kind === 'constant') {
    values.fill(initializer.value)
    return
  }
  const deviation = spread(initializer, parameter)
  if (initializer.kind !== 'normal' && initializer.distribution === 'uniform') {
    const limit = deviation * Math.sqrt(3) // a uniform number in ±limit has deviation limit/√3
    for (let i = 0; i < values.length; i++) values[i] = limit * (2 * random.uniform() - 1)
  } else {
    for (let i = 0; i < values.length; i++) values[i] = deviation * random.normal()
  }
}

function spread(initializer: Exclude<Initializer, { kind: 'constant' }>, { name, shape }: FirstValues): number {
  if (initializer.kind === 'normal') return initializer.deviation
  const [units, inputs] = shape
  if (inputs === undefined) {
    refuse(
      `drawParameter: ${name}`,
      `${initializer.kind} needs the shape (units, inputs)`,
      show(shape),
      'Use normal or constant.',
      ShapeError,
    )
  }
  const { kind, gain = 1 } = initializer
  return gain * Math.sqrt((kind === 'lecun' ? 1 : 2) / (kind === 'glorot' ? inputs + units : inputs))
}
