import { expect, test } from 'vitest'
import { purse } from '../../../src/diagnose/monitors/purse.ts'

/** A run of epochs of so many ms with monitors whose first look and later ones cost so much: when each looked, and the largest share of what
 *  was trained that was spent by then, from the first second on. */
function watch(costs: readonly (readonly [first: number, later: number])[], epochMs: number, epochs: number) {
  let clock = 0
  const money = purse(() => clock)
  const monitors = costs.map(() => ({}))
  const looks: number[][] = costs.map(() => [])
  let [spent, worst] = [0, 0]
  for (let epoch = 1; epoch <= epochs; epoch++) {
    clock += epochMs
    monitors.forEach((own, k) => {
      if (!money.opens(own, epoch)) return
      const costMs = costs[k]![looks[k]!.length === 0 ? 0 : 1]
      money.pay(own, () => {
        clock += costMs
      })
      spent += costMs
      looks[k]!.push(epoch)
    })
    if (epoch * epochMs >= 1000) worst = Math.max(worst, spent / (epoch * epochMs))
  }
  return { looks, share: spent / (epochs * epochMs), worst }
}

const four = [
  [9, 2],
  [8, 2],
  [8, 2],
  [4, 1],
] as const

test('from the first second on all looks together take at most 3 % of what was trained, and nearly so much', () => {
  const { looks, share, worst } = watch(four, 20, 1000)
  expect(worst).toBeLessThanOrEqual(0.03)
  expect(share).toBeGreaterThan(0.029)
  expect(looks[0]!.length).toBe(82) // 600 ms: 29 at first, then 7 for all of them
})

test('a run of three seconds has several looks of each monitor, the first of them after the first epoch', () => {
  const { looks } = watch(four, 100, 30)
  for (const own of looks) {
    expect(own[0]).toBe(1)
    expect(own.length).toBeGreaterThanOrEqual(8)
  }
})

test('all look at a step or none', () => {
  const [first, ...others] = watch(four, 50, 200).looks
  for (const own of others) expect(own).toEqual(first)
})

test('first looks that take long are paid back before the next ones', () => {
  const { looks } = watch([[90, 3]], 100, 100)
  expect(looks[0]!.slice(0, 2)).toEqual([1, 38]) // 90 ms and a quarter of it, 112.5, are 3 % of 3,750
})

test('what is refused is not asked again before half of the time that is lacking', () => {
  let asked = 0
  const clock = { ms: 0 }
  const money = purse(() => {
    asked++
    return clock.ms
  })
  const own = {}
  clock.ms = 1
  money.pay(own, () => (clock.ms += 60))
  asked = 0
  for (let epoch = 1; epoch <= 2000; epoch++) {
    clock.ms += 1
    expect(money.opens(own, epoch)).toBe(false) // 75 ms are 3 % of 2,500
  }
  expect(asked).toBeLessThan(20)
})
