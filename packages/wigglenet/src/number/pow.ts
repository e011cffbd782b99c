// x^y in float64 from exact operations only; error at most 4 ulp. The logarithm is held in two numbers, high + low, since an
// exponent of 700 would blow the rounding of one number up to hundreds of ulp.
import { expOfSum, ln2High, ln2Low, splitExponent, splitMantissa } from './exponential.ts'

// 2/3 in two parts
const twoThirds = 0.6666666666666666
const twoThirdsLow = 3.700743415417188e-17

// What a · b loses in rounding, by splitting both into halves of 26 bits (Dekker 1971).
function productLoss(a: number, b: number, product: number): number {
  const aBig = 134217729 * a
  const aHigh = aBig - (aBig - a)
  const aLow = a - aHigh
  const bBig = 134217729 * b
  const bHigh = bBig - (bBig - b)
  const bLow = b - bHigh
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow)
}

/** x raised to y, with the special values of IEEE 754 `pow` as JavaScript has them (1 ^ ±∞ and 1 ^ NaN are NaN, x ^ 0 is 1). */
export function pow(x: number, y: number): number {
  if (y === 0) return 1
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN
  const size = Math.abs(x)
  const isOdd = Math.abs(y % 2) === 1
  if (x < 0 && size !== Infinity && Math.abs(y) !== Infinity && !Number.isInteger(y)) return NaN
  const value = positivePower(size, y)
  return isOdd && (x < 0 || Object.is(x, -0)) ? -value : value
}

function positivePower(x: number, y: number): number {
  if (x === 1) return Math.abs(y) === Infinity ? NaN : 1
  if (x === 0 || x === Infinity || Math.abs(y) === Infinity) return x > 1 === y > 0 ? Infinity : 0
  const k = splitExponent(x)
  const m = splitMantissa(x, k)
  // s = (m - 1) / (m + 1) in two parts, then log m = 2s + 2/3 s³ + 2/5 s⁵ + … with the first two terms in two parts.
  const f = m - 1
  const divisor = m + 1
  const s = f / divisor
  const quotient = s * divisor
  const sLow = (f - quotient - productLoss(s, divisor, quotient) - s * (f - (divisor - 2))) / divisor
  const square = s * s
  const squareLow = productLoss(s, s, square) + 2 * s * sLow
  const cube = square * s
  const cubeLow = productLoss(square, s, cube) + square * sLow + squareLow * s
  const term = cube * twoThirds
  const termLow = productLoss(cube, twoThirds, term) + cube * twoThirdsLow + cubeLow * twoThirds
  let rest = 0
  for (let odd = 23; odd >= 5; odd -= 2) rest = rest * square + 2 / odd
  // The parts from large to small; each sum's loss is exact, since the first is the larger one (or 0).
  const exponent = k * ln2High
  const one = exponent + 2 * s
  const oneLow = 2 * s - (one - exponent)
  const two = one + term
  const twoLow = term - (two - one)
  const small = oneLow + twoLow + (termLow + 2 * sLow + rest * square * cube + k * ln2Low)
  const high = two + small
  const low = small - (high - two)
  const product = y * high
  return Math.abs(product) > 800 ? expOfSum(product, 0) : expOfSum(product, productLoss(y, high, product) + y * low)
}
