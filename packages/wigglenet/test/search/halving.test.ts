import fc from 'fast-check'
import { expect, test } from 'vitest'
import { halving } from '../../src/search/halving.ts'

/** Runs all trials one after the other; the loss of a trial is `losses[trial]` at every rung. */
function runAll(losses: readonly number[], most: number, eta = 3) {
  const scheduler = halving({ trials: losses.length, most, eta })
  const course: string[] = []
  for (let advance = scheduler.next(); advance; advance = scheduler.next()) {
    course.push(`${advance.trial}:${advance.from}-${advance.to}`)
    scheduler.report(advance, losses[advance.trial]!)
  }
  return { course, best: scheduler.best(), rungs: scheduler.rungs }
}

test('of nine trials told one by one, three go on from epoch 1 and one from epoch 3, as soon as they may', () => {
  const { course, best, rungs } = runAll([9, 1, 8, 2, 7, 3, 6, 4, 5], 9)
  expect(rungs).toEqual([1, 3, 9])
  expect(course).toEqual([
    ...['0:0-1', '1:0-1', '2:0-1'], // one in three: trial 1 is the best so far
    ...['1:1-3', '3:0-1', '4:0-1', '5:0-1'],
    ...['3:1-3', '6:0-1', '7:0-1', '8:0-1'],
    ...['5:1-3', '1:3-9'], // three at epoch 3: the best of them goes to the end
  ])
  expect(best).toEqual({ trial: 1, epochs: 9, loss: 1 })
})

test('a trial that failed never goes on, but counts among those that were tried', () => {
  const { course, best } = runAll([NaN, 2, NaN], 3)
  expect(course).toEqual(['0:0-1', '1:0-1', '2:0-1', '1:1-3'])
  expect(best).toEqual({ trial: 1, epochs: 3, loss: 2 })
  expect(runAll([NaN, NaN], 3).best).toBeUndefined()
})

test('while several trials are under way, what can go on goes before what is new', () => {
  const scheduler = halving({ trials: 4, most: 4, eta: 2 })
  const [first, second] = [scheduler.next()!, scheduler.next()!]
  scheduler.report(second, 1)
  const third = scheduler.next()!
  expect(third.trial).toBe(2) // of one result, half is none
  scheduler.report(first, 2)
  expect(scheduler.next()).toEqual({ trial: 1, from: 1, to: 2 })
})

test('a rung passes on at least one in eta, the best of it among them, no trial twice, and the last rung is the most', () => {
  const cases = fc.record({
    losses: fc.array(fc.float({ noNaN: true }), { minLength: 1, maxLength: 40 }),
    most: fc.integer({ min: 1, max: 30 }),
    eta: fc.integer({ min: 2, max: 5 }),
  })
  fc.assert(
    fc.property(cases, ({ losses, most, eta }) => {
      const { course, rungs } = runAll(losses, most, eta)
      expect(new Set(course).size).toBe(course.length)
      const reached = rungs.map((to) => course.filter((line) => line.endsWith(`-${to}`)).length)
      expect(reached[0]).toBe(losses.length)
      for (let rung = 1; rung < rungs.length; rung++) {
        // More, where one that looked good went on before a better one came.
        expect(reached[rung]).toBeGreaterThanOrEqual(Math.floor(reached[rung - 1]! / eta))
        const before = course
          .filter((line) => line.endsWith(`-${rungs[rung - 1]}`))
          .map((line) => Number(line.split(':')[0]))
        const best = before.sort((a, b) => losses[a]! - losses[b]! || a - b)[0]!
        if (before.length >= eta) expect(course).toContain(`${best}:${rungs[rung - 1]}-${rungs[rung]}`)
      }
      expect(rungs.at(-1)).toBe(most)
    }),
  )
})

test('a report of what is not under way, and rungs the wrong way round, are refused', () => {
  const scheduler = halving({ trials: 2, most: 3 })
  expect(() => scheduler.report({ trial: 0, from: 0, to: 1 }, 1)).toThrow(
    'halving: a report must be of a trial that is under way, at the epochs that it was to reach; got trial 0 at 1 epochs. Report what next() has given, once.',
  )
  expect(() => halving({ trials: 2, least: 5, most: 3 })).toThrow(
    'halving: most must be a whole number in [5, 2147483647]; got 3',
  )
})
