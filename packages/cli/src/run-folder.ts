// The folder of a training run: what was asked, what happened, where it stands, and what came out.
//   options.json                 the source, the options, a hash of the data
//   events.jsonl                 what happened, a JSON object a line
//   checkpoint.safetensors       where training stands; fold-1.checkpoint.safetensors … while folds are trained
//   folds.json                   results of the folds that are done
//   facts.json                   what the doctor knows of the run
//   model.wiggle.safetensors     the model
//   summary.md                   what it is and how good it is
//   report.html                  the same with pictures
//   .lock                        the process that works in it, for as long as it does
import {
  appendFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { DataError, type ModelParts, modelToBytes, OptionError } from 'wigglenet'
import { checkpointFile, readFileBytes, writeFileSafely } from 'wigglenet/node'
import { RunFailure } from './failure.ts'
import { quoted } from './terminal.ts'

/** More than any of the JSON files of a run can be. */
const LIMIT_BYTES = 2 ** 30

export type Line = Readonly<Record<string, unknown>>

export class RunFolder {
  private constructor(
    readonly path: string,
    locked = true,
  ) {
    if (locked) lock(path)
  }

  /** Lets other processes work in the folder. */
  release(): void {
    rmSync(this.file('.lock'), { force: true })
  }

  /** A new folder, or an empty one; its parents are made too. (What a killed process may leave is hidden, and counts as empty.)
   *  Throws:  OptionError when there is something in it */
  static create(path: string): RunFolder {
    refuseFull(path)
    makeFolder(path)
    const folder = new RunFolder(path)
    try {
      refuseFull(path) // another process may have been here between
    } catch (error) {
      folder.release()
      throw error
    }
    return folder
  }

  /** `runs/<name>-1`, or the first number that is free. */
  static createNumbered(name: string): RunFolder {
    makeFolder('runs')
    for (let number = 1; ; number++) {
      const path = join('runs', `${name}-${number}`)
      if (existsSync(path) || !makeFolder(path)) continue
      return new RunFolder(path)
    }
  }

  /** The folder of a run that was begun, or of a search.
   *  Throws:  OptionError when there is none */
  static open(path: string, kind: FolderKind = 'run'): RunFolder {
    refuseOther('--resume', path, kind)
    return new RunFolder(path)
  }

  /** The folder of a run, to be read only, also while another process works in it.
   *  Throws:  OptionError when there is none */
  static read(path: string): Pick<RunFolder, 'path' | 'file' | 'readJson' | 'events'> {
    refuseOther('plot', path)
    return new RunFolder(path, false)
  }

  file(name: string): string {
    return join(this.path, name)
  }

  get model(): string {
    return this.file('model.wiggle.safetensors')
  }

  saveModel(model: ModelParts): void {
    running(() => writeFileSafely(this.model, modelToBytes(model)))
  }

  writeText(name: string, text: string): void {
    running(() => writeFileSafely(this.file(name), new TextEncoder().encode(text)))
  }

  writeJson(name: string, value: unknown): void {
    this.writeText(name, `${JSON.stringify(value, null, 2)}\n`)
  }

  /** What a JSON file of the folder holds, or nothing where there is none.
   *  Throws:  DataError when it is damaged */
  readJson(name: string): unknown {
    return readJson(this.file(name))
  }

  /** Where the training of a stage is saved as it goes. */
  checkpoint(stage: string) {
    return checkpointFile(this.checkpointPath(stage))
  }

  removeCheckpoint(stage: string): void {
    rmSync(this.checkpointPath(stage), { force: true })
  }

  private checkpointPath(stage: string): string {
    return this.file(stage === 'model' ? 'checkpoint.safetensors' : `${stage}.checkpoint.safetensors`)
  }

  append(line: Line): void {
    const path = this.file('events.jsonl')
    running(() => {
      try {
        appendFileSync(path, `${JSON.stringify(line)}\n`)
      } catch (error) {
        throw new Error(`${path}: ${(error as Error).message}`, { cause: error })
      }
    })
  }

  /** The events of a stage, in their order. */
  events(stage: string): Line[] {
    const path = this.file('events.jsonl')
    if (!existsSync(path)) return []
    const lines = readFileSync(path, 'utf8').split('\n').map(parseLine)
    return lines.filter((line): line is Line => line?.stage === stage)
  }

  /** Drops the events that `keep` does not want, and a last line that was cut short. */
  keepEvents(keep: (line: Line) => boolean): void {
    const path = this.file('events.jsonl')
    if (!existsSync(path)) return
    const lines = readFileSync(path, 'utf8')
      .split('\n')
      .filter((text) => {
        const line = parseLine(text)
        return line !== undefined && keep(line)
      })
    this.writeText('events.jsonl', lines.map((line) => `${line}\n`).join(''))
  }
}

/** What a JSON file holds, or nothing where there is none.
 *  Throws:  DataError when it is damaged */
export function readJson(path: string): unknown {
  if (!existsSync(path)) return undefined
  try {
    return JSON.parse(new TextDecoder().decode(readFileBytes(path, { limitBytes: LIMIT_BYTES })))
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new DataError({
      where: path,
      expected: 'the file must hold JSON',
      received: error.message,
      fix: 'Start a new run.',
    })
  }
}

/** What makes a folder one of a kind, and which command prints its path. */
const kinds = { run: ['options.json', 'train'], search: ['search.json', 'search'] } as const
export type FolderKind = keyof typeof kinds

/** Refuses a path that is not the folder of a run, or of a search.
 *  Throws:  OptionError */
export function refuseOther(where: string, path: string, kind: FolderKind = 'run'): void {
  const [file, command] = kinds[kind]
  if (existsSync(join(path, file))) return
  throw new OptionError({
    where,
    expected: `the folder must be that of a ${kind}, with ${file} in it`,
    received: path,
    fix: `Name the folder that ${command} has printed.`,
  })
}

/** Runs what writes into a run's folder; its errors are no fault of the input. */
function running(write: () => void): void {
  try {
    write()
  } catch (error) {
    throw new RunFailure(error)
  }
}

/** Makes a folder and its parents, and says whether it was not there before.
 *  Throws:  OptionError when the disk does not let it be made */
function makeFolder(path: string): boolean {
  try {
    return mkdirSync(path, { recursive: true }) !== undefined
  } catch (error) {
    throw unusable('the folder must be one that can be made', `${path}, ${answerOf(error)}`)
  }
}

/** Throws:  OptionError when there is something at this path, or nobody may look */
function refuseFull(path: string): void {
  if (!existsSync(path)) return
  if (!statSync(path).isDirectory()) throw unusable('the path must be that of a folder', `the file ${path}`)
  let names: string[]
  try {
    names = readdirSync(path)
  } catch (error) {
    throw unusable('the folder must be one that can be read', `${path}, ${answerOf(error)}`)
  }
  if (names.every((name) => name.startsWith('.'))) return
  const begun = Object.values(kinds).find(([file]) => names.includes(file))
  throw new OptionError({
    where: '--out',
    expected: 'the folder must be new, or empty',
    received: path,
    fix: begun
      ? `Choose another name, or go on with it: wigglenet ${begun[1]} --resume ${quoted(path)}`
      : 'Choose another name.',
  })
}

/** Writes the number of this process into the folder; where that of a process is which has ended, or of this one, it is replaced.
 *  Throws:  OptionError when another process works in the folder, or the disk does not let it be written to */
function lock(path: string): void {
  const file = join(path, '.lock')
  for (let tries = 0; ; tries++) {
    const owner = ownerOf(file)
    const free = !owner || owner === process.pid || !isAlive(owner)
    if (!free || tries > 9) {
      throw new OptionError({
        where: path,
        expected: 'only one process may work in a folder',
        received: `process ${owner} at work in it`,
        fix: `Wait until it ends, or choose another folder; if it is no wigglenet, remove ${file}.`,
      })
    }
    try {
      if (owner !== undefined) rmSync(file, { force: true })
      // The number is there as soon as the file is: a process killed in between leaves no lock of nobody.
      const own = `${file}.${process.pid}`
      writeFileSync(own, `${process.pid}\n`)
      try {
        linkSync(own, file)
      } finally {
        rmSync(own, { force: true })
      }
      return
    } catch (error) {
      if (codeOf(error) === 'EEXIST') continue // another process was faster
      const received = answerOf(error)
      const fix = 'Make room, or see to its permissions.'
      throw new OptionError({ where: path, expected: 'the folder must be one that can be written to', received, fix })
    }
  }
}

/** The process that has locked a folder; 0 if the file names none. */
function ownerOf(file: string): number | undefined {
  return existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) || 0 : undefined
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM' // it runs, and belongs to someone else
  }
}

function unusable(expected: string, received: string): OptionError {
  return new OptionError({ where: '--out', expected, received, fix: 'Choose another place.' })
}

/** What the system answered, in words where there are some. */
function answerOf(error: unknown): string {
  const words: Readonly<Record<string, string>> = {
    EACCES: 'no permission',
    EPERM: 'no permission',
    EROFS: 'a disk that is only read',
    ENOSPC: 'a full disk',
    ENOTDIR: 'a path through a file',
  }
  return words[codeOf(error)] ?? codeOf(error)
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error)

function parseLine(text: string): Line | undefined {
  try {
    return JSON.parse(text) as Line
  } catch {
    return undefined
  }
}
