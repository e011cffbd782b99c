// The `fast` device: the wasm backend with multiply-adds in one rounding, where the engine has them.
// Source: WebAssembly Core Specification 3.0, relaxed vector instructions: each machine rounds once or twice as it likes.

import { Assembler } from '../../kernel/assembler.ts'
import * as op from '../../kernel/opcodes.ts'
import type { Plan } from '../../plan/types.ts'
import type { Backend } from '../backend.ts'
import { definePackedGradient, packedBytes } from './packed-gradient.ts'
import { prepareWasm } from './wasm.ts'

/** The wasm backend with fused multiply-adds where the engine has them, else exactly `wasm`: faster, at the price of the last bits, which then
 *  depend on the machine. Node 20 and 22 have them behind a flag, which this call sets for the process. `features` names
 *  `relaxed-simd` where they are used.
 *  Example: fit(net, data, { device: fast() })  */
export function fast(): Backend {
  const opcode = fusedOpcode()
  return Object.freeze({
    name: 'wasm',
    features: Object.freeze(fusedFeatures(opcode)),
    prepare: (plan: Plan) =>
      prepareWasm(plan, (_, spare) => ({
        ...(opcode !== undefined && { fused: opcode }),
        instead: (workspace, product) => definePackedGradient(workspace, product, (e) => e.i32(spare)),
        spareBytes: packedBytes(plan.batch),
      })),
  })
}

/** The features that bits depend on, with or without fused multiply-adds. */
export const fusedFeatures = (opcode: number | undefined): string[] =>
  opcode === undefined ? ['simd128'] : ['simd128', 'relaxed-simd']

/** The opcode of the fused multiply-add, or nothing where the engine has none. */
export function fusedOpcode(): number | undefined {
  const { process } = globalThis as {
    process?: { getBuiltinModule?: (name: string) => { setFlagsFromString(flag: string): void } }
  }
  const hasIt = () => {
    const assembler = new Assembler()
    assembler.define(['v128'], ['v128'], (e) => e.get(0).get(0).get(0).op(op.f32x4RelaxedMadd))
    return WebAssembly.validate(assembler.assemble())
  }
  if (!hasIt()) process?.getBuiltinModule?.('node:v8').setFlagsFromString('--experimental-wasm-relaxed-simd')
  return hasIt() ? op.f32x4RelaxedMadd : undefined
}
