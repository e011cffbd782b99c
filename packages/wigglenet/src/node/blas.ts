// The `blas` device: the wasm backend's plan and memory, with its large matrix products done by the system's BLAS on that memory itself.
// The library is found at run time, and called through koffi, which is an optional package.
import { createRequire } from 'node:module'
import type { Backend } from '../backend/backend.ts'
import type { Product } from '../backend/wasm/tiles.ts'
import { type Multiply, prepareWasm } from '../backend/wasm/wasm.ts'
import { checkNames, checkWhole } from '../check/check.ts'
import { UnsupportedError } from '../check/errors.ts'
import type { Plan } from '../plan/types.ts'

/** Where BLAS libraries are found, in the order in which they are tried. */
const libraries: Readonly<Record<string, readonly string[]>> = {
  linux: ['libopenblas.so.0', 'libopenblas.so', 'libmkl_rt.so.2', 'libmkl_rt.so', 'libblas.so.3'],
  darwin: ['/System/Library/Frameworks/Accelerate.framework/Accelerate', 'libopenblas.dylib'],
  win32: ['libopenblas.dll', 'mkl_rt.2.dll', 'mkl_rt.dll'],
}
/** Products of fewer multiply-adds than this stay in WebAssembly: a call costs 0.3 µs. Tried on 2 cores, Node 20, 2026-11-24. */
const worthACall = 20_000

type Sgemm = (
  order: number,
  transA: number,
  transB: number,
  rows: number,
  columns: number,
  length: number,
  alpha: number,
  A: Float32Array,
  lda: number,
  B: Float32Array,
  ldb: number,
  beta: number,
  C: Float32Array,
  ldc: number,
) => void

const [ROW_MAJOR, PLAIN, TRANSPOSED] = [101, 111, 112]

/** The system's BLAS as a device. Its sums have an order of their own, so the bits are those of that library on that machine.
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
  const { name, sgemm } = load(options.library)
  return Object.freeze({
    name: 'blas',
    features: Object.freeze(['simd128', name]),
    prepare: (plan: Plan) => prepareWasm(plan, { instead: (_, product) => multiplier(sgemm, product, plan.batch, least) }),
  })
}

function load(library: string | undefined): { name: string; sgemm: Sgemm } {
  const require = createRequire(import.meta.url)
  let koffi: { load(path: string): { func(declaration: string): Sgemm } }
  try {
    koffi = require('koffi')
  } catch {
    throw new UnsupportedError({
      where: 'blas',
      expected: 'the package koffi must be installed to call a system library',
      received: 'none',
      fix: 'Run npm install koffi.',
    })
  }
  const tried = library === undefined ? (libraries[process.platform] ?? []) : [library]
  for (const name of tried) {
    try {
      const sgemm = koffi
        .load(name)
        .func(
          'void cblas_sgemm(int order, int transA, int transB, int rows, int columns, int length, float alpha, float *A, int lda, ' +
            'float *B, int ldb, float beta, float *C, int ldc)',
        )
      return { name, sgemm }
    } catch {
      // Not here: the next one.
    }
  }
  throw new UnsupportedError({
    where: 'blas',
    expected: `one of these libraries must be there: ${tried.join(', ')}`,
    received: 'none that could be loaded',
    fix:
      process.platform === 'linux'
        ? 'Install OpenBLAS: apt-get install libopenblas0-pthread.'
        : 'Install OpenBLAS, or name its file.',
  })
}

/** What computes a product by BLAS, if it is worth a call. */
function multiplier(sgemm: Sgemm, product: Product, batch: number, least: number): Multiply | undefined {
  const { A, B, C, vectors, bias, accumulate, flushes } = product
  const size = (value: number | 'rows', now: number) => (value === 'rows' ? now : value)
  const columns = 4 * vectors
  if (flushes || size(product.rows, batch) * columns * size(product.length, batch) < least) return undefined
  const transA = A.column === 4 ? PLAIN : TRANSPOSED
  const lda = (A.column === 4 ? A.row : A.column) / 4
  const transB = B.transposed ? TRANSPOSED : PLAIN
  const ones = new Float32Array(bias === undefined ? 0 : batch).fill(1)
  return (memory, now) => {
    const rows = size(product.rows, now)
    const at = (address: number) => memory.subarray(address / 4)
    const into = at(C.address)
    // The bias as a product of a column of ones and its row.
    if (bias !== undefined)
      sgemm(ROW_MAJOR, PLAIN, PLAIN, rows, columns, 1, 1, ones, 1, at(bias), columns, 0, into, C.stride / 4)
    const beta = bias !== undefined || accumulate ? 1 : 0
    const length = size(product.length, now)
    sgemm(
      ROW_MAJOR,
      transA,
      transB,
      rows,
      columns,
      length,
      1,
      at(A.address),
      lda,
      at(B.address),
      B.stride / 4,
      beta,
      into,
      C.stride / 4,
    )
  }
}
