// The error function in formulas. GELU's exact form alone has it, and a page without it is to carry none: so it stands outside of the tables of
// functions, and is put there when a part is made that may call it. Error of its four float32 at once: 3.5 ulp.
// Source of the coefficients: up to 1, S. L. Moshier, Cephes 2.8; beyond, Abramowitz and Stegun 1964, 7.1.26.
import { functionMeaning } from '../formula/meaning.ts'
import { erf } from '../number/erf.ts'
import type { Emitter } from './assembler.ts'
import { expOfNegative, polynomial, writers } from './elementary.ts'
import * as op from './opcodes.ts'

/** Lets formulas call `erf` from now on. Every maker calls this first that takes formulas from outside, or has `erf` in its own. */
export function withErf(): void {
  functionMeaning.erf = erf
  writers.erf = emitErf
}

function emitErf(e: Emitter, x: number): void {
  const [size, square, t] = e.locals('v128')
  e.get(x).op(op.f32x4Abs).set(size)
  e.get(x).get(x).op(op.f32x4Mul).set(square)
  polynomial(
    e,
    square,
    [0.000078538614, -0.00080101936, 0.0051883277, -0.026853812, 0.112835851, -0.37612626, 1.128379166],
  )
  e.get(x).op(op.f32x4Mul)
  e.floats(1).floats(1).get(size).floats(0.3275911).op(op.f32x4Mul, op.f32x4Add, op.f32x4Div).set(t)
  e.floats(1)
  polynomial(e, t, [1.0614054, -1.45315203, 1.42141374, -0.284496736, 0.2548296])
  e.get(t).op(op.f32x4Mul).get(square).op(op.f32x4Neg)
  expOfNegative(e).op(op.f32x4Mul, op.f32x4Sub)
  e.get(x).words(-2147483648).op(op.v128And, op.v128Or)
  e.get(size).floats(1).op(op.f32x4Lt, op.v128Bitselect)
}
