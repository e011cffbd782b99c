// An elementary function of the wasm backend as a function on arrays, in a module of its own.

import { Assembler } from '../../src/kernel/assembler.ts'
import { type ElementaryName, elementary } from '../../src/kernel/elementary.ts'
import { withErf } from '../../src/kernel/erf.ts'
import * as op from '../../src/kernel/opcodes.ts'

withErf()
const room = 1 << 20

/** Applies the function to up to 65,536 numbers, four at a time; `exponents` belong to `pow`. */
export function elementaryFunction(name: ElementaryName): (x: Float32Array, exponents?: Float32Array) => Float32Array {
  const assembler = new Assembler()
  assembler.define(
    ['i32'],
    [],
    (e) => {
      const pointer = e.local('i32')
      e.i32(0).set(pointer)
      e.repeat(0, () => {
        e.get(pointer).get(pointer).at(op.v128Load)
        if (name === 'pow') e.get(pointer).at(op.v128Load, room)
        elementary(e, name).at(op.v128Store)
        e.advance(pointer, 16)
      })
    },
    'run',
  )
  const memory = new WebAssembly.Memory({ initial: 32 })
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(assembler.assemble()), { e: { m: memory } })
  const floats = new Float32Array(memory.buffer)
  return (x, exponents) => {
    floats.set(x)
    if (exponents) floats.set(exponents, room / 4)
    ;(exports.run as (vectors: number) => void)(Math.ceil(x.length / 4))
    return floats.slice(0, x.length)
  }
}
