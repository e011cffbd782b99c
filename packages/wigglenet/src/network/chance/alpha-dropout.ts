import { checkNumber, deepFreeze } from '../../check/check.ts'
import { type DropoutTerms, dropUnits } from '../../kernel/chance.ts'
import * as op from '../../kernel/opcodes.ts'
import { carrying } from '../../kernel/part.ts'
import type { StepCode } from '../../kernel/step.ts'
import { strideOf } from '../../kernel/stride.ts'
import { randomStream, streams } from '../../number/random.ts'
import type { Dropout } from '../types.ts'

/** What SELU gives far below 0: -λ·α. */
const lowest = -1.7580993408473766

/** Alpha dropout, which belongs to SELU: what is dropped takes SELU's lowest value instead of 0, and all is scaled and shifted so that outputs of
 *  mean 0 and variance 1 keep both. A page carries it only if it is used.
 *  Formula: h ← a·(h·d + α'·(1 - d)) + b, d 1 with probability q = 1 - share, else 0; α' = -λ·α = -1.7580993408473766,
 *           a = (q + α'²·q·(1 - q))^-½, b = -a·α'·(1 - q). Outside training h stays
 *  Shapes:  h (batch, units) → (batch, units)
 *  Options: share of the outputs that are dropped, in [0, 1); 0.05 to 0.1 in the paper
 *  Throws:  OptionError for a share outside its range
 *  Source:  Klambauer et al. 2017, arXiv:1706.02515, section 3, "New Dropout Technique"
 *  Example: dense(100, selu(), { dropout: alphaDropout(0.1) })  */
export function alphaDropout(share: number): Dropout {
  const data = { kind: 'alpha-dropout', share: checkNumber('alphaDropout', 'share', share, '[0, 1)') } as const
  return deepFreeze(carrying(data, dropToLowest))
}

const dropToLowest: StepCode<DropoutTerms> = {
  name: 'alpha-dropout',
  reference(machine, { input, mask, output, index }) {
    const [from, kept, to] = [input, mask, output].map((name) => machine.buffers.get(name)!)
    const { columns } = from!
    const stride = strideOf(columns)
    return () => {
      const share = machine.settings.dropout[index]!
      const threshold = Math.floor(share * 4294967296)
      const words = randomStream(machine.settings.seed, streams.dropout + index, machine.step)
      const q = 1 - share
      const a = 1 / Math.sqrt(q + lowest * lowest * q * share)
      const b = -a * lowest * share
      for (let i = 0; i < machine.rows * columns; i++) {
        const isKept = words.word(Math.floor(i / columns) * stride + (i % columns)) >= threshold
        kept!.values[i] = machine.training ? (isKept ? a : 0) : 1
        to!.values[i] = !machine.training ? from!.values[i]! : isKept ? a * from!.values[i]! + b : a * lowest + b
      }
    }
  },
  // With the mask m, a or 0: h·m + α'·(a - m) + b. The memory holds 1/q.
  wasm(e, kernel, terms) {
    const [q, a, b] = e.locals('v128')
    e.floats(1).read(kernel.layout.dropout + 8 * terms.index + 4, op.v128Load32Splat)
    e.op(op.f32x4Div).set(q)
    e.floats(1).get(q).op(op.f32x4Sub).floats(lowest).op(op.f32x4Mul).set(b)
    e.floats(1).get(q).get(q).get(b).op(op.f32x4Mul).floats(lowest).op(op.f32x4Mul, op.f32x4Add)
    e.op(op.f32x4Sqrt, op.f32x4Div).set(a)
    e.get(b).get(a).op(op.f32x4Mul, op.f32x4Neg).set(b)
    dropUnits(
      e,
      kernel,
      terms,
      () => e.get(a),
      (mask) => e.get(a).get(mask).op(op.f32x4Sub).floats(lowest).op(op.f32x4Mul).get(b).op(op.f32x4Add, op.f32x4Add),
    )
  },
}
