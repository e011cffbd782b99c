// The reference's steps through the layers and back: plain loops in float64 that a student can read.
import { evaluator } from '../../formula/evaluate.ts'
import { parseFormula } from '../../formula/parse.ts'
import type { Machine, Matrix, Run } from '../../kernel/machine.ts'
import { strideOf } from '../../kernel/stride.ts'
import type { StepOf } from '../../network/steps.ts'
import type { Activation } from '../../network/types.ts'
import { noiseAt } from '../../number/gaussian.ts'
import { randomStream, streams } from '../../number/random.ts'
import type { PlanMachine } from './machine.ts'

export function gather(machine: PlanMachine, X: Matrix, y: Matrix): Run {
  return () => {
    for (let row = 0; row < machine.rows; row++) {
      for (let k = 0; k < X.columns; k++) X.values[row * X.columns + k] = machine.feature(row, k)
      for (let k = 0; k < y.columns; k++) y.values[row * y.columns + k] = machine.target(row, k)
    }
  }
}

/** Adds Gaussian numbers. */
export function noise(machine: Machine, { index }: StepOf<'noise'>, input: Matrix, output: Matrix): Run {
  const stride = strideOf(input.columns)
  return () => {
    const deviation = machine.settings.noise[index]!
    const words = randomStream(machine.settings.seed, streams.noise + index, machine.step)
    for (let row = 0; row < machine.rows; row++) {
      for (let k = 0; k < input.columns; k++) {
        const i = row * input.columns + k
        output.values[i] = input.values[i]!
        if (!machine.training) continue
        output.values[i]! += noiseAt(words, row * stride + k, deviation)
      }
    }
  }
}

/** Z = X·Wᵀ + b */
export function affine(machine: Machine, X: Matrix, W: Matrix, b: Matrix, Z: Matrix): Run {
  return () => {
    for (let row = 0; row < machine.rows; row++) {
      for (let unit = 0; unit < Z.columns; unit++) {
        let sum = 0
        for (let k = 0; k < X.columns; k++) sum += X.values[row * X.columns + k]! * W.values[unit * X.columns + k]!
        Z.values[row * Z.columns + unit] = sum + b.values[unit]!
      }
    }
  }
}

/** dW = dZᵀ·X, db = column sums of dZ */
export function affineParameters(machine: Machine, X: Matrix, dZ: Matrix, dW: Matrix, db: Matrix): Run {
  return () => {
    dW.values.fill(0)
    db.values.fill(0)
    for (let row = 0; row < machine.rows; row++) {
      for (let unit = 0; unit < dZ.columns; unit++) {
        const slope = dZ.values[row * dZ.columns + unit]!
        db.values[unit]! += slope
        for (let k = 0; k < X.columns; k++) dW.values[unit * X.columns + k]! += slope * X.values[row * X.columns + k]!
      }
    }
  }
}

/** dX = dZ·W, or dX += dZ·W */
export function affineInput(machine: Machine, dZ: Matrix, W: Matrix, dX: Matrix, accumulate: boolean): Run {
  return () => {
    for (let row = 0; row < machine.rows; row++) {
      for (let k = 0; k < dX.columns; k++) {
        let sum = accumulate ? dX.values[row * dX.columns + k]! : 0
        for (let unit = 0; unit < dZ.columns; unit++) {
          sum += dZ.values[row * dZ.columns + unit]! * W.values[unit * dX.columns + k]!
        }
        dX.values[row * dX.columns + k] = sum
      }
    }
  }
}

/** The names of an activation's formulas, and their values at one unit. */
function scope({ buffers }: Machine, activation: Activation, learned: Readonly<Record<string, string>>) {
  const names = ['z', 'h', ...Object.keys(activation.options), ...Object.keys(learned)]
  const tensors = Object.values(learned).map((name) => buffers.get(name)!)
  const values = new Float64Array(names.length)
  values.set(Object.values(activation.options), 2)
  const first = names.length - tensors.length
  const at = (z: number, h: number, unit: number) => {
    values[0] = z
    values[1] = h
    tensors.forEach((tensor, i) => {
      values[first + i] = tensor.values[tensor.columns === 1 ? 0 : unit]!
    })
    return values
  }
  const parse = (text: string) => parseFormula(text, { where: activation.kind, names })
  return { names, at, parse }
}

export function activate(machine: Machine, { z, h, activation, learned }: StepOf<'activate'>): Run {
  const [Z, H] = [machine.buffers.get(z)!, machine.buffers.get(h)!]
  const { names, at, parse } = scope(machine, activation, learned)
  const value = evaluator([parse(activation.formula.value)], names)
  return () => {
    for (let i = 0; i < machine.rows * Z.columns; i++) H.values[i] = value(at(Z.values[i]!, 0, i % Z.columns))[0]!
  }
}

/** The gradient along h becomes the one along z; learned parameters gather theirs on the way. */
export function activateBack(
  machine: Machine,
  { slope, z, h, activation, learned, gradients }: StepOf<'activate-back'>,
): Run {
  const [d, Z, H] = [slope, z, h].map((name) => machine.buffers.get(name)!) as [Matrix, Matrix, Matrix]
  const { names, at, parse } = scope(machine, activation, learned)
  const along = Object.keys(learned).map((name) => activation.learned[name]!.derivative)
  const slopes = evaluator([activation.formula.derivative, ...along].map(parse), names)
  const targets = Object.keys(learned).map((name) => machine.buffers.get(gradients[name]!)!)
  return () => {
    for (const target of targets) target.values.fill(0)
    for (let i = 0; i < machine.rows * Z.columns; i++) {
      const unit = i % Z.columns
      const results = slopes(at(Z.values[i]!, H.values[i]!, unit))
      targets.forEach((target, k) => {
        target.values[target.columns === 1 ? 0 : unit]! += d.values[i]! * results[k + 1]!
      })
      d.values[i]! *= results[0]!
    }
  }
}

/** slope ·= dropout mask */
export function dropoutBack(machine: Machine, slope: Matrix, kept: Matrix): Run {
  return () => {
    for (let i = 0; i < machine.rows * slope.columns; i++) slope.values[i]! *= kept.values[i]!
  }
}

/** A unit is kept where its random word reaches the threshold; what is kept is divided by the share that is kept. */
export function dropout(
  machine: Machine,
  { index }: StepOf<'dropout'>,
  input: Matrix,
  kept: Matrix,
  output: Matrix,
): Run {
  const stride = strideOf(input.columns)
  return () => {
    const share = machine.settings.dropout[index]!
    const threshold = Math.floor(share * 4294967296)
    const words = randomStream(machine.settings.seed, streams.dropout + index, machine.step)
    for (let row = 0; row < machine.rows; row++) {
      for (let k = 0; k < input.columns; k++) {
        const i = row * input.columns + k
        const factor = words.word(row * stride + k) >= threshold ? 1 / (1 - share) : 0
        kept.values[i] = machine.training ? factor : 1
        output.values[i] = input.values[i]! * kept.values[i]!
      }
    }
  }
}
