import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { optimizers } from '../../src/catalogue.ts'
import { evaluate } from '../../src/formula/evaluate.ts'
import { parseFormula } from '../../src/formula/parse.ts'
import { adam } from '../../src/optimizer/adam.ts'
import { gradientDescent } from '../../src/optimizer/gradient-descent.ts'
import { momentum } from '../../src/optimizer/momentum.ts'
import { optimizer, optimizerFromData } from '../../src/optimizer/optimizer.ts'
import { type OptimizerName, resolveOptimizer, resolveSchedule } from '../../src/optimizer/resolve.ts'
import { constantRate, schedule, scheduleFromData } from '../../src/optimizer/schedule.ts'
import type { Optimizer } from '../../src/optimizer/types.ts'

/** The path of one parameter under a rule, as `Optimizer` defines it. */
function follow(rule: Optimizer, start: number, gradients: readonly number[]): number[] {
  const run = (text: string, values: Record<string, number>) =>
    evaluate(parseFormula(text, { where: 'test', names: Object.keys(values) }), values)
  let slots = Object.fromEntries(Object.keys(rule.state).map((name) => [name, 0]))
  let w = start
  return gradients.map((g, i) => {
    const values: Record<string, number> = { ...rule.options, t: i + 1 }
    for (const [name, text] of Object.entries(rule.perStep)) values[name] = run(text, values)
    const seen: Record<string, number> = { ...values, w, g, ...slots }
    for (const [name, text] of Object.entries(rule.state)) seen[name] = run(text, seen)
    slots = Object.fromEntries(Object.keys(slots).map((name) => [name, seen[name]!]))
    return (w = run(rule.update, seen))
  })
}

function expectClose(found: readonly number[], expected: readonly number[], tolerance: number): void {
  expect(found).toHaveLength(expected.length)
  for (const [i, value] of found.entries()) expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(tolerance)
}

const gradients = [0.5, -1, 0.25, 2, -0.125, 0, 1e-3, -3, 0.75, 0.1]

describe('gradientDescent', () => {
  test('moves 1 by -0.1 times the gradient: 0.95, 1.05, 1.025', () => {
    expectClose(follow(gradientDescent(), 1, [0.5, -1, 0.25]), [0.95, 1.05, 1.025], 1e-14)
  })
})

describe('momentum', () => {
  test('adds up a velocity: by hand with rate 0.1 and momentum 0.5, from 1 by gradients 1, 1, 0 to 0.9, 0.75, 0.675', () => {
    expectClose(follow(momentum({ rate: 0.1, momentum: 0.5 }), 1, [1, 1, 0]), [0.9, 0.75, 0.675], 1e-14)
  })

  test('0 does not throw, and is plain descent', () => {
    const rule = momentum({ rate: 0.1, momentum: 0 })
    expect(rule.options.momentum).toBe(0)
    expect(follow(rule, 1, gradients)).toEqual(follow(gradientDescent({ rate: 0.1 }), 1, gradients))
  })
})

describe('adam', () => {
  test('agrees with algorithm 1 of the paper to 1e-12 over 10 steps', () => {
    const { rate, beta1, beta2, epsilon } = { rate: 0.01, beta1: 0.8, beta2: 0.95, epsilon: 1e-6 }
    let [w, m, v] = [1, 0, 0]
    const expected = gradients.map((g, i) => {
      m = beta1 * m + (1 - beta1) * g
      v = beta2 * v + (1 - beta2) * g ** 2
      const corrected = { m: m / (1 - beta1 ** (i + 1)), v: v / (1 - beta2 ** (i + 1)) }
      return (w = w - (rate * corrected.m) / (Math.sqrt(corrected.v) + epsilon))
    })
    expectClose(follow(adam({ rate, beta1, beta2, epsilon }), 1, gradients), expected, 1e-12)
  })

  test('takes a first step of the rate, whatever the size of the gradient: the bias correction divides', () => {
    for (const g of [1e-3, 1, 1000]) expect(follow(adam({ rate: 0.5 }), 1, [g])[0]).toBeCloseTo(0.5, 4)
  })

  test('with beta1 = beta2 = 0 steps by the sign of the gradient', () => {
    expectClose(follow(adam({ rate: 0.25, beta1: 0, beta2: 0 }), 0, [3, -2, 5]), [-0.25, 0, -0.25], 1e-7)
  })

  test('does not move where the gradient is always 0', () => {
    expect(follow(adam(), 1, [0, 0])).toEqual([1, 1])
  })

  test('has the published defaults', () => {
    expect(adam().options).toEqual({ rate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 })
  })
})

