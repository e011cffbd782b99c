// The time from the start of a process to its first prediction, one row through 784-128-10, beside a process that does nothing.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { peersFolder } from './contestants.ts'
import { median } from './measure.ts'

const TURNS = 11
const programs = [
  { name: 'empty Node', file: 'empty.mjs', needs: undefined },
  { name: 'wigglenet', file: 'wigglenet.mjs', needs: undefined },
  { name: 'wigglenet/predict', file: 'wigglenet-predict.mjs', needs: undefined },
  { name: 'jax-js', file: 'jax-js.mjs', needs: '@jax-js/jax' },
  { name: 'tfjs, cpu', file: 'tfjs.mjs', needs: '@tensorflow/tfjs' },
]

export interface StartUp {
  readonly name: string
  readonly ms: number
  /** Milliseconds more than an empty process, the median of the differences turn by turn. */
  readonly overEmptyMs: number
}

/** Every program once a turn, so that a slow moment of the machine meets them all. */
export async function startUps(): Promise<StartUp[]> {
  const present = programs.filter(({ needs }) => !needs || existsSync(join(peersFolder, 'node_modules', needs)))
  const turns: number[][] = []
  for (let turn = 0; turn <= TURNS; turn++) {
    const outputs: FirstOutput[] = []
    for (const { file } of present) outputs.push(await firstOutput(join(peersFolder, 'start', file)))
    if (turn > 0) turns.push(outputs.map(({ ms }) => ms))
    else compare(outputs) // this turn also fills the disk's cache
  }
  return present.map(({ name }, i) => ({
    name,
    ms: median(turns.map((times) => times[i]!)),
    overEmptyMs: median(turns.map((times) => times[i]! - times[0]!)),
  }))
}

interface FirstOutput {
  readonly ms: number
  readonly text: string
}

/** All but the empty program print the same scores. */
function compare([, ours, ...others]: readonly FirstOutput[]): void {
  const scoresOf = ({ text }: FirstOutput) => text.trim().split(/\s+/).slice(-10).map(Number)
  const wanted = scoresOf(ours!)
  for (const other of others) {
    const scores = scoresOf(other)
    if (!wanted.every((score, i) => Math.abs(score - scores[i]!) < 1e-4))
      throw new Error(`start: the first prediction is ${scores}, ours is ${wanted}`)
  }
}

function firstOutput(file: string): Promise<FirstOutput> {
  return new Promise((resolve, reject) => {
    const began = performance.now()
    let ms: number | undefined
    let text = ''
    const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'ignore'] })
    child.stdout.on('data', (chunk) => {
      ms ??= performance.now() - began
      text += chunk
    })
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0 && ms !== undefined) resolve({ ms, text })
      else reject(new Error(`${file} ended with ${code} and said nothing`))
    })
  })
}
