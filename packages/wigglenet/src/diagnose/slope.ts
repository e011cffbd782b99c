// One slope of a function of one variable: does a given derivative fit its values? Made so that a kink explains only what a kink can:
// a discrepancy is put down to one only if the values themselves show it, never because the given derivative is off.

/** The largest error that passes. */
export const tolerance = 1e-6
/** Each step of the differences is so much shorter than the one before; from 1e-3 the last one is about 1e-6. */
const shrinkage = 4
const levels = 6
/** A discrepancy is explained by what the values themselves show if it is at most so many times as large. */
const explained = 8

export interface SlopeVerdict {
  readonly numeric: number
  readonly error: number
}

/** Compares a derivative with central differences of fourth order around `center`, `step` apart at first.
 *  `scale` is the least size that an error is measured against. Gives 'kink' where the function has one at `center`. */
export function judgeSlope(
  f: (x: number) => number,
  center: number,
  analytic: number,
  scale: number,
  step: number,
): SlopeVerdict | 'kink' {
  const middle = f(center)
  let unseen = Infinity // the rounding of the losses in a difference with the longest step
  let first: SlopeVerdict | undefined
  let bendBefore = Infinity
  let isKinked = false
  let wasOff = false
  let left = 0
  let right = 0
  const verdict = (numeric: number): SlopeVerdict => {
    const difference = Math.max(0, Math.abs(analytic - numeric) - unseen)
    const size = Math.max(Math.abs(analytic), Math.abs(numeric), scale)
    return { numeric, error: difference === 0 ? 0 : Number.isNaN(difference) ? Infinity : difference / size }
  }
  for (let level = 0, h = step; level < levels; level++, h /= shrinkage) {
    const [down2, down, up, up2] = [-2, -1, 1, 2].map((i) => f(center + i * h)) as [number, number, number, number]
    const rounding = (4 * Number.EPSILON * Math.max(...[down2, down, middle, up, up2].map(Math.abs))) / h
    if (level === 0) unseen = rounding
    const near = (up - down) / (2 * h)
    const far = (up2 - down2) / (4 * h)
    const result = verdict((4 * near - far) / 3)
    if (result.error <= tolerance) return result
    first ??= result
    // What no smooth function shows as h shrinks: one-sided slopes that differ, or slopes that depend on the step.
    const jump = Math.abs(4 * (up + down) - 6 * middle - (up2 + down2)) / (2 * h)
    const bend = Math.max(jump, Math.abs(near - far))
    const isOff = !(explained * (bend + rounding) > Math.abs(analytic - result.numeric))
    if (isOff && wasOff) return result // twice, since two kinks may hide each other at one step
    wasOff = isOff
    if (bend > 16 * rounding && bend > bendBefore / 8) isKinked = true
    bendBefore = bend
    left = (middle - down) / h
    right = (up - middle) / h
  }
  if (!isKinked) return first!
  // At a kink the derivative is that of one side, or lies between them where several kinks meet.
  const slack = tolerance * Math.max(Math.abs(left), Math.abs(right), scale) + Math.abs(right - left) / 1000 + unseen
  const nearest = Math.min(Math.max(analytic, Math.min(left, right)), Math.max(left, right))
  return Math.abs(analytic - nearest) <= slack ? 'kink' : verdict(nearest)
}
