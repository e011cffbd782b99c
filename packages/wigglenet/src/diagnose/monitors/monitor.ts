// When a monitor looks: at the ends of epochs, as often as it was told to, or as the time allows.
import { checkNames, checkWhole } from '../../check/check.ts'
import type { LayerReading, Monitor, RunView } from '../../train/types.ts'
import { type Session, sessionOf } from './session.ts'

/** When a monitor looks, and at how many rows: at 256 of them, or a batch, if that is more; at all, where they are no more.
 *  Options: everyEpochs, whole, in [1, 2^31 - 1]: after so many epochs, whatever it costs. Left out: at the end of the first epoch, and at
 *           the ends of later ones as long as all monitors of the run together, first looks too, take at most 3 % of its time, of a run of
 *           less than a second 30 ms; in the first ten seconds at 64 rows
 *           everySteps, whole, in [1, 2^31 - 1]: also inside an epoch, at the first pause of the run after so many steps */
export interface MonitorOptions {
  readonly everyEpochs?: number
  readonly everySteps?: number
}

const optionNames = ['everyEpochs', 'everySteps']

/** A monitor from a measurement of layers.
 *  Throws:  OptionError for a bad option */
export function monitor(
  name: string,
  options: MonitorOptions,
  measure: (session: Session, run: RunView) => LayerReading[],
): Monitor {
  checkNames(name, options, optionNames)
  const { everyEpochs, everySteps } = options
  for (const [key, value] of Object.entries({ everyEpochs, everySteps }))
    if (value !== undefined) checkWhole(name, key, value, '[1, 2147483647]')
  const stated = everyEpochs !== undefined || everySteps !== undefined
  const runs = new WeakMap<RunView, { lastStep: number; readonly session: Session }>()

  return {
    // Short epochs end many thousand times a second: what is not due is decided with little ado.
    observe(run) {
      const { step, epoch, position } = run.cursor()
      let own = runs.get(run)
      if (!own) runs.set(run, (own = { lastStep: 0, session: sessionOf(run, stated) })) // its clock starts at the first moment
      const stepsDue = everySteps !== undefined && step - own.lastStep >= everySteps
      const epochEnds =
        position === 0 && (everyEpochs !== undefined ? epoch % everyEpochs === 0 : everySteps === undefined)
      if (!stepsDue && !epochEnds) return []
      const { session } = own
      if (!stated && !session.opens(own, step)) return []
      const layers = session.measure(own, () => measure(session, run))
      own.lastStep = step
      return layers.length > 0 ? [{ kind: 'monitor', monitor: name, step, epoch, rows: session.rows(), layers }] : []
    },
  }
}
