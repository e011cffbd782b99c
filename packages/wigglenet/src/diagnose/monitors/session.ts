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

/** What is read of a run at a step. */
interface Held {
  readonly step: number
  readonly state: Snapshot
  readonly probes: { readonly rows: number; ahead(): Probe; whole(): Probe }
  passed?: readonly Batch[]
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
  /** Monitors look one after the other: what the first has read of the run is there for the others. */
  let held: Held | undefined

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
  function heldNow(): Held {
    const { step } = run.cursor()
    if (held?.step === step) return held
    const wanted = stated || money.trainedMs() > youngMs ? sampleRows.old : sampleRows.young
    if (probes?.wanted !== wanted) probes = probesOn(wanted)
    held = { step, state: run.snapshot(), probes }
    return held
  }

  return {
    rows: () => heldNow().probes.rows,
    state: () => heldNow().state,
    forward() {
      const now = heldNow()
      if (!now.passed) {
        const own = now.probes.ahead()
        own.load(now.state.parameters)
        const passed: Batch[] = []
        own.pass((seen) => passed.push(seen))
        now.passed = passed
      }
      return now.passed
    },
    probe() {
      const { probes, state } = heldNow()
      const own = probes.whole()
      own.load(state.parameters)
      return own
    },
    opens: money.opens,
    measure(monitor, work) {
      if (stated) held = undefined // the run may have been changed by hand since
      return money.pay(monitor, work)
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
