// The machine's own limit: independent 128-bit multiplications and additions in WebAssembly, nothing else in the way, in one rounding or in two;
// and the largest product of the system's BLAS.

import { fusedOpcode } from '../packages/wigglenet/src/backend/wasm/fast.ts'
import { UnsupportedError } from '../packages/wigglenet/src/check/errors.ts'
import { Assembler, type Emitter } from '../packages/wigglenet/src/kernel/assembler.ts'
import * as op from '../packages/wigglenet/src/kernel/opcodes.ts'
import { openBlas } from '../packages/wigglenet/src/node/blas-library.ts'
import { medianMs } from './measure.ts'

/** Float32 GFLOP/s of one thread with 128-bit multiply and add: what the default, reproducible build can reach at most. */
export const multiplyAddLimit = (): number =>
  limitOf((e) => e.floats(0.999).op(op.f32x4Mul).floats(0.001).op(op.f32x4Add))

/** The same in one rounding: what `fast` can reach at most. Nothing where the engine has none. */
export function fusedLimit(): number | undefined {
  const fused = fusedOpcode()
  return fused === undefined ? undefined : limitOf((e) => e.floats(0.999).floats(0.001).op(fused))
}

/** Float32 GFLOP/s of the system's BLAS in a product of 1024 x 1024 x 1024, on as many threads as it takes. Nothing where there is no BLAS. */
export function blasLimit(): number | undefined {
  const blas = blasOrNone()
  if (blas === undefined) return undefined
  const { sgemm, koffi } = blas
  const size = 1024
  const [a, b, c] = [0.5, 2, 0].map((value) => new Float32Array(size * size).fill(value)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ]
  const [A, B, C] = [Number(koffi.address(a)), Number(koffi.address(b)), Number(koffi.address(c))]
  const [rowMajor, plain] = [101, 111]
  const ms = medianMs(() => sgemm(rowMajor, plain, plain, size, size, size, 1, A, size, B, size, 0, C, size))
  if (!c.every((sum) => sum === size)) throw new Error(`limit: the product gave ${c.find((sum) => sum !== size)}`)
  return (2 * size ** 3) / ms / 1e6
}

function blasOrNone() {
  try {
    return openBlas(undefined)
  } catch (error) {
    if (error instanceof UnsupportedError) return undefined
    throw error
  }
}

/** GFLOP/s of `step`, which replaces the sum on the stack by sum · 0.999 + 0.001. */
function limitOf(step: (e: Emitter) => void): number {
  const sums = 12
  const unrolled = 4
  const assembler = new Assembler()
  assembler.define(
    ['i32'],
    ['f32'],
    (e) => {
      const total = Array.from({ length: sums }, () => e.local('v128'))
      for (const sum of total) e.floats(1).set(sum)
      e.repeat(0, () => {
        for (let i = 0; i < unrolled; i++) {
          for (const sum of total) {
            e.get(sum)
            step(e)
            e.set(sum)
          }
        }
      })
      e.floats(0)
      for (const sum of total) e.get(sum).op(op.f32x4Add)
      e.lane(0)
    },
    'loop',
  )
  const memory = new WebAssembly.Memory({ initial: 1 })
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(assembler.assemble()), { e: { m: memory } })
  const loop = exports.loop as (rounds: number) => number
  const rounds = 1_000_000
  let sum = 0
  const ms = medianMs(() => {
    sum += loop(rounds)
  })
  if (!(Math.abs(sum / Math.max(1, Math.round(sum / sums)) - sums) < 1))
    throw new Error(`limit: the loop computed ${sum}`)
  return (rounds * sums * unrolled * 8) / ms / 1e6
}
