import { describe, expect, test } from 'vitest'
import { schedules } from '../../src/catalogue.ts'
import { gradientDescent } from '../../src/optimizer/gradient-descent.ts'
import { resolveSchedule } from '../../src/optimizer/resolve.ts'
import { constantRate, schedule, scheduleFromData } from '../../src/optimizer/schedule.ts'
import { cosineDecay } from '../../src/optimizer/schedules/cosine-decay.ts'
import { exponentialDecay } from '../../src/optimizer/schedules/exponential-decay.ts'
import { inverseTimeDecay } from '../../src/optimizer/schedules/inverse-time-decay.ts'
import { onPlateau } from '../../src/optimizer/schedules/on-plateau.ts'
import { oneCycle } from '../../src/optimizer/schedules/one-cycle.ts'
import { polynomialDecay } from '../../src/optimizer/schedules/polynomial-decay.ts'
import { stepDecay } from '../../src/optimizer/schedules/step-decay.ts'
import { warmRestarts } from '../../src/optimizer/schedules/warm-restarts.ts'
import { warmUp } from '../../src/optimizer/schedules/warm-up.ts'
import type { Schedule } from '../../src/optimizer/types.ts'
import { stepTable } from '../../src/train/table.ts'

const perEpoch = 10
/** The table of a run of some epochs with 10 steps each, at rate 1. */
const tableOf = (rule: Schedule, epochs: number) =>
  stepTable(gradientDescent({ rate: 1 }), rule, perEpoch * epochs, epochs, () => 1)
/** The rates of these steps. */
function rates(rule: Schedule, epochs: number, steps: readonly number[]): number[] {
  const { rate } = tableOf(rule, epochs)
  return steps.map((step) => rate(step, Math.floor(step / perEpoch)))
}
function expectRates(rule: Schedule, epochs: number, expected: Readonly<Record<number, number>>): void {
  const steps = Object.keys(expected).map(Number)
  rates(rule, epochs, steps).forEach((rate, i) => {
    expect(Math.abs(rate - expected[steps[i]!]!), `step ${steps[i]}: ${rate}`).toBeLessThan(1e-12)
  })
}

test('step: a tenth at every twentieth epoch', () => {
  expectRates(stepDecay({ every: 20 }), 60, { 0: 1, 199: 1, 200: 0.1, 399: 0.1, 400: 0.01, 599: 0.01 })
})

test('exponential: the factor to the power of the epochs done', () => {
  expectRates(exponentialDecay({ factor: 0.5 }), 4, { 0: 1, 9: 1, 10: 0.5, 25: 0.25, 39: 0.125 })
})

test('inverse time: with 0.5 a half after two epochs, a third after four', () => {
  expectRates(inverseTimeDecay({ decay: 0.5 }), 5, { 0: 1, 19: 1 / 1.5, 20: 1 / 2, 40: 1 / 3 })
})

test('polynomial: a straight line, or a parabola, to the share that is left', () => {
  expectRates(polynomialDecay(), 4, { 0: 1, 10: 0.75, 20: 0.5, 39: 0.025 })
  expectRates(polynomialDecay({ power: 2, end: 0.2 }), 4, { 0: 1, 20: 0.2 + 0.8 * 0.25, 30: 0.2 + 0.8 / 16 })
})

test('cosine: 1 at first, (2 + √2)/4 after a quarter, 1/2 in the middle', () => {
  expectRates(cosineDecay(), 4, { 0: 1, 10: (2 + Math.SQRT2) / 4, 20: 0.5, 30: (2 - Math.SQRT2) / 4 })
  expectRates(cosineDecay({ end: 0.1 }), 4, { 0: 1, 20: 0.55 })
})

describe('warm restarts', () => {
  test('begin again after 1, 3, 7, 15 … epochs where each cycle is twice as long', () => {
    const rule = warmRestarts({ period: 1, growth: 2 })
    expectRates(rule, 40, { 0: 1, 5: 0.5, 10: 1, 20: 0.5, 30: 1, 50: 0.5, 70: 1, 150: 1, 310: 1 })
    for (const step of [9, 29, 69, 149, 309]) expect(rates(rule, 40, [step])[0]).toBeLessThan(0.03)
  })

  test('begin again in every period where cycles do not grow, and fall to the share that is left', () => {
    expectRates(warmRestarts({ period: 2, growth: 1, end: 0.2 }), 8, { 0: 1, 10: 0.6, 20: 1, 30: 0.6, 60: 1 })
  })

  test('hit the first step of every cycle exactly, for a hundred cycles and many growths', () => {
    for (const growth of [1.1, 1.5, 2, 3]) {
      let start = 0
      for (let cycle = 0, length = 3; start < 1e5; cycle++, start += length, length *= growth) {
        const whole = Math.ceil(perEpoch * start - 1e-6)
        const rate = rates(warmRestarts({ period: 3, growth }), 1e6, [whole])[0]!
        expect(rate, `growth ${growth}, cycle ${cycle}, step ${whole}`).toBeGreaterThan(0.99)
      }
    }
  })
})

test('one cycle rises over its share of the steps, falls to its end, and peaks at the rate', () => {
  const rule = oneCycle({ rise: 0.25, start: 0.2, end: 0.01 })
  expectRates(rule, 4, { 0: 0.2, 5: 0.6, 10: 1, 25: 0.505, 40: 0.01 })
  const all = rates(
    rule,
    4,
    Array.from({ length: 40 }, (_, i) => i),
  )
  expect(all.indexOf(Math.max(...all))).toBe(10)
})

