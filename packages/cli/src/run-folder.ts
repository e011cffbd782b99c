// The folder of a training run: what was asked, what happened, where it stands, and what came out.
//   options.json                 the source, the options, a hash of the data
//   events.jsonl                 what happened, a JSON object a line
//   checkpoint.safetensors       where training stands; fold-1.checkpoint.safetensors … while folds are trained
//   folds.json                   results of the folds that are done
//   model.wiggle.safetensors     the model
//   summary.md                   what it is and how good it is
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DataError, type ModelParts, modelToBytes, OptionError } from 'wigglenet'
import { checkpointFile, readFileBytes, writeFileSafely } from 'wigglenet/node'
import { RunFailure } from './failure.ts'

/** More than any of the JSON files of a run can be. */
const LIMIT_BYTES = 2 ** 30

export type Line = Readonly<Record<string, unknown>>

export class RunFolder {
  private constructor(readonly path: string) {}

  /** A new folder, or an empty one; its parents are made too. (What a killed process may leave is hidden, and counts as empty.)
   *  Throws:  OptionError when there is something in it */
  static create(path: string): RunFolder {
    if (existsSync(path) && !isEmpty(path)) {
      throw new OptionError({
        where: '--out',
        expected: 'the folder must be new, or empty',
        received: path,
        fix: `Choose another name, or go on with it: wigglenet train --resume ${path}`,
      })
    }
    makeFolder(path)
    return new RunFolder(path)
  }

  /** `runs/<name>-1`, or the first number that is free. */
  static createNumbered(name: string): RunFolder {
    makeFolder('runs')
    for (let number = 1; ; number++) {
      const path = join('runs', `${name}-${number}`)
      if (existsSync(path)) continue
      mkdirSync(path)
      return new RunFolder(path)
    }
  }

  /** The folder of a run that was begun.
   *  Throws:  OptionError when there is none */
  static open(path: string): RunFolder {
    const folder = new RunFolder(path)
    if (existsSync(folder.file('options.json'))) return folder
    throw new OptionError({
      where: '--resume',
      expected: 'the folder must be that of a run, with options.json in it',
      received: path,
      fix: 'Name the folder that train has printed.',
    })
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
    const path = this.file(name)
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
    running(() => appendFileSync(this.file('events.jsonl'), `${JSON.stringify(line)}\n`))
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

/** Runs what writes into a run's folder; its errors are no fault of the input. */
function running(write: () => void): void {
  try {
    write()
  } catch (error) {
    throw new RunFailure(error)
  }
}

/** Makes a folder and its parents.
 *  Throws:  OptionError when the disk does not let it be made */
function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true })
  } catch (error) {
    throw new OptionError({
      where: '--out',
      expected: 'the folder must be one that can be made',
      received: `${path}, ${(error as NodeJS.ErrnoException).code}`,
      fix: 'Choose another place.',
    })
  }
}

function isEmpty(path: string): boolean {
  return statSync(path).isDirectory() && readdirSync(path).every((name) => name.startsWith('.'))
}

function parseLine(text: string): Line | undefined {
  try {
    return JSON.parse(text) as Line
  } catch {
    return undefined
  }
}
