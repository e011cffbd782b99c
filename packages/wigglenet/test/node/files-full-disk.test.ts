// What the system may answer and a test cannot make it answer: short writes, a full disk, no permission (a test may run
// as root). The calls go to the real node:fs, through a gate that each test sets.
import * as fs from 'node:fs'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { DataError } from '../../src/check/errors.ts'
import { readFileBytes, writeFileSafely } from '../../src/node/files.ts'

vi.mock('node:fs', async (importOriginal) => {
  const real = await importOriginal<typeof import('node:fs')>()
  return {
    ...real,
    writeSync: vi.fn(real.writeSync),
    openSync: vi.fn(real.openSync),
    renameSync: vi.fn(real.renameSync),
  }
})

let folder = ''
let path = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wigglenet-files-'))
  path = join(folder, 'a.bin')
  writeFileSafely(path, Uint8Array.of(1, 2, 3))
})
afterEach(() => {
  for (const call of [fs.writeSync, fs.openSync, fs.renameSync]) vi.mocked(call).mockReset()
  rmSync(folder, { recursive: true, force: true })
})

const fault = (code: string) => Object.assign(new Error(code), { code })
const write = () => writeFileSafely(path, new Uint8Array(1000).fill(9))

/** The real call, with at most `count` bytes. */
async function writesAtMost(
  count: number,
): Promise<(file: number, bytes: NodeJS.ArrayBufferView, at: number) => number> {
  const { writeSync } = await vi.importActual<typeof fs>('node:fs')
  return (file, bytes, at) => writeSync(file, bytes, at, Math.min(count, bytes.byteLength - at))
}

function expectRefused(act: () => unknown, message: string): void {
  expect(act).toThrow(DataError)
  expect(act).toThrow(expect.objectContaining({ message }))
  expect(readdirSync(folder)).toEqual(['a.bin'])
  expect([...readFileSync(path)]).toEqual([1, 2, 3])
}

test('all bytes are written when the system takes seven at a time', async () => {
  vi.mocked(fs.writeSync)
    .mockClear()
    .mockImplementation((await writesAtMost(7)) as typeof fs.writeSync)
  write()
  expect(vi.mocked(fs.writeSync)).toHaveBeenCalledTimes(143) // 1000 / 7, rounded up
  expect(new Uint8Array(readFileSync(path))).toEqual(new Uint8Array(1000).fill(9))
})

test('a disk that is full after some bytes keeps the old file, be it told by an error or by a write of nothing', async () => {
  const short = await writesAtMost(7)
  const message = `writeFileSafely: ${path}: the disk must have room for the file; got a full disk. Make room, or choose another disk.`
  for (const end of [
    () => 0,
    () => {
      throw fault('ENOSPC')
    },
  ]) {
    let turn = 0
    vi.mocked(fs.writeSync).mockImplementation(((...call: Parameters<typeof short>) =>
      turn++ % 4 === 3 ? end() : short(...call)) as typeof fs.writeSync)
    expectRefused(write, message)
  }
})

test('a limit on the size of files keeps the old file, and is named', () => {
  vi.mocked(fs.writeSync).mockImplementation(() => {
    throw fault('EFBIG')
  })
  expectRefused(
    write,
    `writeFileSafely: ${path}: the file must be as small as this user may write; got a larger one. Raise the limit (ulimit -f).`,
  )
})

test('no permission is one clear error for writing and for reading', () => {
  vi.mocked(fs.openSync).mockImplementation(() => {
    throw fault('EACCES')
  })
  const complaint =
    'this user must be allowed to use the path; got no permission. Choose a path that this user may use.'
  expectRefused(write, `writeFileSafely: ${path}: ${complaint}`)
  expectRefused(() => readFileBytes(path, { limitBytes: 9 }), `readFileBytes: ${path}: ${complaint}`)
})

test('a rename that fails leaves the old file and no other, and an unknown fault comes through as it is', () => {
  vi.mocked(fs.renameSync).mockImplementation(() => {
    throw fault('EIO')
  })
  expect(write).toThrow(fault('EIO'))
  expect(readdirSync(folder)).toEqual(['a.bin'])
  expect([...readFileSync(path)]).toEqual([1, 2, 3])
})
