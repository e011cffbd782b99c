// `--optimizer l-bfgs`: no update rule, but a loop of its own, over all rows at once.
import { type Backend, type DataSet, fitLbfgs, type LbfgsOptions, type Network, OptionError, type Run } from 'wigglenet'
import { lossFor } from './build-loss.ts'
import { buildNetwork, outputsFor } from './build-network.ts'
import type { Settings } from './defaults.ts'
import { flagOf } from './flags.ts'
import type { Parts } from './task.ts'

export const lbfgsName = 'l-bfgs'

/** Flags that are about steps of some rows, or about a loss that is another one at each step. */
const unfit =
  'rate schedule warmUp clip average revive l1 dropout alphaDropout weightNoise maxNorm batchNorm batch patience augment stream'.split(
    ' ',
  )

/** Refuses flags that L-BFGS does not take.
 *  Throws:  OptionError that names the first */
export function refuseBesideLbfgs(given: Readonly<Record<string, unknown>>): void {
  const found = given.optimizer === lbfgsName ? unfit.find((name) => given[name] !== undefined) : undefined
  if (found === undefined) return
  throw new OptionError({
    where: '--optimizer',
    expected: `l-bfgs takes all rows at once and finds its steps itself: it goes with none of ${unfit.map(flagOf).join(', ')}`,
    received: flagOf(found),
    fix: 'Leave one of them out.',
  })
}

/** An update rule of this name is none.
 *  Throws:  OptionError */
export function refuseLbfgs(): never {
  throw new OptionError({
    where: '--optimizer',
    expected: 'the optimizer must make steps of some rows, and l-bfgs, which takes all at once, is for train alone',
    received: lbfgsName,
    fix: 'Choose another one.',
  })
}

/** The network that the settings ask for, and a run of L-BFGS on it: `epochs` are iterations.
 *  Throws:  OptionError for a setting that is none, or a stream */
export function lbfgsFor(
  { train, validation }: Parts,
  settings: Settings,
  epochs: number,
  device: (network: Network, batch: number) => Backend,
): { network: Network; fitting: LbfgsOptions & { batch: number }; run(signal: AbortSignal): Run } {
  if (train.kind === 'stream') refuseBesideLbfgs({ optimizer: lbfgsName, stream: true })
  const loss = lossFor(settings, train)
  const network = buildNetwork(train.inputs, outputsFor(loss, train.classes, train.targets), settings)
  const { l2, seed } = settings
  const options = { loss, epochs, l2, seed, ...(validation && { validation }), device: device(network, train.rows) }
  const run = (signal: AbortSignal) => fitLbfgs<number, number>(network, train as DataSet, { ...options, signal })
  return { network, fitting: { ...options, batch: train.rows }, run }
}
