// The `blas` device: the wasm backend's plan and memory, with its large matrix products done by the system's BLAS on that memory itself.
import type { Backend } from '../backend/backend.ts'
import { checkNames, checkWhole } from '../check/check.ts'
import type { Plan } from '../plan/types.ts'
import { openBlas } from './blas-library.ts'
import { prepareBlas } from './prepare-blas.ts'

/** Products of fewer multiply-adds than this stay in WebAssembly: a call costs 0.2 µs. Tried on 2 cores, Node 20, 2026-11-24. */
const worthACall = 20_000

/** The system's BLAS as a device. Its sums have an order of their own, so the bits are those of that library on that machine.
 *  In a worker OpenBLAS keeps to one thread, since then in the whole process: with more it can hang when a process is started meanwhile.
 *  Options: library, a path or name to load in place of the usual ones; leastMultiplyAdds, the smallest product that is handed to it, whole,
 *           in [0, 2^53 - 1], default 20,000: smaller ones are done in WebAssembly, and so is a single row, which is as fast there
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
  const library = openBlas(options.library)
  const { found } = library
  return Object.freeze({
    name: 'blas',
    features: Object.freeze(['simd128', found.version ?? found.name]),
    prepare: (plan: Plan) => prepareBlas(plan, library, least),
  })
}
