// Elementary functions of four float32 at once, written in place: a call for each vector would cost as much as the function.
// Errors against float64 (tests measure them): exp and log 1 ulp, tanh 6.5, sigmoid 2.5, sin and cos 1.5 (|x| ≤ 100; 1e-7 up to
// 8192; beyond, the places between two numbers are no longer told apart, but nothing leaves ±1), pow 1.2e-7·(1 + |log of the result|).
// Source of the coefficients: S. L. Moshier, Cephes Mathematical Library 2.8 (single precision); tanh: the quotient of degree
// 13 and 6 that Eigen 3 uses. Nothing becomes denormal: exp below -69 is 0. pmin and pmax with the bound second keep NaN, in one instruction
// where min and max take eight.

// Each constant is written with the fewest digits that give its float32.
import type { Emitter } from './assembler.ts'
import * as op from './opcodes.ts'

export type ElementaryName = 'exp' | 'log' | 'sigmoid' | 'tanh' | 'erf' | 'sin' | 'cos' | 'pow'
type Writer = (e: Emitter, x: number, exponent: number) => void

/** Replaces the vector on the stack (for pow: the two vectors, base and exponent) by the function's value. */
export function elementary(e: Emitter, name: ElementaryName): Emitter {
  const exponent = e.local('v128')
  if (name === 'pow') e.set(exponent)
  const x = e.local('v128')
  e.set(x)
  writers[name]!(e, x, exponent)
  return e
}

/** Replaces the vector on the stack, of numbers that are 0 or less, by its exponential: cheaper than for any number. */
export function expOfNegative(e: Emitter): Emitter {
  const x = e.local('v128')
  e.set(x)
  exponential(e, x, 0)
  return e
}

/** Leaves c[0]·x^n + c[1]·x^(n-1) + … + c[n] on the stack. */
export function polynomial(e: Emitter, x: number, coefficients: readonly number[]): void {
  e.floats(coefficients[0]!)
  for (const c of coefficients.slice(1)) e.get(x).multiplyAdd(() => e.floats(c))
}

/** t = x·inverse rounded to whole numbers: leaves nothing, sets `whole` (float) and `bits` (integer). Adding 1.5·2^23 rounds. */
function roundedQuotient(e: Emitter, x: number, inverse: number, whole: number, bits: number): void {
  e.get(x)
    .floats(inverse)
    .op(op.f32x4Mul)
    .floats(12582912)
    .op(op.f32x4Add)
    .tee(whole)
    .words(0x4b400000)
    .op(op.i32x4Sub)
    .set(bits)
  e.get(whole).floats(12582912).op(op.f32x4Sub).set(whole)
}

/** x - whole·(parts[0] + parts[1] + …), the parts from large to small, so that little is lost. */
function reduce(e: Emitter, x: number, whole: number, parts: readonly number[]): void {
  for (const part of parts) e.get(x).get(whole).floats(part).op(op.f32x4Mul, op.f32x4Sub).set(x)
}

const powerOfTwo = (e: Emitter) => e.words(127).op(op.i32x4Add).i32(23).op(op.i32x4Shl)

/** exp(x) where x is at most `most`, 90 for any x. For x ≤ 0 the power of two fits into one factor. */
function exponential(e: Emitter, x: number, most: 0 | 90): void {
  const [small, whole, bits, half] = e.locals('v128')
  e.get(x).floats(-69).op(op.f32x4Lt).set(small)
  if (most > 0) e.get(x).floats(most).op(op.f32x4Pmin).set(x)
  e.get(x).floats(-70).op(op.f32x4Pmax).set(x)
  roundedQuotient(e, x, Math.LOG2E, whole, bits)
  reduce(e, x, whole, [0.6933594, -2.1219444e-4])
  polynomial(e, x, [1.98756915e-4, 0.00139819995, 0.008333452, 0.041665796, 0.16666665, 0.5])
  e.get(x).op(op.f32x4Mul).get(x).op(op.f32x4Mul).get(x).op(op.f32x4Add).floats(1).op(op.f32x4Add)
  if (most > 0) {
    // bits may reach 130, more than one factor can hold
    e.get(bits).i32(1).op(op.i32x4ShrS).tee(half)
    powerOfTwo(e).op(op.f32x4Mul).get(bits).get(half).op(op.i32x4Sub)
  } else {
    e.get(bits)
  }
  powerOfTwo(e).op(op.f32x4Mul).get(small).op(op.v128Andnot)
}

