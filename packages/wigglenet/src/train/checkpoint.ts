// A checkpoint as one file: safetensors, the tensors of the run and its facts.
import { DataError } from '../check/errors.ts'
import { decodeSafetensors, encodeSafetensors, type SavedTensor } from '../model/safetensors.ts'
import type { Checkpoint } from './types.ts'

const format = 'wigglenet checkpoint 1'

/** The bytes of a checkpoint. */
export function checkpointToBytes(checkpoint: Checkpoint): Uint8Array<ArrayBuffer> {
  const { cursor, parameters, state, schedule, run, sums, best } = checkpoint
  const tensors: SavedTensor[] = []
  const put = (prefix: string, values: Checkpoint['parameters']) => {
    for (const [name, numbers] of Object.entries(values)) {
      const dtype = numbers instanceof Float64Array ? 'F64' : 'F32'
      tensors.push({ name: `${prefix}/${name}`, dtype, shape: [numbers.length], values: numbers })
    }
  }
  put('parameters', parameters)
  put('state', state)
  if (schedule) put('schedule', { state: schedule })
  put('best', best.parameters)
  const loss = Number.isFinite(best.loss) ? best.loss : null // JSON has no infinity
  return encodeSafetensors(tensors, {
    format,
    cursor: JSON.stringify(cursor),
    run: JSON.stringify(run),
    sums: JSON.stringify(sums),
    best: JSON.stringify({ epoch: best.epoch, loss }),
  })
}

/** A checkpoint from its bytes. Whether it fits the run is for `fit` to check, by the facts in `run`.
 *  Throws:  DataError when the bytes are no whole checkpoint */
export function checkpointFromBytes(bytes: Uint8Array, where = 'checkpoint'): Checkpoint {
  const { tensors, metadata } = decodeSafetensors(bytes, where)
  const refuse = (expected: string, received: string): never => {
    throw new DataError({ where, expected, received, fix: 'Delete it, or start a new run.' })
  }
  if (metadata.format !== format)
    refuse(`the file must be a '${format}'`, JSON.stringify(metadata.format ?? 'no format'))
  const read = (name: string, fields: readonly string[]): Record<string, number> => {
    let value: unknown
    try {
      value = JSON.parse(metadata[name] ?? '')
    } catch {
      refuse(`${name} must be JSON`, 'text that is none')
    }
    const record = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>
    for (const field of fields) {
      if (typeof record[field] !== 'number')
        refuse(`${name}.${field} must be a number`, JSON.stringify(record[field]) ?? 'none')
    }
    return record as Record<string, number>
  }
  const part = (prefix: string) => {
    const values: Record<string, Float32Array | Float64Array> = {}
    for (const { name, values: numbers } of tensors.values()) {
      if (!name.startsWith(`${prefix}/`)) continue
      if (!(numbers instanceof Float32Array || numbers instanceof Float64Array))
        refuse(`${name} must hold floats`, 'whole numbers')
      values[name.slice(prefix.length + 1)] = numbers as Float32Array
    }
    return values
  }
  const { step, epoch, position } = read('cursor', ['step', 'epoch', 'position']) as Checkpoint['cursor'] &
    Record<string, number>
  for (const [name, number] of Object.entries({ step, epoch, position })) {
    if (!Number.isInteger(number) || number < 0) refuse(`cursor.${name} must be a whole number from 0 on`, `${number}`)
  }
  const { loss, hits, rows } = read('sums', ['loss', 'hits', 'rows']) as Record<'loss' | 'hits' | 'rows', number>
  const best = read('best', ['epoch'])
  const { state: schedule } = part('schedule')
  return {
    cursor: { step, epoch, position },
    parameters: part('parameters'),
    state: part('state'),
    ...(schedule && { schedule: Float64Array.from(schedule) }),
    run: read('run', []) as unknown as Record<string, string>,
    sums: { loss, hits, rows },
    best: { epoch: best.epoch!, loss: best.loss ?? Infinity, parameters: part('best') },
  }
}