describe('options', () => {
  test.each([
    [() => adam({ beta2: 1 }), 'adam: beta2 must be a number in [0, 1); got 1. Give beta2 a value in [0, 1).'],
    [
      () => momentum({ momentum: -0.1 }),
      'momentum: momentum must be a number in [0, 1); got -0.1. Give momentum a value in [0, 1).',
    ],
    [
      () => gradientDescent({ rate: Infinity }),
      'gradient-descent: rate must be a number in [0, ∞); got Infinity. Give rate a value in [0, ∞).',
    ],
    [
      () => gradientDescent({ learningRate: 1 } as object),
      'gradient-descent: the options are rate; got "learningRate". Remove learningRate, or correct its spelling.',
    ],
    [
      () => adam({ rate: null as never }),
      'adam: rate must be a number in [0, ∞); got null. Give rate a value in [0, ∞).',
    ],
  ])('case $# is refused: $1', (make, message) => {
    expect(make).toThrow(expect.objectContaining({ name: 'OptionError', message }))
  })

  test('a rate of 0 is 0', () => {
    expect(adam({ rate: 0 }).options.rate).toBe(0)
  })
})

describe("a rule of the user's own", () => {
  const rate = { interval: '[0, ∞)', default: 0.1 }

  test('may name what it computes once a step and what it remembers', () => {
    const rule = optimizer(
      'fading',
      { rate },
      { perStep: { now: 'rate / t' }, state: { n: 'n + 1' }, update: 'w - now * g + 0 * n' },
    )
    expect(follow(rule(), 1, [1, 1])).toEqual([0.9, 0.85])
  })

  test('sees the old value of a slot that stands after it: a pair that swaps', () => {
    const rule = optimizer('swapping', { rate }, { state: { a: 'g + b', b: 'a - b' }, update: 'a + 10 * b' })
    // a: 1 + 0, 2 + 1, 4 + 2; b: 1 - 0, 3 - 1, 6 - 2
    expect(follow(rule(), 0, [1, 2, 4])).toEqual([11, 23, 46])
  })

  test.each([
    [
      { update: 'w - rate * z' },
      'mine.update: the name at column 12 must be one of w, g, decays, t, rate; got "z". Correct the name.',
    ],
    [
      { perStep: { c: 'g' }, update: 'w' },
      'mine.perStep.c: the name at column 1 must be one of t, rate; got "g". Correct the name.',
    ],
    [
      { state: { a: 'c', b: 'a' }, update: 'w' },
      'mine.state.a: the name at column 1 must be one of w, g, decays, t, rate, a, b; got "c". Correct the name.',
    ],
    [
      { state: { w: 'w' }, update: 'w' },
      'mine: names in formulas must be 1 to 32 letters and digits, start with a letter, differ, and be neither a function\'s nor w, g, decays, t, update; got "w". Rename it.',
    ],
    [
      { state: { rate: 'g' }, update: 'w' },
      'mine: names in formulas must be 1 to 32 letters and digits, start with a letter, differ, and be neither a function\'s nor w, g, decays, t, update; got "rate". Rename it.',
    ],
  ])('with %j is refused', (rule, message) => {
    expect(optimizer('mine', { rate }, rule)).toThrow(expect.objectContaining({ name: 'OptionError', message }))
  })
})

test.each(Object.values(optimizers).map((make) => make()))(
  '$kind is what `optimizer` makes of its formulas, and frozen',
  (rule) => {
    const declared = Object.fromEntries(
      Object.entries(rule.options).map(([name, value]) => [name, { interval: '[0, ∞)', default: value }]),
    )
    const { rate, ...others } = declared
    const { perStep, state, update } = rule
    expect(optimizer(rule.kind, { rate: rate!, ...others }, { perStep, state, update })()).toEqual(rule)
    for (const part of [rule, rule.options, rule.perStep, rule.state]) expect(Object.isFrozen(part)).toBe(true)
  },
)

