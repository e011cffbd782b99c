// Successive halving by ASHA's rule: which setting to train next, and how far. It trains nothing itself.
import { checkNames, checkWhole } from '../check/check.ts'
import { OptionError } from '../check/errors.ts'

export interface HalvingOptions {
  /** How many settings there are, whole, in [1, 100000]. */
  readonly trials: number
  /** Epochs of the first rung, whole, at least 1, default 1. */
  readonly least?: number
  /** Epochs of the last rung, whole, at least `least`. */
  readonly most: number
  /** One in so many goes on, with so many times the epochs; whole, in [2, 100], default 3. */
  readonly eta?: number
}

/** What to do next: train a trial on from so many epochs to so many. */
export interface Advance {
  readonly trial: number
  readonly from: number
  readonly to: number
}

export interface Halving {
  /** Epochs of each rung, the last one `most`. */
  readonly rungs: readonly number[]
  /** What to do next; undefined while nothing can be begun: all is done, or trials under way must be told of first. */
  next(): Advance | undefined
  /** What came of it: the loss after so many epochs, the lower the better; NaN for a trial that failed, which never goes on. */
  report(advance: Advance, loss: number): void
  /** The trial with the least loss on the highest rung that was reached; undefined before the first report. */
  best(): { readonly trial: number; readonly epochs: number; readonly loss: number } | undefined
}

/** Begins the trials in order, and lets a trial go on as soon as it is among the best one in `eta` of its rung; what can go on goes before
 *  what is new. Several may be under way at once. The same reports in the same order give the same answers.
 *  Throws:  OptionError for a bad option
 *  Source:  Li et al. 2020, arXiv:1810.05934, algorithm 2
 *  Example: halving({ trials: 27, least: 1, most: 27 }).rungs  // [1, 3, 9, 27]  */
export function halving(options: HalvingOptions): Halving {
  const where = 'halving'
  checkNames(where, options, ['trials', 'least', 'most', 'eta'])
  const { trials, least = 1, most, eta = 3 } = options
  checkWhole(where, 'trials', trials, '[1, 100000]')
  checkWhole(where, 'least', least, '[1, 2147483647]')
  checkWhole(where, 'most', most, `[${least}, 2147483647]`)
  checkWhole(where, 'eta', eta, '[2, 100]')
  const rungs: number[] = []
  for (let epochs = least; epochs < most; epochs *= eta) rungs.push(epochs)
  rungs.push(most)
  const results = rungs.map(() => new Map<number, number>())
  const promoted = rungs.map(() => new Set<number>())
  const underWay = new Map<number, number>()
  let begun = 0

  const advance = (trial: number, rung: number): Advance => {
    underWay.set(trial, rung)
    return Object.freeze({ trial, from: rung === 0 ? 0 : rungs[rung - 1]!, to: rungs[rung]! })
  }
  return {
    rungs: Object.freeze(rungs),
    next() {
      for (let rung = rungs.length - 2; rung >= 0; rung--) {
        const ranked = [...results[rung]!].filter(([, loss]) => !Number.isNaN(loss)).sort(better)
        const top = ranked.slice(0, Math.floor(results[rung]!.size / eta))
        const found = top.find(([trial]) => !promoted[rung]!.has(trial))
        if (!found) continue
        promoted[rung]!.add(found[0])
        return advance(found[0], rung + 1)
      }
      return begun < trials ? advance(begun++, 0) : undefined
    },
    report({ trial, to }, loss) {
      const rung = underWay.get(trial)
      if (rung === undefined || rungs[rung] !== to) {
        throw new OptionError({
          where,
          expected: 'a report must be of a trial that is under way, at the epochs that it was to reach',
          received: `trial ${trial} at ${to} epochs`,
          fix: 'Report what next() has given, once.',
        })
      }
      underWay.delete(trial)
      results[rung]!.set(trial, loss)
    },
    best() {
      for (let rung = rungs.length - 1; rung >= 0; rung--) {
        const [first] = [...results[rung]!].filter(([, loss]) => !Number.isNaN(loss)).sort(better)
        if (first) return { trial: first[0], epochs: rungs[rung]!, loss: first[1] }
      }
      return undefined
    },
  }
}

/** By loss; of equal ones the earlier trial. */
const better = ([a, lossA]: readonly [number, number], [b, lossB]: readonly [number, number]) => lossA - lossB || a - b
