// What all monitors of a run share: one probe on a sample of its rows, and one purse of time.
import { takeRows } from '../../data/take-rows.ts'
import type { DataSet } from '../../data/types.ts'
import { randomStream, streams } from '../../number/random.ts'
import type { RunView, Snapshot } from '../../train/types.ts'
import { type Probe, probe } from '../probe.ts'

/** Rows of the sample; a batch of the run, if that is more. */
const sampleRows = 256
/** The most of a run's time that its monitors take, all together, where no schedule is stated. Measured on 2 shared cores, 2026-11-24, as
 *  processor time: of 15 epochs of MNIST (20,000 rows, 784-128-10, batch 64) deadUnits took 1.1 %, all five 2.3 %. The first look, which
 *  compiles the probe, takes about 10 ms, and is made however short the run is. */
const timeShare = 0.03
/** The most that looks after the first take until these are paid back: at a hundred times their length, all are within 3 %. */
const earlyShare = 0.02

export interface Session {
  /** Rows of the sample; all training rows, where they are few. */
  readonly rows: number
  /** The run as it stands, and the probe with its parameters. */
  load(): { readonly probe: Probe; readonly state: Snapshot }
  /** Whether the monitors without a schedule look at this step: all of them or none, so that a cheap one leaves time to the others. */
  opens(step: number): boolean
  /** Runs a measurement and counts its time; that of a monitor without a schedule tells what its next one will take. */
  measure<Result>(work: () => Result, monitor: object | undefined): Result
}

const sessions = new WeakMap<object, Session>()

/** The session of a run, opened at its first moment. */
export function sessionOf(run: RunView): Session {
  const known = sessions.get(run)
  if (known) return known
  const session = open(run)
  sessions.set(run, session)
  return session
}

function open(run: RunView): Session {
  const { network, options } = run
  const { seed, loss, optimizer, batch, l2, l1, device } = options
  const data = sample(run.training, Math.max(sampleRows, batch), seed)
  const opened = performance.now()
  let [spentMs, firstMs] = [0, 0]
  const costs = new Map<object, number>()
  let round = { step: -1, open: true }
  let own: Probe | undefined
  return {
    rows: data.rows,
    load() {
      own ??= probe(network, { data, loss, optimizer, batch, l2, l1, device })
      const state = run.snapshot()
      own.load(state.parameters)
      return { probe: own, state }
    },
    opens(step) {
      if (step !== round.step) {
        const trainedMs = performance.now() - opened - spentMs
        const allowedMs = Math.max(timeShare * trainedMs, firstMs + earlyShare * trainedMs)
        const costMs = [...costs.values()].reduce((sum, cost) => sum + cost, 0)
        round = { step, open: spentMs + costMs <= allowedMs }
      }
      return round.open
    },
    measure(work, monitor) {
      const started = performance.now()
      const result = work()
      const tookMs = performance.now() - started
      spentMs += tookMs
      if (monitor) {
        const expected = costs.get(monitor)
        // The first look prepares the probe, and engines are slow with code that is new: the fastest look tells what the next may take.
        if (expected === undefined) firstMs += tookMs
        costs.set(monitor, expected === undefined ? tookMs / 4 : Math.min(tookMs, expected))
      }
      return result
    },
  }
}

/** Rows at random, by the run's seed, in their order; all of them where they are no more. */
function sample(data: DataSet, wanted: number, seed: number): DataSet {
  if (data.rows <= wanted) return data
  const chosen = new Set<number>()
  const random = randomStream(seed, streams.data, 1)
  while (chosen.size < wanted) chosen.add(random.below(data.rows))
  return takeRows(
    data,
    [...chosen].sort((a, b) => a - b),
  )
}
