// sin and cos in float64 from exact operations only. Error at most 2 ulp for |x| ≤ 10^6; beyond, x is first reduced by the
// float64 nearest to 2π, so the angle drifts by up to |x| · 2^-53 (the result stays the same on every machine).

// π/2 in three parts; the first two have 33 bits each, so that a whole multiple up to 2^20 of them is exact.
const first = 1.5707963267341256
const second = 6.077100506303966e-11
const third = 2.0222662487959506e-21
const twoOverPi = 0.6366197723675814
const twoPi = 6.283185307179586

/** The sine. */
export const sin = (x: number): number => (x === 0 ? x : turn(x, 0))

/** The cosine. */
export const cos = (x: number): number => turn(x, 1)

// sin(x + quarters · π/2)
function turn(x: number, quarters: number): number {
  if (Math.abs(x) > 1e6) x %= twoPi
  const count = Math.round(x * twoOverPi)
  const high = x - count * first
  const part = count * second
  const middle = high - part
  const back = middle - high
  const low = high - (middle - back) - (part + back) - count * third // what rounding `middle` lost, less the third part
  const angle = middle + low
  const tail = middle - angle + low
  const quadrant = (count + quarters) & 3
  const value = quadrant & 1 ? smallCos(angle, tail) : smallSin(angle, tail)
  return quadrant & 2 ? -value : value
}

// Both series for |r| ≤ π/4, where r + tail is the exact angle: the rest after r^17 and r^18 is under 2^-60.
function smallSin(r: number, tail: number): number {
  const square = r * r
  let sum = 0
  for (let n = 16; n >= 2; n -= 2) sum = (-square / (n * (n + 1))) * (1 + sum)
  return r + (r * sum + tail * (1 - square / 2))
}

function smallCos(r: number, tail: number): number {
  const square = r * r
  let sum = 0
  for (let n = 17; n >= 3; n -= 2) sum = (-square / (n * (n + 1))) * (1 + sum)
  const half = square / 2
  const rough = 1 - half
  return rough + (1 - rough - half - (half * sum + r * tail))
}
