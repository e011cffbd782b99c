// The `blas` device: the wasm backend's plan and memory, with its large matrix products done by the system's BLAS on that memory itself.
import type { Backend } from '../backend/backend.ts'
import type { Product } from '../backend/wasm/tiles.ts'
import { type Multiply, prepareWasm } from '../backend/wasm/wasm.ts'
import { checkNames, checkWhole } from '../check/check.ts'
import type { Plan } from '../plan/types.ts'
import { openBlas, type Sgemm } from './blas-library.ts'

/** Products of fewer multiply-adds than this stay in WebAssembly: a call costs 0.2 µs. Tried on 2 cores, Node 20, 2026-11-24. */
const worthACall = 20_000

const [ROW_MAJOR, PLAIN, TRANSPOSED] = [101, 111, 112]

/** The system's BLAS as a device. Its sums have an order of their own, so the bits are those of that library on that machine.
 *  In a worker OpenBLAS keeps to one thread, since then in the whole process: with more it can hang when a process is started meanwhile.
 *  Options: library, a path or name to load in place of the usual ones; leastMultiplyAdds, the smallest product that is handed to it, whole,
 *           in [0, 2^53 - 1], default 20,000: smaller ones are done in WebAssembly
 *  Throws:  UnsupportedError that says what is missing and how to install it
 *  Example: fit(net, data, { device: blas() })  */
export function blas(options: { readonly library?: string; readonly leastMultiplyAdds?: number } = {}): Backend {
  checkNames('blas', options, ['library', 'leastMultiplyAdds'])
  const least = checkWhole(
    'blas',
    'leastMultiplyAdds',
    options.leastMultiplyAdds ?? worthACall,
    `[0, ${Number.MAX_SAFE_INTEGER}]`,
  )
  const { found, sgemm, koffi } = openBlas(options.library)
  return Object.freeze({
    name: 'blas',
    features: Object.freeze(['simd128', found.version ?? found.name]),
    prepare(plan: Plan) {
      let [view, base]: [Float32Array | undefined, number] = [undefined, 0]
      /** Where the memory begins, which may move when it grows. */
      const baseOf = (memory: Float32Array) => {
        if (memory !== view) [view, base] = [memory, Number(koffi.address(memory))]
        return base
      }
      return prepareWasm(plan, (outside) => ({
        instead({ assembler }, product) {
          const multiply = multiplier(sgemm, baseOf, product, plan.batch, least)
          return multiply && outside(assembler, multiply)
        },
      }))
    },
  })
}

/** What computes a product by BLAS, if it is worth a call. */
function multiplier(
  sgemm: Sgemm,
  baseOf: (memory: Float32Array) => number,
  product: Product,
  batch: number,
  least: number,
): Multiply | undefined {
  const { A, B, C, vectors, bias, accumulate, flushes } = product
  const size = (value: number | 'rows', now: number) => (value === 'rows' ? now : value)
  const columns = 4 * vectors
  if (flushes || size(product.rows, batch) * columns * size(product.length, batch) < least) return undefined
  const transA = A.column === 4 ? PLAIN : TRANSPOSED
  const lda = (A.column === 4 ? A.row : A.column) / 4
  const transB = B.transposed ? TRANSPOSED : PLAIN
  const [ldb, ldc] = [B.stride / 4, C.stride / 4]
  const beta = bias !== undefined || accumulate ? 1 : 0
  return (memory, now) => {
    const rows = size(product.rows, now)
    if (bias !== undefined) repeatRow(memory, bias / 4, columns, C.address / 4, ldc, rows)
    const base = baseOf(memory)
    const [a, b, c] = [base + A.address, base + B.address, base + C.address]
    sgemm(ROW_MAJOR, transA, transB, rows, columns, size(product.length, now), 1, a, lda, b, ldb, beta, c, ldc)
  }
}

/** Copies a row into each of `rows` rows, which stand `stride` apart, twice as many at each go. */
function repeatRow(
  memory: Float32Array,
  row: number,
  columns: number,
  into: number,
  stride: number,
  rows: number,
): void {
  memory.copyWithin(into, row, row + columns)
  for (let done = 1; done < rows; done *= 2)
    memory.copyWithin(into + done * stride, into, into + (Math.min(done, rows - done) - 1) * stride + columns)
}
