// Every backend but the reference, which they are all held against.
import type { Backend } from '../../src/backend/backend.ts'
import { crewBackend } from '../../src/backend/wasm/crew.ts'
import { fast } from '../../src/backend/wasm/fast.ts'
import { wasm } from '../../src/backend/wasm/wasm.ts'
import { blas } from '../../src/node/blas.ts'
import { hire, threads } from '../../src/node/threads.ts'

/** The system's BLAS, made to take every product; or why it cannot be had here. */
export const system = (() => {
  try {
    return blas({ leastMultiplyAdds: 0 })
  } catch (error) {
    return (error as Error).message
  }
})()
const crew = { ...threads({ count: 2, leastMultiplyAdds: 0 }), name: '2 threads' }
const packing = {
  ...crewBackend({ count: 2, leastMultiplyAdds: 0, leastZeros: -1, fast: false, hire }),
  name: '2 threads that leave zeros out',
}
const fused = { ...fast(), name: 'fast' }
export const backends: readonly Backend[] = [
  wasm,
  crew,
  packing,
  fused,
  ...(typeof system === 'string' ? [] : [system]),
]
