// fit: from a network and data to a trained model, as a loop over events.
import { checkNames, checkWhole, show } from '../check/check.ts'
import { refuse } from '../check/errors.ts'
import type { DataSet, OfWidth } from '../data/types.ts'
import type { Network } from '../network/types.ts'
import { trainingLoop } from './loop.ts'
import { modelOf } from './model-of.ts'
import { settle, trainerOptionNames } from './options.ts'
import { type Run, runOf } from './run.ts'
import { checkResume, describeRun, provenanceOf } from './run-facts.ts'
import { prepareRunner } from './runner.ts'
import type { DataStream } from './stream-types.ts'
import type { FitOptions } from './types.ts'

/** Trains a network on data, or on a stream of rows that do not fit into memory.
 *  Options: see FitOptions
 *  Throws:  at once: OptionError, ShapeError or DataError when options, network and data do not fit. While it runs: NumberError that names
 *           the first step, layer and quantity that became NaN or infinite
 *  Example: const model = await fit(net, spiral({ seed: 1 }), { epochs: 200, seed: 1 }).model  */
export function fit<Inputs extends number, Width extends number>(
  network: Network<Inputs>,
  source: (DataSet<Width> & OfWidth<Width, NoInfer<Inputs>>) | DataStream,
  given: FitOptions = {},
): Run<Inputs> {
  const where = 'fit'
  checkNames(where, given, [...trainerOptionNames, 'patience', 'signal', 'checkpoint', 'resume', 'monitors', 'revive'])
  const { data, options, feed } =
    source?.kind === 'stream' ? source.connect(where, given) : { data: source, options: given }
  const { patience, signal, checkpoint, resume, monitors = [], revive, ...rest } = options
  const watching = [monitors, revive ?? []].flat()
  if (patience !== undefined) {
    checkWhole(where, 'patience', patience, '[1, 2147483647]')
    if (options.validation === undefined) {
      refuse(
        where,
        'patience needs validation data to watch',
        `patience ${patience} without validation`,
        'Add validation: 0.2, or leave patience out.',
      )
    }
  }
  if (checkpoint !== undefined) checkMethod('checkpoint', checkpoint, 'save')
  for (const monitor of watching) checkMethod('a monitor', monitor, 'observe')
  const settled = settle(where, network, data, rest)
  const run = checkpoint || resume ? describeRun(network, settled, revive) : {}
  if (resume) checkResume(where, resume, run, network)
  const controls = prepareRunner(where, network, settled)
  const { runner } = controls

  return runOf(
    where,
    () => trainingLoop(controls, { patience, signal, checkpoint, resume, run, feed, monitors: watching }),
    () => modelOf(network, settled, runner.learned(), provenanceOf(settled, runner.cursor(), patience)),
  )
}

/** Refuses a part without the function that is called. */
function checkMethod(name: string, part: object, method: string): void {
  if (typeof (part as Record<string, unknown> | null)?.[method] === 'function') return
  refuse('fit', `${name} must have a function ${method}`, show(part), 'Give it one.')
}
