import { expect, test } from 'vitest'
import type { Backend } from '../../src/backend/backend.ts'
import { crewBackend } from '../../src/backend/wasm/crew.ts'
import { wasm } from '../../src/backend/wasm/wasm.ts'
import { relu } from '../../src/network/activations/relu.ts'
import { dense } from '../../src/network/layers/dense.ts'
import { network } from '../../src/network/network.ts'
import { randomStream, streams } from '../../src/number/random.ts'
import { compile } from '../../src/plan/compile.ts'

const crew = crewBackend({ count: 1, leastMultiplyAdds: 500_000, leastZeros: 0.2, fast: false, hire: () => {} })

/** Scores of one row, from weights and inputs drawn anew. */
function scoresOf(device: Backend, inputs: number, units: number): Float32Array | Float64Array {
  const random = randomStream(7, streams.data)
  const plan = compile(network(inputs, [dense(units, relu()), dense(3)]), { batch: 1 })
  const execution = device.prepare(plan)
  for (const { name, shape } of plan.parameters)
    execution.write(
      name,
      Float32Array.from({ length: shape[0] * (shape[1] ?? 1) }, () => random.normal()),
    )
  return execution.scores(
    Float32Array.from({ length: inputs }, () => random.normal()),
    1,
  )
}

test.each([
  [1, 1],
  [7, 5],
  [8, 4],
  [9, 33],
  [16, 13],
  [17, 128],
  [784, 128],
])('one row of %i inputs and %i units, eight weight rows at once, has the bits of the tiles', (inputs, units) => {
  expect(scoresOf(crew, inputs, units)).toEqual(scoresOf(wasm, inputs, units))
})
