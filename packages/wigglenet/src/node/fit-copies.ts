import type { DataSet, OfWidth } from '../data/types.ts'
import type { Network } from '../network/types.ts'
import { type Copies, type CopiesOptions, runCopies } from '../search/copies.ts'
import { workshop } from './workshop.ts'

/** Trains copies of a network that differ in seed, or in other options, at the same time: each is whole on one worker and has the bits of its
 *  single run; a worker that is free takes the next.
 *  They keep no process alive, and end with the run, also when the loop is left, the signal aborts or an error comes.
 *  Options: see CopiesOptions. The device is wasm, fast() or reference; of threads() each copy has one, with the same bits
 *  Throws:  at once: as `fit`, naming the copy; UnsupportedError for a device that a worker does not have. While they run: the first error
 *           of a copy, naming it; the others are ended
 *  Example: const models = await fitCopies(net, data, { copies: 40, epochs: 8 }).models  */
export function fitCopies<Inputs extends number, Width extends number>(
  network: Network<Inputs>,
  data: DataSet<Width> & OfWidth<Width, NoInfer<Inputs>>,
  options: CopiesOptions,
): Copies<Inputs> {
  return runCopies(workshop('fitCopies'), network, data, options)
}
