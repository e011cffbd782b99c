// The error function in float64 from exact operations only; error at most 4 ulp.
import { exp } from './exponential.ts'

// erf(c) for c = 0, 1/2, 1, … 6, from its series with 75 digits.
const centers = [
  0, 0.5204998778130465, 0.8427007929497149, 0.9661051464753108, 0.9953222650189527, 0.999593047982555,
  0.9999779095030014, 0.9999992569016276, 0.9999999845827421, 0.9999999998033839, 0.9999999999984626,
  0.9999999999999927, 1,
]

/** The error function, 2/√π · ∫ e^(-t²) dt from 0 to x.
 *  Method:  Taylor series around the nearest c = 0, 1/2, 1, …: with g = 2/√π · e^(-x²), g' = -2 x g gives each coefficient of g
 *  from the two before it. */
export function erf(x: number): number {
  if (Number.isNaN(x)) return x
  const size = Math.abs(x)
  if (size >= 6) return x < 0 ? -1 : 1
  const index = Math.round(2 * size)
  const c = index / 2
  const d = size - c
  let before = 0
  let coefficient = 1.1283791670955126 * exp(-c * c)
  let power = d
  let sum = 0
  for (let n = 0; n < 22; n++) {
    sum += (coefficient * power) / (n + 1)
    const next = (-2 * (c * coefficient + before)) / (n + 1)
    before = coefficient
    coefficient = next
    power *= d
  }
  return x < 0 ? -(centers[index]! + sum) : centers[index]! + sum || x
}