describe('warm-up', () => {
  test('of k steps takes k equal parts of the schedule’s rate', () => {
    expectRates(warmUp(undefined, { steps: 4 }), 1, { 0: 0.25, 1: 0.5, 2: 0.75, 3: 1, 4: 1, 9: 1 })
    expectRates(warmUp(polynomialDecay(), { steps: 5 }), 4, { 0: 0.2, 2: 0.6 * 0.95, 4: 0.9, 20: 0.5 })
    expect(warmUp(cosineDecay({ end: 0.25 })).options).toEqual({ end: 0.25, warmUpSteps: 500 })
  })

  test('is used once, and takes a whole schedule', () => {
    expect(() => warmUp(warmUp(undefined, { steps: 3 }))).toThrow(
      'warm-up: what it is put around must not have warmUpSteps already; got warmUpSteps 3. Use it once.',
    )
    expect(() => warmUp('cosine' as never)).toThrow(
      'warm-up: the schedule must be one that schedule() makes; got "cosine".',
    )
    expect(() => warmUp(undefined, { steps: 0 })).toThrow(
      'warm-up-constant: warmUpSteps must be a number in [1, ∞); got 0. Give warmUpSteps a value in [1, ∞).',
    )
  })
})

describe('on plateau', () => {
  /** The rate after each of these losses. */
  function heard(rule: Schedule, losses: readonly number[]): number[] {
    const table = tableOf(rule, losses.length)
    return losses.map((loss, i) => {
      table.memory!.hear(loss, perEpoch * (i + 1), i + 1)
      return table.rate(perEpoch * (i + 1), i + 1)
    })
  }

  test('cuts at the second epoch in a row without a better loss, and counts anew after a cut and after a better one', () => {
    const rule = onPlateau({ factor: 0.5, patience: 2 })
    expect(heard(rule, [3, 3, 3, 3, 3, 2, 2, 1, 1, 1])).toEqual([1, 1, 0.5, 0.5, 0.25, 0.25, 0.25, 0.25, 0.25, 0.125])
  })

  test('a loss is better only where it is below the best one by more than the threshold’s share, negative ones too', () => {
    const rule = onPlateau({ factor: 0.5, patience: 1, threshold: 0.1 })
    expect(heard(rule, [1, 0.95, 0.91, 0.89, 0.85])).toEqual([1, 0.5, 0.25, 0.25, 0.125])
    expect(heard(rule, [-1, -1.05, -1.2, -1.2])).toEqual([1, 0.5, 0.5, 0.25])
  })

  test('never goes below the least share', () => {
    expect(heard(onPlateau({ patience: 1, end: 0.05 }), [1, 1, 1, 1])).toEqual([1, 0.1, 0.05, 0.05])
  })

  test('a warm-up around it listens too', () => {
    const rule = warmUp(onPlateau({ factor: 0.5, patience: 1 }), { steps: 40 })
    expect(heard(rule, [1, 1])).toEqual([11 / 40, (0.5 * 21) / 40])
  })
})

test.each(Object.values(schedules).map((make) => make()))('$kind comes back from its JSON, and is frozen', (rule) => {
  expect(scheduleFromData(JSON.parse(JSON.stringify(rule)))).toEqual(rule)
  for (const part of [rule, rule.options, rule.state ?? rule]) expect(Object.isFrozen(part)).toBe(true)
})

test('every schedule gives a rate above 0 and no larger than the optimizer’s, at every step', () => {
  const steps = Array.from({ length: 50 }, (_, i) => i)
  for (const make of Object.values(schedules)) {
    const rule = make()
    for (const rate of rates(rule, 5, steps)) {
      expect(rate, rule.kind).toBeGreaterThan(0)
      expect(rate, rule.kind).toBeLessThanOrEqual(1)
    }
  }
})

test('the state of a schedule is checked: its names, and what its formulas and the rate may see', () => {
  const fading = schedule('fading', {}, 'rate / (1 + worse)', { worse: 'worse + (loss > last)', last: 'loss' })()
  expect(fading.state).toEqual({ worse: 'worse + (loss > last)', last: 'loss' })
  expect(constantRate()).not.toHaveProperty('state')
  expect(schedule('mine', {}, 'loss', {})).toThrow(
    'mine.rate: the name at column 1 must be one of rate, step, epoch, steps, epochs; got "loss". Correct the name.',
  )
  expect(schedule('mine', {}, 'rate', { loss: '1' })).toThrow(
    'mine: names in formulas must be 1 to 32 letters and digits, start with a letter, differ, and be neither a function\'s nor rate, step, epoch, steps, epochs, loss; got "loss". Rename it.',
  )
  expect(() => scheduleFromData({ kind: 'mine', options: {}, rate: 'rate', state: 5 }, 'file')).toThrow(
    'file: state must be an object; got 5. Write it in braces.',
  )
})

test('a copy of a schedule that has lost its code is refused, never taken for a constant rate', () => {
  expect(() => resolveSchedule(structuredClone(cosineDecay()), 'fit')).toThrow(
    'fit: the schedule must be one that schedule() makes; got { kind, options, rate }. Make it with schedule(), or read it from JSON with scheduleFromData.',
  )
})

test('an interval that is none is refused where a part is declared', () => {
  for (const interval of ['0, 1', '[0; 1]', '[a, 1]', '(0, )', 5 as never])
    expect(schedule('mine', { k: { interval, default: 1 } }, 'rate')).toThrow(
      `mine: the interval of k must look like [0, 1) or (0, ∞); got ${JSON.stringify(interval)}. Write it with two bounds and brackets.`,
    )
  const kept = schedule('mine', { k: { interval: '(-∞, +1.5e1 ]', default: 15 } }, 'rate * k')
  expect(kept().options).toEqual({ k: 15 })
  expect(() => kept({ k: 15.1 })).toThrow('mine: k must be a number in (-∞, +1.5e1 ]; got 15.1.')
})
