// The largest of the pieces of maxout, and its way back.
import { eachVector, load, placeOf } from '../../kernel/kernel.ts'
import * as op from '../../kernel/opcodes.ts'
import type { StepCode } from '../../kernel/step.ts'
import { foldOf } from './fold.ts'

/** h = max over the pieces, element by element. */
export const largest = foldOf('largest', Math.max, op.f32x4Max)

/** The gradient goes to the piece that won (the first, if several are equal). */
export const largestBack: StepCode<{
  readonly slope: string
  readonly pieces: readonly string[]
  readonly h: string
  readonly slopes: readonly string[]
}> = {
  name: 'largest-back',
  reference(machine, { slope, pieces, h, slopes }) {
    const at = (name: string) => machine.buffers.get(name)!
    const [d, H] = [at(slope), at(h)]
    const [sums, targets] = [pieces.map(at), slopes.map(at)]
    return () => {
      for (let i = 0; i < machine.rows * d.columns; i++) {
        const winner = sums.findIndex(({ values }) => values[i] === H.values[i])
        targets.forEach(({ values }, piece) => {
          values[i] = piece === winner ? d.values[i]! : 0
        })
      }
    }
  },
  wasm(e, kernel, { slope, pieces, h, slopes }) {
    const places = [slope, h, ...pieces, ...slopes].map((name) => placeOf(kernel, name))
    const [open, won] = e.locals('v128')
    eachVector(e, places, ([d, largest, ...rest]) => {
      e.words(-1).set(open)
      pieces.forEach((_, i) => {
        load(e, rest[i]!)
        load(e, largest!).op(op.f32x4Eq).get(open).op(op.v128And).set(won)
        e.get(open).get(won).op(op.v128Andnot).set(open)
        e.get(rest[pieces.length + i]!)
        load(e, d!).get(won).op(op.v128And).at(op.v128Store)
      })
    })
  },
}
