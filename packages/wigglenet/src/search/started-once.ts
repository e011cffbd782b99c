// A run as its user sees it: events to loop over, and a result that awaits the run whether it is looped over or not.
import { OptionError } from '../check/errors.ts'

/** Runs a generator once: by the loop over the events, or without a listener when the result is asked for. `begin` is told whether anybody
 *  listens; `finish` gives the result once the generator has ended, also when the loop was left.
 *  Throws:  OptionError in a second loop */
export function startedOnce<Event, Result>(
  where: string,
  begin: (tell: boolean) => AsyncGenerator<Event, void>,
  finish: () => Promise<Result>,
): { readonly events: () => AsyncGenerator<Event, void>; readonly result: () => Promise<Result> } {
  let started = false
  let resolve!: (result: Promise<Result>) => void
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
    let failed = false
    try {
      yield* begin(tell)
    } catch (error) {
      failed = true
      reject(error)
      throw error
    } finally {
      if (!failed) resolve(finish())
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