describe('optimizerFromData', () => {
  test.each(Object.values(optimizers).map((make) => make()))('gives $kind back', (rule) => {
    const copy = optimizerFromData(JSON.parse(JSON.stringify(rule)))
    expect(copy).toEqual(rule)
    expect(Object.isFrozen(copy) && Object.isFrozen(copy.state)).toBe(true)
  })

  test('refuses a rule without a rate, with unknown fields, or with a formula that is not text', () => {
    const data = JSON.parse(JSON.stringify(adam()))
    expect(() => optimizerFromData({ ...data, options: {} }, 'file')).toThrow(
      'file: rate must be a number in (-∞, ∞); got undefined.',
    )
    expect(() => optimizerFromData({ ...data, more: 1 }, 'file')).toThrow(
      'file: the options are kind, options, perStep, state, update, result, clips, rates; got "more".',
    )
    expect(() => optimizerFromData({ ...data, update: 5 }, 'file')).toThrow(
      'file.update: a formula must be a text; got 5.',
    )
  })

  test('any JSON in any field gives a rule or an OptionError', () => {
    const data = JSON.parse(JSON.stringify(adam()))
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...Object.keys(data)), (junk, field) => {
        try {
          optimizerFromData({ ...data, [field]: junk })
        } catch (error) {
          expect((error as Error).name).toBe('OptionError')
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('resolveOptimizer', () => {
  test('gives the optimizer of each name, or the one that was given', () => {
    const names: OptimizerName[] = ['gradient-descent', 'momentum', 'adam']
    expect(names.map((name) => resolveOptimizer(name))).toEqual([gradientDescent(), momentum(), adam()])
    expect(resolveOptimizer(adam({ rate: 0.5 }))).toEqual(adam({ rate: 0.5 }))
  })

  test('an unknown name never becomes plain descent: it is an error that lists the names', () => {
    expect(() => resolveOptimizer('adamw' as OptimizerName)).toThrow(
      'optimizer: optimizer must be one of gradient-descent, momentum, adam; got "adamw". Choose a name from the list.',
    )
    expect(() => resolveOptimizer(adam as never)).toThrow('got a function.')
  })

  test('an object that no maker made is refused', () => {
    expect(() => resolveOptimizer({ kind: 'adam', options: {} } as never, 'fit')).toThrow(
      'fit: the optimizer must be one that adam() or optimizer() makes; got { kind, options }. Make it with adam() or optimizer(), or read it from JSON with optimizerFromData.',
    )
  })
})

describe('schedules', () => {
  test('the constant one is the rate, and a formula may use step, epoch and options', () => {
    expect(constantRate()).toEqual({ kind: 'constant', options: {}, rate: 'rate' })
    const halves = schedule('halves', { every: { interval: '[1, ∞)', default: 10 } }, 'rate * 0.5^(epoch / every)')
    expect(halves({ every: 5 }).options).toEqual({ every: 5 })
    expect(scheduleFromData(JSON.parse(JSON.stringify(halves())))).toEqual(halves())
  })

  test('left out, it is the constant one; one that was made is kept, and anything else is refused', () => {
    const falling = schedule('falling', {}, 'rate / (1 + step)')()
    expect([resolveSchedule(undefined), resolveSchedule(falling)]).toEqual([constantRate(), falling])
    expect(() => resolveSchedule('falling' as never, 'fit')).toThrow(
      'fit: the schedule must be one that schedule() makes; got "falling". Make it with schedule(), or read it from JSON with scheduleFromData.',
    )
  })

  test('a weight is no part of a schedule, and its names cannot be taken', () => {
    expect(schedule('mine', {}, 'rate * w')).toThrow(
      'mine.rate: the name at column 8 must be one of rate, step, epoch, steps, epochs; got "w". Correct the name.',
    )
    expect(schedule('mine', { step: { interval: '[0, 1]', default: 0 } }, 'rate')).toThrow(
      'mine: names in formulas must be 1 to 32 letters and digits, start with a letter, differ, and be neither a function\'s nor rate, step, epoch, steps, epochs, loss; got "step". Rename it.',
    )
  })
})

test('a misspelt part of an update rule is refused, never passed over', () => {
  const misspelt = optimizer('mine', { rate: { interval: '(0, 1)', default: 0.1 } }, {
    update: 'w - rate*g',
    stat: {},
  } as never)
  expect(() => misspelt()).toThrow(
    'mine: the options are perStep, state, update, result, clips, rates; got "stat". Remove stat, or correct its spelling.',
  )
})
