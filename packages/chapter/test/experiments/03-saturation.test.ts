import { expect } from 'vitest'
import { held, shortForm } from '../short.ts'

shortForm(
  'saturation',
  'sigmoids kill gradients and zig-zag; but saturated networks still learn, and the zig-zag is no slower',
  (outcome) => {
    // Depth, two scales, "barely learns", signs by example, by batch, the longer way, the slower way, tanh from sigmoid.
    expect(held(outcome)).toEqual([true, true, true, false, true, true, true, false, true])
    const depth = outcome.figures.find(({ title }) => title === 'How much gradient comes through')!
    if (depth.kind !== 'lines') throw new Error('the figure must be of lines')
    // The steepest slope of the sigmoid is 1/4, and 7 layers lie between the first and the last.
    const [, last] = depth.series[0]!.points.at(-1)!
    expect(last).toBeLessThan(0.5 ** 7)
    expect(last).toBeGreaterThan(0.1 ** 7)
  },
)