/** `erf` is added by `kernel/erf.ts`. */
export const writers: Partial<Record<ElementaryName, Writer>> = {
  exp: (e: Emitter, x: number) => exponential(e, x, 90),
  log(e: Emitter, x: number) {
    const [input, tiny, exponent, square] = e.locals('v128')
    e.get(x).set(input)
    e.get(x).floats(1.1754943e-38).op(op.f32x4Lt).set(tiny) // subnormal: scale by 2^25 first
    e.get(x).floats(33554432).op(op.f32x4Mul).get(x).get(tiny).op(op.v128Bitselect).set(x)
    e.get(x).words(0x3f3504f3).op(op.i32x4Sub).i32(23).op(op.i32x4ShrS).set(exponent)
    e.get(x).get(exponent).i32(23).op(op.i32x4Shl, op.i32x4Sub).floats(1).op(op.f32x4Sub).set(x)
    e.get(exponent).get(tiny).words(25).op(op.v128And, op.i32x4Sub, op.f32x4ConvertI32x4S).set(exponent)
    e.get(x).get(x).op(op.f32x4Mul).set(square)
    polynomial(
      e,
      x,
      [0.070376836, -0.1151461, 0.116769987, -0.12420141, 0.14249323, -0.16668058, 0.200007148, -0.24999994, 0.3333333],
    )
    e.get(x)
      .op(op.f32x4Mul)
      .get(square)
      .op(op.f32x4Mul)
      .get(exponent)
      .floats(-2.1219444e-4)
      .op(op.f32x4Mul, op.f32x4Add)
    e.get(square)
      .floats(0.5)
      .op(op.f32x4Mul, op.f32x4Sub)
      .get(x)
      .op(op.f32x4Add)
      .get(exponent)
      .floats(0.6933594)
      .op(op.f32x4Mul, op.f32x4Add)
      .set(x)
    // 0 → -∞; below 0 or NaN → NaN; +∞ → +∞
    e.floats(-Infinity).get(x).get(input).floats(0).op(op.f32x4Eq, op.v128Bitselect).set(x)
    e.get(input).get(x).get(input).floats(Infinity).op(op.f32x4Eq, op.v128Bitselect).set(x)
    e.get(x).floats(Number.NaN).get(input).floats(0).op(op.f32x4Ge, op.v128Bitselect)
  },
  sigmoid(e: Emitter, x: number) {
    const [tail, share] = e.locals('v128')
    e.get(x).op(op.f32x4Abs, op.f32x4Neg)
    expOfNegative(e).set(tail)
    e.floats(1).floats(1).get(tail).op(op.f32x4Add, op.f32x4Div).set(share)
    e.get(share).get(share).get(tail).op(op.f32x4Mul).get(x).floats(0).op(op.f32x4Ge, op.v128Bitselect)
  },
  // A quotient of polynomials: a short chain of operations, so that the processor has many vectors under way at once.
  tanh(e: Emitter, x: number) {
    const square = e.local('v128')
    const bound = 7.905311 // where the quotient rounds to 1
    e.get(x).floats(bound).op(op.f32x4Pmin).floats(-bound).op(op.f32x4Pmax).tee(x).get(x).op(op.f32x4Mul).set(square)
    polynomial(
      e,
      square,
      [-2.76076848e-16, 2.000188e-13, -8.604672e-11, 5.1222971e-8, 0.0000148572236, 0.00063726193, 0.0048935246],
    )
    polynomial(e, square, [0.0000011982584, 0.00011853471, 0.00226843463, 0.004893525])
    e.op(op.f32x4Div).get(x).op(op.f32x4Mul) // the quotient first: x times a coefficient could be denormal
  },
  sin: (e: Emitter, x: number) => circular(e, x, 0),
  cos: (e: Emitter, x: number) => circular(e, x, 1),
  pow(e: Emitter, base: number, exponent: number) {
    e.floats(1).get(base)
    elementary(e, 'log').get(exponent).op(op.f32x4Mul)
    elementary(e, 'exp')
    // u ^ 0 is 1 for u ≥ 0, where 0·log(0) would be NaN
    e.get(exponent).floats(0).op(op.f32x4Eq).get(base).floats(0).op(op.f32x4Ge, op.v128And, op.v128Bitselect)
  },
}

/** sin(x + shift·π/2) by quadrants of π/2. */
function circular(e: Emitter, x: number, shift: number): void {
  const [whole, quadrant, square] = e.locals('v128')
  roundedQuotient(e, x, 2 / Math.PI, whole, quadrant)
  reduce(e, x, whole, [1.5703125, 0.0004837513, 7.54979e-8])
  // Between ±π/4 this changes nothing; what is too large to be reduced stays bounded, and NaN stays NaN.
  e.get(x).floats(0.8).op(op.f32x4Pmin).floats(-0.8).op(op.f32x4Pmax).set(x)
  if (shift !== 0) e.get(quadrant).words(shift).op(op.i32x4Add).set(quadrant)
  e.get(x).get(x).op(op.f32x4Mul).set(square)
  polynomial(e, square, [0.000024433157, -0.0013887316, 0.041666646, -0.5, 1])
  polynomial(e, square, [-0.00019515296, 0.008332161, -0.16666655])
  e.get(square).op(op.f32x4Mul).get(x).op(op.f32x4Mul).get(x).op(op.f32x4Add)
  e.get(quadrant).words(1).op(op.v128And).words(1).op(op.i32x4Eq, op.v128Bitselect)
  e.get(quadrant).words(2).op(op.v128And).i32(30).op(op.i32x4Shl, op.v128Xor)
}

/** Numbers below 1e-30 become 0, so that nothing turns denormal (WebAssembly has no flush to zero); NaN stays. Takes and leaves a local. */
export function flush(e: Emitter, local: number): void {
  e.get(local).get(local).words(0x7fffffff).op(op.v128And).floats(1e-30).op(op.f32x4Lt, op.v128Andnot).set(local)
}
