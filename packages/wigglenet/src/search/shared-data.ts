// Data for several workers: in memory that all of them see, where the runtime has some; else each worker gets a copy.
import type { DataSet } from '../data/types.ts'

/** Gives for a data set the same one in shared memory, copied once. */
export function sharedData(): (data: DataSet) => DataSet {
  const known = new Map<DataSet, DataSet>()
  return (data) => {
    if (typeof SharedArrayBuffer === 'undefined') return data
    let shared = known.get(data)
    if (!shared) {
      const { X, y, weights } = data
      shared = { ...data, X: inShared(X), y: inShared(y), ...(weights && { weights: inShared(weights) }) }
      known.set(data, shared)
    }
    return shared
  }
}

function inShared<Values extends Float32Array | Uint8Array>(values: Values): Values {
  if (values.buffer instanceof SharedArrayBuffer) return values
  const Kind = values.constructor as new (buffer: SharedArrayBuffer) => Values
  const copy = new Kind(new SharedArrayBuffer(values.byteLength))
  copy.set(values)
  return copy
}
