import { expect, test } from 'vitest'
import { decodeCifar10 } from '../../src/data/cifar10.ts'
import { decodeIdx } from '../../src/data/idx.ts'
import { modelFromBytes } from '../../src/model/file.ts'
import { checkpointFromBytes } from '../../src/train/checkpoint.ts'

test.each([
  ['modelFromBytes', modelFromBytes],
  ['checkpointFromBytes', checkpointFromBytes],
  ['decodeIdx', decodeIdx],
  ['decodeCifar10', decodeCifar10],
])('%s refuses the ArrayBuffer that a page fetches, and says how to give it', (_name, read) => {
  expect(() => read(new ArrayBuffer(100) as never, 'from the web')).toThrow(
    'from the web: the bytes must be a Uint8Array; got an ArrayBuffer. Write new Uint8Array(buffer) around an ArrayBuffer.',
  )
  expect(() => read(null as never, 'from the web')).toThrow(
    'from the web: the bytes must be a Uint8Array; got null. Write new Uint8Array(buffer) around an ArrayBuffer.',
  )
})
