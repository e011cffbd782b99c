// A run that is stopped after some epochs, and what it saved, through the bytes of its file.
import type { DataSet } from '../../src/data/types.ts'
import type { Network } from '../../src/network/types.ts'
import { checkpointFromBytes, checkpointToBytes } from '../../src/train/checkpoint.ts'
import { fit } from '../../src/train/fit.ts'
import type { Checkpoint, FitOptions } from '../../src/train/types.ts'

export async function savedAfter(
  epochs: number,
  net: Network,
  data: DataSet,
  options: FitOptions,
): Promise<Checkpoint> {
  const stop = new AbortController()
  let bytes = new Uint8Array()
  const checkpoint = {
    save(held: Checkpoint) {
      bytes = checkpointToBytes(held)
    },
  }
  for await (const event of fit(net, data, { ...options, checkpoint, signal: stop.signal }))
    if (event.kind === 'epoch' && event.epoch === epochs) stop.abort()
  return checkpointFromBytes(bytes)
}
