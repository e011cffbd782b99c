// Files on disk, for models, checkpoints and reports. A file is at every moment the old one or the new one, whole, also
// when the process is killed or the disk is full: the bytes go to a temporary file beside it, are synced, and renamed.
// What a killed process left is named so that the next write of the same file clears it away.
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  fsyncSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { threadId } from 'node:worker_threads'
import { DataError } from '../check/errors.ts'

/** Writes a file so that it is never seen half written: a reader finds the old bytes or the new ones. When it returns,
 *  the new ones are on the disk. When it throws, the old file is as it was.
 *  Throws:  DataError when the folder is missing, may not be written, or is full, or when `path` is a folder  */
export function writeFileSafely(path: string, bytes: Uint8Array): void {
  const where = `writeFileSafely: ${path}`
  let folder = dirname(path)
  let temporary: string | undefined
  try {
    const old = statSync(path, { throwIfNoEntry: false })
    if (old?.isDirectory()) {
      const fix = 'Choose another name, or move the folder.'
      throw new DataError({ where, expected: 'the path must be that of a file', received: 'a folder', fix })
    }
    const target = old === undefined ? path : realpathSync(path) // a link stays, and what it leads to is replaced
    folder = dirname(target)
    removeStale(target)
    temporary = join(folder, temporaryName(target, `${process.pid}-${threadId}`))
    writeAndSync(temporary, bytes, old?.mode ?? 0o666)
    renameSync(temporary, target)
    syncFolder(folder)
  } catch (error) {
    if (temporary !== undefined && existsSync(temporary)) rmSync(temporary)
    throw explain(where, error, folder)
  }
}

/** The bytes of a file, if it has no more than `limitBytes`.
 *  Options: limitBytes, bytes, no default
 *  Throws:  DataError when there is no such file, it may not be read, is a folder, or is larger  */
export function readFileBytes(path: string, { limitBytes }: { readonly limitBytes: number }): Uint8Array<ArrayBuffer> {
  const where = `readFileBytes: ${path}`
  let file: number | undefined
  try {
    // Without waiting, so that a pipe with no writer is refused and not hung on.
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    const status = fstatSync(file)
    if (!status.isFile()) {
      const received = status.isDirectory() ? 'a folder' : 'a device or a pipe'
      throw new DataError({ where, expected: 'the path must be that of a file', received, fix: 'Name a file.' })
    }
    if (status.size > limitBytes) {
      const expected = `the file must have at most ${limitBytes} bytes`
      throw new DataError({ where, expected, received: `${status.size} bytes`, fix: 'Name a smaller file.' })
    }
    const bytes = new Uint8Array(status.size)
    let at = 0
    while (at < bytes.length) {
      const count = readSync(file, bytes, at, bytes.length - at, at)
      if (count === 0) break
      at += count
    }
    return at === bytes.length ? bytes : bytes.slice(0, at)
  } catch (error) {
    throw explain(where, error, dirname(path))
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

/** `.model.safetensors.1234-0.tmp`: hidden, beside the file, with the process and thread that write it. */
function temporaryName(path: string, writer: string): string {
  return `.${basename(path)}.${writer}.tmp`
}

/** Removes the temporary files of this path whose processes are gone. */
function removeStale(path: string): void {
  const folder = dirname(path)
  const [before, after] = temporaryName(path, '\0').split('\0') as [string, string]
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(before) || !name.endsWith(after)) continue
    const writer = /^([1-9]\d*)-\d+$/.exec(name.slice(before.length, -after.length))
    if (writer !== null && !isAlive(Number(writer[1]))) rmSync(join(folder, name), { force: true })
  }
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM' // it runs, and belongs to someone else
  }
}

function writeAndSync(path: string, bytes: Uint8Array, mode: number): void {
  const file = openSync(path, 'w', mode & 0o777)
  try {
    let at = 0
    while (at < bytes.length) {
      const count = writeSync(file, bytes, at) // may write less than asked on a disk that is nearly full
      if (count === 0) throw Object.assign(new Error('nothing was written'), { code: 'ENOSPC' })
      at += count
    }
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Makes the rename last. Where folders cannot be opened or synced (Windows, some network disks), the system does it. */
function syncFolder(folder: string): void {
  try {
    const handle = openSync(folder, 'r')
    try {
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
  } catch (error) {
    if (!['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP'].includes(codeOf(error))) throw error
  }
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? ''

/** What the system said, as a sentence that says what to do; anything else stays as it is. */
function explain(where: string, error: unknown, folder: string): unknown {
  const complain = (expected: string, received: string, fix: string) =>
    new DataError({ where, expected, received, fix })
  switch (codeOf(error)) {
    case 'ENOENT':
      if (statSync(folder, { throwIfNoEntry: false }) === undefined) {
        return complain(`the folder ${folder} must exist`, 'no such folder', 'Make the folder, or correct the path.')
      }
      return complain('the file must exist', 'no such file', 'Correct the path.')
    case 'ENOTDIR':
      return complain(`${folder} must be a folder`, 'a file in its place', 'Correct the path.')
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return complain(
        'this user must be allowed to use the path',
        'no permission',
        'Choose a path that this user may use.',
      )
    case 'ENOSPC':
    case 'EDQUOT':
      return complain('the disk must have room for the file', 'a full disk', 'Make room, or choose another disk.')
    case 'EFBIG':
      return complain(
        'the file must be as small as this user may write',
        'a larger one',
        'Raise the limit (ulimit -f).',
      )
    case 'ENAMETOOLONG':
      return complain('the name must be one that the disk allows', 'a longer one', 'Choose a shorter name.')
    default:
      return error
  }
}
