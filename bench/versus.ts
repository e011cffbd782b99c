// This library against its peers: the same data and first weights for all, results compared before anything is told.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomStream, streams } from 'wigglenet'
import { type Answer, type Contestant, contestants, measure, missing } from './contestants.ts'
import { median } from './measure.ts'
import { dataOf, type Workload } from './workloads.ts'

const CHECK_STEPS = 3
const BUDGET_MS = 800
const LIMIT_MS = 30_000
/** Of a mean loss, and of the root mean square of all updates: float32 sums in another order stay far below. Adam's epsilon stands elsewhere
 *  in scikit-learn's formula, which changes its first updates by 1 %. */
const LOSS_TOLERANCE = 1e-3
const UPDATE_TOLERANCE = 2e-2
const SCORE_TOLERANCE = 1e-4

export interface Figure {
  readonly workload: string
  readonly contestant: string
  /** Of this library: the device that it ran on. */
  readonly device?: string
  readonly version?: string
  /** Samples a second in training, microseconds a row or rows a second in inference, seconds for all epochs. */
  readonly value?: number
  readonly unit: 'samples/s' | 'µs' | 'rows/s' | 's'
  /** How many times as fast this library is on one thread. */
  readonly ratio?: number
  /** How the result was compared with this library's, or why there is none. */
  readonly note: string
}

/** The contestants of these names on every workload, one process after the other, in turns; times are medians of the turns. This library on one
 *  thread always runs: the results of the others are compared with it. */
