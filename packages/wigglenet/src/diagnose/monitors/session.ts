// What the monitors of a run share: probes on a sample of its rows, one pass forward for all that look at the same step, and one purse of time.
import { takeRows } from '../../data/take-rows.ts'
import type { DataSet } from '../../data/types.ts'
import { randomStream, streams } from '../../number/random.ts'
import type { RunView, Snapshot } from '../../train/types.ts'
import { type Batch, type Probe, probe } from '../probe.ts'
import { purse } from './purse.ts'

/** Rows of the sample; a batch of the run, if that is more. Fewer while a run is young: then looks that cost little are worth more than exact
 *  ones. */
const sampleRows = { young: 64, old: 256 } as const
const youngMs = 10_000

export interface Session {
  /** Rows of the sample; all training rows, where they are few. */
  rows(): number
  /** The run as it stands. */
  state(): Snapshot
  /** The sample, gone forward through the network as it stands. */
  forward(): readonly Batch[]
  /** The probe that goes backward and updates too, with the parameters as they stand. */
  probe(): Probe
  /** Whether a monitor without a schedule may look now. */
  opens(monitor: object, step: number): boolean
  /** Runs a measurement and pays for it. */
  measure<Result>(monitor: object, work: () => Result): Result
}

const sessions = { stated: new WeakMap<object, Session>(), sparing: new WeakMap<object, Session>() }

/** The session of a run, opened at its first moment; monitors with a schedule of their own have one of theirs, which spares nothing. */
export function sessionOf(run: RunView, stated: boolean): Session {
  const known = sessions[stated ? 'stated' : 'sparing']
  const session = known.get(run) ?? open(run, stated)
  known.set(run, session)
  return session
}

function open(run: RunView, stated: boolean): Session {
  const { network, options } = run
  const { seed, loss, optimizer, batch, l2, l1, device } = options
  const money = purse(() => performance.now())
  let probes: ReturnType<typeof probesOn> | undefined
  let held: { readonly step: number; readonly state: Snapshot; passed?: readonly Batch[] } | undefined

  function probesOn(wanted: number) {
    const data = sample(run.training, Math.max(wanted, batch), seed)
    let [ahead, whole]: (Probe | undefined)[] = []
    return {
      wanted,
      rows: data.rows,
      ahead: () => (ahead ??= probe(network, { data, batch: data.rows, device })),
      whole: () => (whole ??= probe(network, { data, loss, optimizer, batch, l2, l1, device })),
    }
  }
  function probesNow() {
    const wanted = stated || money.trainedMs() > youngMs ? sampleRows.old : sampleRows.young
    if (probes?.wanted !== wanted) probes = probesOn(wanted)
    return probes
  }
  /** Monitors look one after the other: what the first has read of the run is there for the others. */
  function heldNow() {
    const { step } = run.cursor()
    if (stated || held?.step !== step) held = { step, state: run.snapshot() }
    return held
  }

  return {
    rows: () => (probes ?? probesNow()).rows,
    state: () => heldNow().state,
    forward() {
      const now = heldNow()
      if (!now.passed) {
        const own = probesNow().ahead()
        own.load(now.state.parameters)
        const passed: Batch[] = []
        own.pass((seen) => passed.push(seen))
        now.passed = passed
      }
      return now.passed
    },
    probe() {
      const own = probesNow().whole()
      own.load(heldNow().state.parameters)
      return own
    },
    opens: money.opens,
    measure: money.pay,
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
