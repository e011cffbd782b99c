// What `train` measures of a network as it trains, beside its score: for the report, and for who reads the events.
import { deadUnits, distributions, type FitOptions, type Monitor, saturation, updateRatio } from 'wigglenet'
import type { Parts } from './task.ts'

/** Looks in a run, at most: a picture shows no more, and a long run keeps its events short. */
const mostLooks = 100

/** The monitors of a stage; they take at most 3 % of its time (a first look is always made). A stream has none, since they look at training rows; nor has a fold, whose model
 *  is not kept. */
export function monitorsFor(stage: string, { kind }: Parts['train'], epochs: number): Pick<FitOptions, 'monitors'> {
  if (stage !== 'model' || kind === 'stream') return {}
  const every = Math.ceil(epochs / mostLooks)
  return { monitors: [deadUnits(), saturation(), updateRatio(), distributions()].map((own) => sparing(own, every)) }
}

/** A monitor that looks after the first epoch, and then at most after every so many. */
function sparing({ observe }: Monitor, every: number): Monitor {
  return {
    observe(run, write) {
      const { epoch } = run.cursor()
      return epoch === 1 || epoch % every === 0 ? observe(run, write) : []
    },
  }
}