export async function versus(
  workloads: readonly Workload[],
  names: readonly string[],
  turns: number,
  tell: (figure: Figure) => void,
): Promise<Figure[]> {
  const running = contestants.filter(({ name }, i) => i === 0 || names.includes(name))
  const absent = await Promise.all(running.map(missing))
  running.forEach(({ name }, i) => absent[i] && console.log(`${name}: ${absent[i]}`))
  const present = running.filter((_, i) => !absent[i])
  const figures: Figure[] = []
  for (const workload of workloads) {
    const folder = mkdtempSync(join(tmpdir(), 'wigglenet-bench-'))
    try {
      const weights = writeData(workload, folder)
      const runs: Run[][] = present.map(() => [])
      let ours: Run | undefined
      for (let turn = 1; turn <= turns; turn++) {
        for (const [i, contestant] of present.entries()) {
          runs[i]!.push(await runOne(workload, contestant, folder))
          if (turn < turns) continue
          const run = ofTurns(runs[i]!)
          ours ??= run
          const figure = judge(workload, contestant, run, ours, weights)
          figures.push(figure)
          tell(figure)
        }
      }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  return figures
}

function writeData(workload: Workload, folder: string): Float32Array {
  const { X, y } = dataOf(workload)
  const { sizes } = workload
  const random = randomStream(2, streams.weights)
  const parts = sizes.slice(1).map((units, i) => {
    const limit = Math.sqrt(6 / (sizes[i]! + units))
    const even = (length: number) => Float32Array.from({ length }, () => limit * (2 * random.uniform() - 1))
    return [even(units * sizes[i]!), even(units)]
  })
  const weights = Float32Array.from(parts.flat().flatMap((part) => Array.from(part)))
  for (const [name, values] of Object.entries({ X, y, weights })) {
    writeFileSync(join(folder, `${name}.f32`), new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
  }
  return weights
}

interface Run {
  readonly answer: Answer
  /** Weights after the checked steps, or scores. */
  readonly values?: Float32Array
}

/** The first turn with the median time of all; or the first one that failed. */
function ofTurns(runs: readonly Run[]): Run {
  const failed = runs.find(({ answer }) => answer.ms === undefined)
  if (failed) return failed
  const ms = median(runs.map(({ answer }) => answer.ms!))
  return { ...runs[0]!, answer: { ...runs[0]!.answer, ms } }
}

async function runOne(workload: Workload, contestant: Contestant, folder: string): Promise<Run> {
  const id = contestant.name.replace(/[^a-z0-9]+/gi, '-')
  const job = { ...workload, id, folder, checkSteps: CHECK_STEPS, budgetMs: BUDGET_MS }
  const answer = await measure(contestant, job, LIMIT_MS)
  if (answer.ms === undefined || answer.error || answer.partly) return { answer }
  const { buffer, byteOffset, byteLength } = readFileSync(join(folder, `${id}.f32`))
  return { answer, values: new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength)) }
}

function judge(workload: Workload, contestant: Contestant, run: Run, ours: Run, weights: Float32Array): Figure {
  const { answer } = run
  const unit = unitOf(workload)
  const { name, device } = contestant
  const told = { workload: workload.name, contestant: name, unit, ...(device !== undefined && { device }) } as const
  const version = answer.version === undefined ? {} : { version: answer.version }
  if (answer.ms === undefined) return { ...told, ...version, note: answer.cannot ?? `failed: ${answer.failed}` }
  const wrong = run === ours ? undefined : difference(workload, run, ours, weights)
  if (wrong) return { ...told, ...version, note: `wrong: ${wrong}` }
  const note = run === ours ? 'the others are compared with this' : howCompared(answer)
  return { ...told, ...version, value: inUnit(workload, answer.ms), ratio: answer.ms / ours.answer.ms!, note }
}

function howCompared({ error, partly }: Answer): string {
  if (partly) return `same first loss; ${partly}`
  if (!error) return 'same results'
  return `one row an update; squared error ${error.before.toPrecision(2)} → ${error.after.toPrecision(2)}`
}

function unitOf({ kind, rows, epochs }: Workload): Figure['unit'] {
  if (kind === 'inference') return rows === 1 ? 'µs' : 'rows/s'
  return epochs ? 's' : 'samples/s'
}

function inUnit(workload: Workload, ms: number): number {
  const { rows, batch, epochs } = workload
  switch (unitOf(workload)) {
    case 'µs':
      return ms * 1000
    case 'rows/s':
      return (rows * 1000) / ms
    case 's':
      return (epochs! * Math.ceil(rows / batch) * ms) / 1000
    default:
      return (batch * 1000) / ms
  }
}

/** What is wrong with a result, beside ours. */
function difference({ kind, sizes }: Workload, run: Run, ours: Run, weights: Float32Array): string | undefined {
  const { answer, values } = run
  if (answer.error) {
    const { before, after } = answer.error
    return after < 0.98 * before ? undefined : `it does not learn: squared error ${before} before, ${after} after`
  }
  const losses = ours.answer.losses
  const bad = answer.losses?.findIndex((loss, i) => !(Math.abs(loss - losses![i]!) < LOSS_TOLERANCE * loss)) ?? -1
  if (bad >= 0) return `loss ${answer.losses![bad]} in step ${bad + 1}, ours is ${losses![bad]}`
  if (answer.partly) return undefined
  if (!values || !ours.values || values.length !== ours.values.length) return 'results of another length'
  if (kind === 'inference') {
    const wanted = squashed(ours.values, sizes.at(-1)!, answer.squash)
    const apart = rootMeanSquare(values, wanted) / rootMeanSquare(wanted)
    return apart < SCORE_TOLERANCE ? undefined : `scores differ by ${apart}`
  }
  const apart = rootMeanSquare(values, ours.values) / rootMeanSquare(ours.values, weights)
  return apart < UPDATE_TOLERANCE ? undefined : `updates differ by ${apart} of their size`
}

function squashed(scores: Float32Array, classes: number, squash: Answer['squash']): Float32Array {
  if (squash === 'relu') return scores.map((score) => Math.max(0, score))
  if (squash !== 'softmax') return scores
  const out = scores.map(Math.exp)
  for (let from = 0; from < out.length; from += classes) {
    const row = out.subarray(from, from + classes)
    const sum = row.reduce((total, value) => total + value, 0)
    row.forEach((value, k) => (row[k] = value / sum))
  }
  return out
}

function rootMeanSquare(a: Float32Array, b?: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i]! - (b ? b[i]! : 0)) ** 2
  return Math.sqrt(sum / a.length)
}
