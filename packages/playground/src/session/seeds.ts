// Setups trained from many seeds, one after the other, in slices beside what is shown.
import { NumberError, type Trainer, trainer } from 'wigglenet'
import type { Setup } from '../setup.ts'
import { type Material, materialOf } from './data.ts'
import type { SeedResult } from './messages.ts'
import { networkOf, optionsOf } from './network.ts'
import { standingOf } from './standing.ts'
import { type Clock, gait } from './timing.ts'

interface Job {
  readonly index: number
  readonly seed: number
  readonly setup: Setup
  readonly material: Material
}

/** Runs that wait, and the one under way; `tell` gets each that is done. */
export function seedRuns({ now }: Clock, tell: (result: SeedResult) => void) {
  let jobs: Job[] = []
  let running: { readonly job: Job; readonly own: Trainer } | undefined
  let steps = gait()
  let mostEpochs = 0

  function next(): void {
    const job = jobs.shift()
    running = job && { job, own: trainerOf(job) }
    steps = gait()
  }

  function end(result: Pick<SeedResult, 'train' | 'test' | 'failure'>): void {
    const { index, seed } = running!.job
    tell({ kind: 'seed', index, seed, ...result })
    next()
  }

  return {
    isBusy: () => running !== undefined,
    /** Takes turns among the setups, so that their results come in side by side. */
    start(setups: readonly Setup[], count: number, epochs: number): void {
      const materials = setups.map(({ data }) => materialOf(data))
      mostEpochs = epochs
      jobs = Array.from({ length: count }, (_, k) =>
        setups.map(({ training, ...rest }, index): Job => {
          const seed = training.seed + k
          return { index, seed, setup: { ...rest, training: { ...training, seed } }, material: materials[index]! }
        }),
      ).flat()
      next()
    },
    /** Trains for about so long. */
    work(ms: number): void {
      const until = now() + ms
      while (running && now() < until) {
        const { own } = running
        const left = mostEpochs * own.stepsPerEpoch - own.cursor().step
        const count = Math.min(left, steps.stepsIn(until - now()))
        const start = now()
        try {
          if (count > 0) own.step(count)
          steps.took(Math.max(1, count), now() - start)
          if (count >= left) end(standingOf(own))
        } catch (error) {
          if (!(error instanceof NumberError)) throw error
          end({ failure: error.message })
        }
      }
    },
  }
}

function trainerOf({ setup, material: { training, test } }: Job): Trainer {
  const network = networkOf(setup, training)
  return trainer(network, training, optionsOf(setup, network, training, test))
}
