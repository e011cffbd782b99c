import { describe, expect, test } from 'vitest'
import { constant } from '../../../src/network/initializers/constant.ts'
import { drawParameter } from '../../../src/network/initializers/draw.ts'
import { glorot } from '../../../src/network/initializers/glorot.ts'
import { he } from '../../../src/network/initializers/he.ts'
import { lecun } from '../../../src/network/initializers/lecun.ts'
import { normal } from '../../../src/network/initializers/normal.ts'
import { zero } from '../../../src/network/initializers/zero.ts'
import type { Initializer, ParameterShape } from '../../../src/network/types.ts'

const weights = (initializer: Initializer): ParameterShape => ({
  name: 'h1.W',
  node: 'h1',
  role: 'weights',
  shape: [300, 200], // 60,000 numbers, 200 inputs
  initializer,
})

function moments(values: Float32Array): { mean: number; deviation: number; largest: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  return { mean, deviation: Math.sqrt(square), largest }
}

describe('drawParameter', () => {
  // Deviations by hand: √(2/200) = 0.1, √(2/500) = 0.0632456, √(1/200) = 0.0707107. The mean of 60,000 numbers with deviation d has the
  // standard error d/245, their deviation one of d/346: five of them are allowed.
  test.each([
    [he(), 0.1],
    [he({ distribution: 'uniform' }), 0.1],
    [glorot({ distribution: 'normal' }), 0.0632456],
    [glorot(), 0.0632456],
    [lecun(), 0.0707107],
    [lecun({ distribution: 'uniform' }), 0.0707107],
    [lecun({ gain: 2 }), 0.1414214],
    [he({ distribution: 'uniform', gain: 0.5 }), 0.05],
    [glorot({ gain: 5 / 3 }), 0.1054093],
    [normal({ deviation: 0.5 }), 0.5],
    [normal(), 0.01],
  ])('%j has mean 0 and deviation %f', (initializer, deviation) => {
    const found = moments(drawParameter(weights(initializer), 7, 0))
    expect(Math.abs(found.mean)).toBeLessThan((5 * deviation) / 245)
    expect(Math.abs(found.deviation / deviation - 1)).toBeLessThan(5 / 346)
  })

  test('uniform numbers fill ±√(6/200) = ±0.1732051 and stay inside', () => {
    const { largest } = moments(drawParameter(weights(he({ distribution: 'uniform' })), 7, 0))
    expect(largest).toBeLessThanOrEqual(0.1732051)
    expect(largest).toBeGreaterThan(0.173)
  })

  test('normal numbers reach beyond 3.5 deviations, so they are not cut off', () => {
    expect(moments(drawParameter(weights(he()), 7, 0)).largest).toBeGreaterThan(0.35)
  })

  test('constant and zero fill', () => {
    expect([...new Set(drawParameter(weights(constant(0.5)), 7, 0))]).toEqual([0.5])
    expect([...new Set(drawParameter(weights(zero()), 7, 0))]).toEqual([0])
  })

  test('the same seed gives the same numbers; another seed or another parameter gives others', () => {
    const first = drawParameter(weights(he()), 7, 0)
    expect(drawParameter(weights(he()), 7, 0)).toEqual(first)
    const same = (other: Float32Array) => other.filter((value, i) => value === first[i]).length
    expect(same(drawParameter(weights(he()), 8, 0))).toBeLessThan(10)
    expect(same(drawParameter(weights(he()), 7, 1))).toBeLessThan(10)
  })

  test('biases have their own number of values, and cannot be scaled by inputs that they do not have', () => {
    const biases: ParameterShape = { ...weights(normal()), name: 'h1.b', role: 'biases', shape: [3] }
    expect(drawParameter(biases, 1, 1)).toHaveLength(3)
    expect(() => drawParameter({ ...biases, initializer: he() }, 1, 1)).toThrow(
      'drawParameter: h1.b: he needs the shape (units, inputs); got [3]. Use normal or constant.',
    )
  })
})

describe('initializers', () => {
  test('are frozen data', () => {
    expect(he()).toEqual({ kind: 'he', distribution: 'normal' })
    expect(glorot()).toEqual({ kind: 'glorot', distribution: 'uniform' })
    expect(JSON.stringify(lecun({ gain: 1 }))).toBe('{"kind":"lecun","distribution":"normal"}')
    expect(lecun({ gain: 1.5 })).toEqual({ kind: 'lecun', distribution: 'normal', gain: 1.5 })
    expect(normal({ deviation: 0 })).toEqual({ kind: 'normal', deviation: 0 })
    expect([he(), glorot(), lecun(), normal(), constant(1), zero()].every(Object.isFrozen)).toBe(true)
  })

  test('refuse other distributions, options and values', () => {
    expect(() => he({ distribution: 'gamma' as 'normal' })).toThrow(
      'he: distribution must be one of normal, uniform; got "gamma". Choose a name from the list.',
    )
    expect(() => lecun({ scale: 2 } as object)).toThrow(
      'lecun: the options are distribution, gain; got "scale". Remove scale, or correct its spelling.',
    )
    expect(() => lecun({ gain: 0 })).toThrow(
      'lecun: gain must be a number in (0, ∞); got 0. Give gain a value in (0, ∞).',
    )
    expect(() => normal({ deviation: -1 })).toThrow(
      'normal: deviation must be a number in [0, ∞); got -1. Give deviation a value in [0, ∞).',
    )
    expect(() => constant(Number.NaN)).toThrow(
      'constant: value must be a number in (-∞, ∞); got NaN. Give value a value in (-∞, ∞).',
    )
  })
})

test('normal names its one option, and null is no list of options', () => {
  expect(() => normal({ spread: 1 } as never)).toThrow(
    'normal: the options are deviation; got "spread". Remove spread, or correct its spelling.',
  )
  expect(() => normal(null as never)).toThrow('normal: the options must be an object; got null. Write it in braces.')
})
