// A run as its user sees it: events to loop over, and a result that awaits the run whether it is looped over or not.
import { OptionError } from '../check/errors.ts'

/** Runs a generator once: by the loop over the events, or without a listener when the result is asked for. The generator's own end gives
 *  the result, also when the loop was left; `begin` is told whether anybody listens.
 *  Throws:  OptionError in a second loop */
export function startedOnce<Event, Result>(
  where: string,
  begin: (tell: boolean, settle: (result: Result) => void) => AsyncGenerator<Event, void>,
): { readonly events: () => AsyncGenerator<Event, void>; readonly result: () => Promise<Result> } {
  let started = false
  let resolve!: (result: Result) => void
  let reject!: (reason: unknown) => void
  const result = new Promise<Result>((done, failed) => {
    resolve = done
    reject = failed
  })
  result.catch(() => {}) // a loop over the events has thrown the same error already

  async function* run(tell: boolean): AsyncGenerator<Event, void> {
    if (started) {
      throw new OptionError({
        where,
        expected: 'a run can be looped over once',
        received: 'a second loop',
        fix: `Call ${where} again, or loop before asking for the model.`,
      })
    }
    started = true
    try {
      yield* begin(tell, resolve)
    } catch (error) {
      reject(error)
      throw error
    }
  }
  return {
    events: () => run(true),
    result() {
      if (!started) {
        const drain = run(false).next()
        drain.catch(() => {}) // the result has it
      }
      return result
    },
  }
}
