import { checkNumber, deepFreeze } from '../../check/check.ts'
import { addNoise } from '../../kernel/chance.ts'
import { maskTail, placeOf, walk } from '../../kernel/kernel.ts'
import * as op from '../../kernel/opcodes.ts'
import { carrying } from '../../kernel/part.ts'
import { ownStep, type StepCode } from '../../kernel/step.ts'
import { strideOf } from '../../kernel/stride.ts'
import { noiseAt } from '../../number/gaussian.ts'
import { randomStream, streams } from '../../number/random.ts'
import type { WeightsPart } from '../part.ts'
import type { WeightNoise } from '../types.ts'

/** Gaussian noise on the weights of a layer, drawn again for each step of training: the gradient is that at the noisy weights, and what is updated
 *  are the weights without it. It leads to weights whose neighbourhood does as well as they do. Biases have none. A page carries it only if it is
 *  used.
 *  Formula: z = (W + N)·x + b, every number of N from a normal distribution with this deviation. Outside training N = 0
 *  Shapes:  W (units, inputs) → (units, inputs); each piece of maxout has noise of its own
 *  Options: deviation, in the unit of the weights, in [0, ∞)
 *  Throws:  OptionError for a deviation outside its range
 *  Source:  An 1996, Neural Computation 8(3), "The effects of adding noise during backpropagation training on a generalization performance",
 *           section 4; Goodfellow et al. 2016, "Deep Learning", section 7.5
 *  Example: dense(20, tanh(), { noise: weightNoise(0.05) })  */
export function weightNoise(deviation: number): WeightNoise {
  const data = {
    kind: 'weight-noise',
    deviation: checkNumber('weightNoise', 'deviation', deviation, '[0, ∞)'),
  } as const
  return deepFreeze(
    carrying(data, {
      build(plan, parameter, { units, inputs }) {
        const output = plan.scratch(`${parameter}:noisy`, inputs, units, parameter)
        plan.forward.push(ownStep(disturb, { parameter, output, index: plan.noise.push(deviation) - 1 }))
        return output
      },
    } satisfies WeightsPart),
  )
}

const disturb: StepCode<{ readonly parameter: string; readonly output: string; readonly index: number }> = {
  name: 'weight-noise',
  // Words are numbered as the weights stand in the other backends' memory: (inputs, units).
  reference(machine, { parameter, output, index }) {
    const [W, to] = [machine.buffers.get(parameter)!, machine.buffers.get(output)!]
    const { rows: units, columns: inputs } = W
    const stride = strideOf(units)
    return () => {
      to.values.set(W.values)
      if (!machine.training) return
      const words = randomStream(machine.settings.seed, streams.noise + index, machine.step)
      const deviation = machine.settings.noise[index]!
      for (let unit = 0; unit < units; unit++) {
        for (let k = 0; k < inputs; k++) to.values[unit * inputs + k]! += noiseAt(words, k * stride + unit, deviation)
      }
    }
  },
  wasm(e, kernel, { parameter, output, index }) {
    const [W, to] = [placeOf(kernel, parameter), placeOf(kernel, output)]
    addNoise(e, kernel, { input: parameter, output, index }, true)
    // The padding stays 0, and with it the sums of units that there are not.
    const [last, tail] = [Math.floor(W.storedColumns / 4), e.local('v128')]
    if (W.storedColumns % 4 === 0) return
    walk(
      e,
      [to],
      () => e.i32(W.storedRows),
      () => 4 * to.stride,
      ([row]) => {
        e.get(row!)
          .at(op.v128Load, 16 * last)
          .set(tail)
        maskTail(e, tail, W.storedColumns, last)
        e.get(row!)
          .get(tail)
          .at(op.v128Store, 16 * last)
      },
    )
  },
}
