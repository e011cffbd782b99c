// exp, expm1, log, tanh and sigmoid in float64, made only of operations that are exact on every machine (+ - * / and bits),
// because the ones in `Math` differ between engines in their last bits. Errors: exp, expm1, log at most 2 ulp, others 4.

// ln 2 in two parts; the first has 33 bits, so that a whole multiple up to 2^20 of it is exact.
export const ln2High = 0.6931471804855391
export const ln2Low = 7.440617110012397e-11

const view = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(8))

function twoTo(exponent: number): number {
  view.setInt32(0, (exponent + 1023) << 20)
  view.setInt32(4, 0)
  return view.getFloat64(0)
}

// 2^exponent · value, in two steps so that neither factor over- or underflows.
function scale(value: number, exponent: number): number {
  const half = exponent >> 1
  return value * twoTo(half) * twoTo(exponent - half)
}

// 1/13!, 1/12!, … 1/2!
const inverseFactorials = /* @__PURE__ */ Array.from({ length: 12 }, (_, i) => {
  let factorial = 1
  for (let n = 13 - i; n > 1; n--) factorial *= n
  return 1 / factorial
})

// e^r - 1 for |r| ≤ ln 2 / 2, where r + tail is the exact argument: the series up to r^13 / 13!, whose rest is under 2^-57.
function smallExpm1(r: number, tail: number): number {
  let sum = 0
  for (let n = 0; n < inverseFactorials.length; n++) sum = sum * r + inverseFactorials[n]!
  const rest = sum * r * r
  return r + (rest + (tail + tail * (r + rest)))
}

/** e^x. Overflows to ∞ above 709.78, underflows through the smallest numbers to 0 below -745.13. */
export const exp = (x: number): number => expOfSum(x, 0)

/** e^(x + tail), for a tail that is too small beside x to be added to it. */
export function expOfSum(x: number, tail: number): number {
  if (x > 709.782712893384) return Infinity
  if (x < -745.1332191019411) return 0
  if (Number.isNaN(x)) return x
  const k = Math.round(x * Math.LOG2E)
  const high = x - k * ln2High
  const low = k * ln2Low
  const r = high - low
  return scale(1 + smallExpm1(r, high - r - low + tail), k)
}

/** e^x - 1, precise near 0. */
export function expm1(x: number): number {
  if (x === 0 || Number.isNaN(x)) return x
  if (x > 709.782712893384) return Infinity
  if (x < -40) return -1
  const k = Math.round(x * Math.LOG2E)
  const high = x - k * ln2High
  const low = k * ln2Low
  const r = high - low
  const small = smallExpm1(r, high - r - low)
  if (k === 0) return small
  return k > 60 ? scale(1 + small, k) : scale(small + (1 - twoTo(-k)), k)
}

/** x = m · 2^k with m in [√½, √2), for a positive finite x: returns k, and m by `splitMantissa`. */
export function splitExponent(x: number): number {
  const isTiny = x < 2.2250738585072014e-308
  view.setFloat64(0, isTiny ? x * 18014398509481984 : x)
  const word = view.getInt32(0)
  const k = (word >>> 20) - 1023 - (isTiny ? 54 : 0)
  view.setInt32(0, (word & 0xfffff) | 0x3ff00000)
  return view.getFloat64(0) > Math.SQRT2 ? k + 1 : k
}

/** The m of `splitExponent`. */
export const splitMantissa = (x: number, k: number): number => scale(scale(x, -(k >> 1)), (k >> 1) - k)

// 2/23, 2/21, … 2/3
const logarithmTerms = /* @__PURE__ */ Array.from({ length: 11 }, (_, i) => 2 / (23 - 2 * i))

/** The natural logarithm: -∞ at 0, NaN below. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN
  if (x === Infinity) return x
  const k = splitExponent(x)
  const f = splitMantissa(x, k) - 1
  // log(1 + f) = 2 (s + s³/3 + s⁵/5 + …) with s = f / (2 + f), and 2s = f - s f; |s| ≤ 0.172, so s^23 is the last to matter.
  const s = f / (2 + f)
  const square = s * s
  let sum = 0
  for (let n = 0; n < logarithmTerms.length; n++) sum = (sum + logarithmTerms[n]!) * square
  const half = 0.5 * f * f
  // f - f²/2 is written out, because s f = f²/2 - s f²/2 would lose the bits that matter.
  return k * ln2High - (half - (s * (half + sum) + k * ln2Low) - f)
}

/** The hyperbolic tangent. */
export function tanh(x: number): number {
  if (x === 0 || Number.isNaN(x)) return x
  const size = Math.abs(x)
  const t = size < 22 ? expm1(2 * size) : Infinity
  const value = size < 1 ? t / (t + 2) : 1 - 2 / (t + 2)
  return x < 0 ? -value : value
}

/** 1 / (1 + e^-x), without overflow at either end. */
export function sigmoid(x: number): number {
  const e = exp(-Math.abs(x))
  return (x < 0 ? e : 1) / (1 + e)
}
