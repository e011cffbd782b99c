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

export interface Session {
  /** Rows of the sample; all training rows, where they are few. */
  readonly rows: number
  /** The run as it stands, and the probe with its parameters. */
  load(): { readonly probe: Probe; readonly state: Snapshot }
  /** Whether there is time for something that took so long before; milliseconds. */
  affords(costMs: number): boolean
  /** Runs a measurement, counts its time, and gives what it took. */
  measure<Result>(work: () => Result): { readonly result: Result; readonly tookMs: number }
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
  let spentMs = 0
  let own: Probe | undefined
  return {
    rows: data.rows,
    load() {
      own ??= probe(network, { data, loss, optimizer, batch, l2, l1, device })
      const state = run.snapshot()
      own.load(state.parameters)
      return { probe: own, state }
    },
    affords(costMs) {
      const trainedMs = performance.now() - opened - spentMs
      return spentMs + costMs <= timeShare * trainedMs
    },
    measure(work) {
      const started = performance.now()
      const result = work()
      const tookMs = performance.now() - started
      spentMs += tookMs
      return { result, tookMs }
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
