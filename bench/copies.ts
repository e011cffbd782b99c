// node scripts/run.mjs bench/copies.ts: 40 copies of 100-50-10 on MNIST scaled to 10x10, each with its own first weights and order of rows,
// 8 epochs, batch 100: on all cores, one after another, and beside the same 40 stacked in one batched PyTorch program (peers/torch_copies.py)
// at its better number of threads. Accuracies are compared before times are told. --turns N: medians of N turns, default 3. --copies N: fewer.
// The data: WIGGLENET_DATA, or ../shared/data beside the checkout. PyTorch: of the python3 that PYTHON names, or of the one in the path.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { readImageFolder } from '@wigglenet/io/node'
import { type DataSet, dense, evaluate, fit, gradientDescent, type Model, network, relu, resizeImages } from 'wigglenet'
import { fitCopies } from 'wigglenet/node'
import { benchFolder, peersFolder } from './contestants.ts'
import { median } from './measure.ts'
import { numberAfter } from './selection.ts'

const copies = numberAfter('--copies', 40)
const turns = numberAfter('--turns', 3)
const [hidden, rate] = [50, 0.1]
const training = { epochs: 8, batch: 100, optimizer: gradientDescent({ rate }) } as const

const root = process.env.WIGGLENET_DATA ?? join(benchFolder, '../../shared/data')
const { train: full, test: fullTest } = await readImageFolder(join(root, 'mnist'))
const [train, test] = [resizeImages(full, 10, 10), resizeImages(fullTest!, 10, 10)]
const net = network(100, [dense(hidden, relu()), dense(10)])
const seeds = Array.from({ length: copies }, (_, i) => i + 1)

interface Outcome {
  readonly seconds: number
  /** Of all threads: what a machine that others load as well does not change much. */
  readonly cpuSeconds: number
  readonly accuracies: readonly number[]
}

async function timed(body: () => Promise<readonly Model[]>): Promise<Outcome> {
  const started = performance.now()
  const before = process.cpuUsage()
  const models = await body()
  const seconds = (performance.now() - started) / 1000
  const { user, system } = process.cpuUsage(before)
  return {
    seconds,
    cpuSeconds: (user + system) / 1e6,
    accuracies: models.map((model) => evaluate(model, test).accuracy!),
  }
}
const allAtOnce = () => timed(async () => fitCopies(net, train as DataSet, { ...training, copies }).models)
const oneByOne = () =>
  timed(async () => {
    const models: Model[] = []
    for (const seed of seeds) models.push(await fit(net, train as DataSet, { ...training, seed }).model)
    return models
  })

const folder = mkdtempSync(join(tmpdir(), 'wigglenet-copies-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
for (const [name, data] of Object.entries({ train, test })) {
  const X = Float32Array.from(data.X, (pixel) => pixel / 255)
  writeFileSync(join(folder, `${name}.f32`), new Uint8Array(X.buffer))
  writeFileSync(join(folder, `${name}.u8`), Uint8Array.from(data.y))
}
let why = ''
function stacked(threads: number): Outcome | undefined {
  const { epochs, batch } = training
  const job = { folder, inputs: 100, hidden, classes: 10, copies, epochs, batch, rate, threads }
  const program = join(peersFolder, 'torch_copies.py')
  const run = spawnSync(process.env.PYTHON ?? 'python3', [program], { input: JSON.stringify(job), encoding: 'utf8' })
  if (run.status === 0) return JSON.parse(run.stdout.trimEnd().split('\n').at(-1)!) as Outcome
  why = run.error?.message ?? run.stderr.trim().split('\n').at(-1)!
  return undefined
}

const cores = availableParallelism()
// On a busy machine PyTorch's threads wait for each other: with --threads 1 only its single thread is measured.
const threads = [...new Set([1, numberAfter('--threads', cores)])]
const runs = new Map<string, (Outcome | undefined)[]>()
for (let turn = 0; turn < turns; turn++) {
  const add = (name: string, outcome: Outcome | undefined) => {
    runs.set(name, [...(runs.get(name) ?? []), outcome])
    if (outcome)
      console.log(
        `turn ${turn + 1}: ${name.padEnd(28)} ${outcome.seconds.toFixed(2)} s, of processors ${outcome.cpuSeconds.toFixed(2)} s`,
      )
  }
  add('all at once', await allAtOnce())
  add('one by one', await oneByOne())
  for (const count of threads) add(`PyTorch stacked, ${count} thread${count > 1 ? 's' : ''}`, stacked(count))
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b) / values.length
console.log(
  `\n${copies} copies of 100-50-10, ${cpus()[0]?.model}, ${cores} cores, Node ${process.version}, ${turns} turns`,
)
const seconds = new Map<string, number>()
for (const [name, outcomes] of runs) {
  const done = outcomes.filter((outcome) => outcome !== undefined)
  if (done.length === 0) {
    console.log(`${name.padEnd(28)} not measured: ${why}`)
    continue
  }
  seconds.set(name, median(done.map((outcome) => outcome.seconds)))
  const accuracy = mean(done[0]!.accuracies)
  const cpu = median(done.map((outcome) => outcome.cpuSeconds)).toFixed(2)
  console.log(
    `${name.padEnd(28)} ${seconds.get(name)!.toFixed(2)} s, of processors ${cpu} s, mean test accuracy ${accuracy.toFixed(4)}`,
  )
}
const ours = runs.get('all at once')![0]!.accuracies
const same = runs.get('one by one')!.every((outcome) => String(outcome!.accuracies) === String(ours))
if (!same) throw new Error('the copies differ from single runs')
const against = (names: readonly string[]) => Math.min(...names.flatMap((name) => seconds.get(name) ?? []))
const peers = [...runs.keys()].filter((name) => name.startsWith('PyTorch'))
for (const name of peers) {
  for (const outcome of runs.get(name)!) {
    if (outcome && Math.abs(mean(outcome.accuracies) - mean(ours)) > 0.01)
      throw new Error(`${name}: accuracy ${mean(outcome.accuracies)} against ${mean(ours)}`)
  }
}
const told = (names: readonly string[]) => (against(names) / seconds.get('all at once')!).toFixed(2)
console.log(`all at once is ${told(['one by one'])} times as fast as one by one, the same accuracies`)
if (Number.isFinite(against(peers)))
  console.log(`and ${told(peers)} times as fast as PyTorch's better number of threads`)
