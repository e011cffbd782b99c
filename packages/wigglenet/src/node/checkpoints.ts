import { existsSync } from 'node:fs'
import { checkpointFromBytes, checkpointToBytes } from '../train/checkpoint.ts'
import type { Checkpoint, CheckpointSink } from '../train/types.ts'
import { readFileBytes, writeFileSafely } from './files.ts'

/** The largest file that is read as a checkpoint. */
const limitBytes = 2 ** 31

/** A checkpoint in a file, for the option `checkpoint` of `fit`: written whole or not at all, however the process ends.
 *  `load` gives what was saved last, or nothing where no file is.
 *  Throws:  DataError when the file cannot be written, or is no whole checkpoint
 *  Example: const file = checkpointFile('run/checkpoint'); fit(net, data, { checkpoint: file, resume: file.load() })  */
export function checkpointFile(path: string): CheckpointSink & { load(): Checkpoint | undefined } {
  return {
    save: (checkpoint) => writeFileSafely(path, checkpointToBytes(checkpoint)),
    load: () => (existsSync(path) ? checkpointFromBytes(readFileBytes(path, { limitBytes }), path) : undefined),
  }
}
