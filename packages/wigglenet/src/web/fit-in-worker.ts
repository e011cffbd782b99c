import type { DataSet, OfWidth } from '../data/types.ts'
import type { Network } from '../network/types.ts'
import { runInWorker } from '../search/run-in-worker.ts'
import type { Run } from '../train/run.ts'
import type { FitOptions } from '../train/types.ts'
import { workshop } from './workshop.ts'

/** `fit` in a worker, so that the page stays free: the same events and the same model, to the bit. The worker's source is part of this
 *  module; the page needs no other file. It ends with the run, also when the loop is left, the signal aborts or an error comes.
 *  Options: see FitOptions. The device is wasm, fast(), threads() or reference; left out, it is threads() where the page is cross-origin isolated. Checkpoints are saved where
 *           this was called
 *  Throws:  at once: as `fit`; UnsupportedError for a device that a worker does not have. While it runs: as `fit`; UnsupportedError when the
 *           worker cannot start or is lost
 *  Example: for await (const event of fitInWorker(net, data, { epochs: 50 })) draw(event)  */
export function fitInWorker<Inputs extends number, Width extends number>(
  network: Network<Inputs>,
  data: DataSet<Width> & OfWidth<Width, NoInfer<Inputs>>,
  options: FitOptions = {},
): Run<Inputs> {
  return runInWorker(workshop('fitInWorker'), network, data, options)
}
