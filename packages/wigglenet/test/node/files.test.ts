import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DataError } from '../../src/check/errors.ts'
import { readFileBytes, writeFileSafely } from '../../src/node/files.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wigglenet-files-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const at = (name: string) => join(folder, name)
const bytesOf = (text: string) => new TextEncoder().encode(text)
function messageOf(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    expect(error).toBeInstanceOf(DataError)
    return (error as DataError).message
  }
  return 'no error'
}

describe('writing', () => {
  test('the file has the new bytes and nothing lies beside it', () => {
    writeFileSafely(at('a.bin'), bytesOf('first'))
    writeFileSafely(at('a.bin'), bytesOf('2nd'))
    writeFileSafely(at('empty'), new Uint8Array(0))
    expect(readFileSync(at('a.bin'), 'utf8')).toBe('2nd')
    expect(readFileSync(at('empty'))).toHaveLength(0)
    expect(readdirSync(folder).sort()).toEqual(['a.bin', 'empty'])
  })

  test('a part of an array is written without its surroundings', () => {
    writeFileSafely(at('a'), bytesOf('abcdef').subarray(2, 4))
    expect(readFileSync(at('a'), 'utf8')).toBe('cd')
  })

  test('a link stays a link, and a file that others may not read stays so', () => {
    writeFileSync(at('secret'), 'old')
    chmodSync(at('secret'), 0o600)
    symlinkSync('secret', at('link'))
    writeFileSafely(at('link'), bytesOf('new'))
    expect(readlinkSync(at('link'))).toBe('secret')
    expect(readFileSync(at('secret'), 'utf8')).toBe('new')
    expect(statSync(at('secret')).mode & 0o777).toBe(0o600)
  })

  test('a missing folder, a file in its place, a folder in the way and an endless name are refused, nothing left', () => {
    mkdirSync(at('full'))
    writeFileSync(at('file'), 'old')
    expect(messageOf(() => writeFileSafely(at('none/a'), bytesOf('x')))).toBe(
      `writeFileSafely: ${at('none/a')}: the folder ${at('none')} must exist; got no such folder. Make the folder, or correct the path.`,
    )
    expect(messageOf(() => writeFileSafely(at('file/a'), bytesOf('x')))).toBe(
      `writeFileSafely: ${at('file/a')}: ${at('file')} must be a folder; got a file in its place. Correct the path.`,
    )
    expect(messageOf(() => writeFileSafely(at('full'), bytesOf('x')))).toBe(
      `writeFileSafely: ${at('full')}: the path must be that of a file; got a folder. Choose another name, or move the folder.`,
    )
    const long = at('n'.repeat(250))
    expect(messageOf(() => writeFileSafely(long, bytesOf('x')))).toBe(
      `writeFileSafely: ${long}: the name must be one that the disk allows; got a longer one. Choose a shorter name.`,
    )
    expect(readdirSync(folder).sort()).toEqual(['file', 'full'])
  })
})

describe('reading', () => {
  test('a file of exactly the limit is read; one byte more is refused', () => {
    writeFileSync(at('a'), 'four')
    expect(readFileBytes(at('a'), { limitBytes: 4 })).toEqual(bytesOf('four'))
    expect(messageOf(() => readFileBytes(at('a'), { limitBytes: 3 }))).toBe(
      `readFileBytes: ${at('a')}: the file must have at most 3 bytes; got 4 bytes. Name a smaller file.`,
    )
  })

  test('a missing file, a missing folder, a folder and a pipe without a writer are refused', () => {
    const read = (name: string) => messageOf(() => readFileBytes(at(name), { limitBytes: 10 }))
    expect(read('a')).toBe(`readFileBytes: ${at('a')}: the file must exist; got no such file. Correct the path.`)
    expect(read('b/a')).toBe(
      `readFileBytes: ${at('b/a')}: the folder ${at('b')} must exist; got no such folder. Make the folder, or correct the path.`,
    )
    expect(read('')).toBe(`readFileBytes: ${at('')}: the path must be that of a file; got a folder. Name a file.`)
    execFileSync('mkfifo', [at('pipe')])
    expect(read('pipe')).toBe(
      `readFileBytes: ${at('pipe')}: the path must be that of a file; got a device or a pipe. Name a file.`,
    )
  })
})

describe('killed processes', () => {
  /** A process that writes files of one repeated byte, each of another length, until it is killed. */
  async function makeWriter(): Promise<string> {
    const source = fileURLToPath(new URL('../../src/node/files.ts', import.meta.url))
    const bundle = await rolldown({ input: source, platform: 'node' })
    await bundle.write({ dir: at('code'), entryFileNames: 'files.mjs' })
    await bundle.close()
    const program = `
      import { writeFileSafely } from './files.mjs'
      for (let turn = 1; ; turn++) {
        const bytes = new Uint8Array(1_000_000 + (turn % 50) * 20_000).fill(turn % 251)
        new DataView(bytes.buffer).setUint32(0, bytes.length)
        writeFileSafely(process.argv[2], bytes)
        if (turn === 1) process.stdout.write('.')
      }`
    writeFileSync(at('code/writer.mjs'), program)
    return at('code/writer.mjs')
  }

  /** Starts the writer, lets it end its first file, and kills it some milliseconds later. */
  async function runAndKill(writer: string, path: string, delayMs: number): Promise<number> {
    const child = spawn(process.execPath, [writer, path], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(child.stdout, 'data')
    await wait(delayMs)
    child.kill('SIGKILL')
    await once(child, 'exit')
    return child.pid!
  }

  test('a writer killed ten times at random moments leaves a whole file each time, and no litter after the next write', async () => {
    const writer = await makeWriter()
    const path = at('a.bin')
    for (let kill = 0; kill < 10; kill++) {
      const delayMs = Math.random() * 30
      await runAndKill(writer, path, delayMs)
      const bytes = readFileSync(path)
      const value = bytes[4]!
      const isWhole = bytes.readUInt32BE(0) === bytes.length && bytes.subarray(4).every((byte) => byte === value)
      expect(isWhole, `killed ${delayMs} ms after its first file: ${bytes.length} bytes`).toBe(true)
    }
    writeFileSafely(path, bytesOf('end'))
    expect(readdirSync(folder).sort()).toEqual(['a.bin', 'code'])
  })

  test('the next write clears what a dead process left of this file, and touches no other file', async () => {
    const dead = await runAndKill(await makeWriter(), at('other.bin'), 0)
    rmSync(at('code'), { recursive: true })
    rmSync(at(`.other.bin.${dead}-0.tmp`), { force: true })
    const stays = [`.b.bin.${dead}-0.tmp`, `.a.bin.${process.ppid}-0.tmp`, '.a.bin.backup.tmp', 'other.bin']
    for (const name of [...stays, `.a.bin.${dead}-0.tmp`, `.a.bin.${dead}-3.tmp`]) writeFileSync(at(name), 'x')
    writeFileSafely(at('a.bin'), bytesOf('new'))
    expect(readdirSync(folder).sort()).toEqual([...stays, 'a.bin'].sort())
  })
})
