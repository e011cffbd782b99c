// Rows of bytes stay in the array that they came in: as a step begins, its own rows are copied into the memory of the module. So no data set of
// images stands in memory twice, and WebAssembly's 4 GiB do not bound it.

import * as control from '../../kernel/control.ts'
import type { Plan } from '../../plan/types.ts'
import type { OuterRows } from './module.ts'
import type { Outside } from './wasm.ts'

/** Bytes of the memory from an address on, as many as `size`, take the rows of a step. */
export function outerRows(
  { batch, network: { inputs } }: Plan,
  outside: Outside,
  address: number,
): OuterRows & { readonly size: number } {
  const held: Uint8Array[] = []
  let [bytes, words]: [Uint8Array, Uint32Array] = [new Uint8Array(), new Uint32Array()]
  const bring = ({ buffer }: Float32Array, rows: number) => {
    if (buffer !== bytes.buffer) {
      bytes = new Uint8Array(buffer)
      words = new Uint32Array(buffer)
    }
    if (words[control.bytes / 4] === 0) return
    const X = held[words[control.X / 4]!]!
    const [first, order] = [words[control.position / 4]!, words[control.order / 4]! / 4]
    for (let i = 0; i < rows; i++) {
      const row = order === 0 ? first + i : words[order + first + i]!
      bytes.set(X.subarray(row * inputs, (row + 1) * inputs), address + i * inputs)
    }
  }
  return {
    // A row is read in whole words.
    size: Math.ceil((batch * inputs + 4) / 64) * 64,
    hold: () => held.push(new Uint8Array()) - 1,
    put(place, X) {
      held[place] = X
    },
    bring: (assembler) => outside(assembler, bring),
  }
}
