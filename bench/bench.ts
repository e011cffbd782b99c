// npm run bench: speed of this library beside its peers, this repository's own plain loops and the limit of the machine, in one run. Results are
// compared before they are told. --smoke: shorter runs without peers, for CI. --json FILE: the figures as JSON. --markdown FILE: the
// README's tables. A selection: --part limit, peers, start or page, --workload NAME, --contestant NAME, each as often as wanted. --turns N: every
// contestant N times, in turns, and its median. Peers come from node bench/peers/install.mjs, and from the python3 that PYTHON names.
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { adam, type Backend, fast, gradientDescent, trainer, version, wasm } from 'wigglenet'
import { blas } from 'wigglenet/node'
import { type BundleSize, bundleSizes } from './bundle.ts'
import { contestants } from './contestants.ts'
import { blasLimit, fusedLimit, multiplyAddLimit } from './limit.ts'
import { median, medianMs } from './measure.ts'
import { mnistName, mnistWorkload } from './mnist.ts'
import { plainNetwork } from './plain-loops.ts'
import { chosen } from './selection.ts'
import { type StartUp, startUps } from './startup.ts'
import { line, markdown } from './table.ts'
import { type Figure, versus } from './versus.ts'
import { dataOf, flopsPerStep, furtherWorkloads, networkOf, type Workload, workloads } from './workloads.ts'

const { values: flags } = parseArgs({
  options: {
    smoke: { type: 'boolean', default: false },
    json: { type: 'string' },
    markdown: { type: 'string' },
    part: { type: 'string', multiple: true },
    workload: { type: 'string', multiple: true },
    contestant: { type: 'string', multiple: true },
    turns: { type: 'string', default: '1' },
  },
})
const { smoke } = flags
const turns = Number(flags.turns)
if (!(Number.isInteger(turns) && turns > 0))
  throw new Error(`bench: --turns must be a whole number above 0; got ${flags.turns}.`)
const parts = chosen('--part', ['limit', 'peers', 'start', 'page'], flags.part ?? (smoke ? ['limit'] : undefined))
const timing = smoke ? { runs: 3, leastMs: 30 } : { runs: 3, leastMs: 300 }
/** Enough rows for this part, which is not about how data come from memory. */
const MOST_BATCHES = 20

/** The devices that are told beside a limit, each beside its own. */
const limits: Readonly<Record<string, { device: () => Backend; limitNow: () => number | undefined; missing: string }>> =
  {
    wasm: { device: () => wasm, limitNow: multiplyAddLimit, missing: '' },
    fast: { device: fast, limitNow: fusedLimit, missing: 'this engine has no fused multiply-adds' },
    blas: { device: () => blas(), limitNow: blasLimit, missing: 'there is no BLAS, or no koffi to call it' },
  }

interface Result {
  readonly workload: string
  readonly device: string
  readonly batch: number
  readonly samplesPerSecond: number
  readonly gflops: number
  /** GFLOP/s of 128-bit multiply + add, fused or not, or of the largest product of the BLAS, measured beside it. */
  readonly limit: number
  readonly shareOfLimit: number
  readonly timesPlainLoops: number
  /** NaN where it is not measured. */
  readonly nearZero: number
}

/** Trains a few steps both ways from the same weights and the same order of rows: losses and weights must agree. */
function compare(workload: Workload): void {
  const data = dataOf(workload)
  const { batch, rate } = workload
  const run = trainer(networkOf(workload), data, { batch, shuffle: false, optimizer: gradientDescent({ rate }) })
  const plain = plainNetwork(workload.sizes, workload.activation, workload.batch)
  const names = run.parameters.names.filter((name) => name.endsWith('.W'))
  names.forEach((name, i) => plain.W[i]!.set(run.parameters.get(name)))
  for (let step = 0; step < 2; step++) {
    const { loss, rows } = run.step()
    const wanted = plain.step(data.X, data.y, step * batch, batch, rate)
    if (!(Math.abs(loss / rows - wanted) < 1e-4 * wanted))
      throw new Error(`${workload.name}: loss ${loss / rows} against ${wanted}`)
  }
  names.forEach((name, i) => {
    let [largest, worst] = [0, 0]
    run.parameters.get(name).forEach((w: number, k: number) => {
      largest = Math.max(largest, Math.abs(w))
      worst = Math.max(worst, Math.abs(w - plain.W[i]![k]!))
    })
    if (!(worst < 1e-5 * largest)) throw new Error(`${workload.name}: ${name} differs by ${worst}`)
  })
}

function timeSteps(workload: Workload, device: Backend): number {
  const data = dataOf(workload)
  const { batch, rate } = workload
  const run = trainer(networkOf(workload), data, { batch, optimizer: gradientDescent({ rate }), device })
  const steps = run.stepsPerEpoch
  return medianMs(() => run.step(steps), timing) / steps
}

function timePlain(workload: Workload): number {
  const data = dataOf(workload)
  const plain = plainNetwork(workload.sizes, workload.activation, workload.batch)
  plain.W.forEach((w, i) => w.forEach((_, k) => (w[k] = Math.sin(k * 12.9898) / Math.sqrt(workload.sizes[i]!))))
  let at = 0
  const few = workload.sizes[0] === 1024 ? { runs: 1, leastMs: 1 } : { runs: 3, leastMs: smoke ? 20 : 200 }
  return medianMs(() => {
    plain.step(data.X, data.y, at, workload.batch, workload.rate)
    at = at + 2 * workload.batch > workload.rows ? 0 : at + workload.batch
  }, few)
}

/** How long a step takes once the loss is near zero, over how long it took at the start: denormal numbers would show here. */
function nearZero(workload: Workload): number {
  const small = { ...workload, rows: workload.batch * 4 }
  const make = () =>
    trainer(networkOf(small), dataOf(small), { batch: small.batch, optimizer: adam({ rate: 0.01 }), l2: 0 })
  const fresh = make()
  fresh.set({ rate: 0 })
  const start = medianMs(() => fresh.step(4), timing)
  const trained = make()
  const loss = () => trained.evaluate().loss
  for (let i = 0; i < 500 && loss() > 1e-7; i++) trained.step(20)
  if (loss() > 1e-3) throw new Error(`${workload.name}: the loss is still ${loss()}`)
  return medianMs(() => trained.step(4), timing) / start
}

const machine = `${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}`
console.log(`wigglenet ${version}, one thread; ${machine}`)
const results: Result[] = []
const names = chosen(
  '--workload',
  [...workloads.map(({ name }) => name), mnistName, ...furtherWorkloads.map(({ name }) => name)],
  flags.workload,
)
const isWanted = ({ name }: Workload) => names.includes(name)
for (const full of parts.includes('limit') ? workloads.filter(isWanted) : []) {
  if (smoke && full.sizes[0] === 1024) continue
  const workload = { ...full, rows: Math.min(full.rows, full.batch * (smoke ? 10 : MOST_BATCHES)) }
  compare(workload)
  const plainMs = timePlain(workload)
  for (const [kind, { device, limitNow, missing }] of Object.entries(limits)) {
    if (limitNow() === undefined) {
      console.log(`${workload.name}: ${missing}`)
      continue
    }
    // The limit is measured in turns with the steps, since a shared machine's speed drifts.
    const rounds = Array.from({ length: 3 }, () => ({ limit: limitNow()!, ms: timeSteps(workload, device()) }))
    const gflopsOf = (ms: number) => flopsPerStep(workload) / ms / 1e6
    const ms = median(rounds.map(({ ms }) => ms))
    const result = {
      workload: workload.name,
      device: kind,
      batch: workload.batch,
      samplesPerSecond: Math.round((1000 * workload.batch) / ms),
      gflops: gflopsOf(ms),
      limit: median(rounds.map(({ limit }) => limit)),
      shareOfLimit: median(rounds.map((round) => gflopsOf(round.ms) / round.limit)),
      timesPlainLoops: plainMs / ms,
      nearZero: kind === 'wasm' && workload.name === '784-128-10' ? nearZero(workload) : Number.NaN,
    }
    results.push(result)
    console.log(textOf(result))
  }
}

function textOf(result: Result): string {
  const { workload, device, batch, samplesPerSecond, gflops, limit, shareOfLimit, timesPlainLoops } = result
  const zero = Number.isNaN(result.nearZero)
    ? ''
    : `, a step near zero loss ${result.nearZero.toFixed(2)} times as long as at the start`
  return (
    `${workload.padEnd(18)} batch ${String(batch).padStart(3)} ${device}: ${samplesPerSecond.toLocaleString('en').padStart(12)} samples/s, ` +
    `${gflops.toFixed(1).padStart(5)} GFLOP/s, ${(100 * shareOfLimit).toFixed(0).padStart(3)} % of ${limit.toFixed(1)}, the limit; ` +
    `${timesPlainLoops.toFixed(1)} times plain loops${zero}`
  )
}

let figures: Figure[] = []
let starts: StartUp[] = []
let bundles: BundleSize[] = []
if (parts.includes('peers')) {
  console.log(
    '\nAgainst peers, each in its own process; the factor is how many times as fast this library is on one thread of wasm',
  )
  const mnist = names.includes(mnistName) ? await mnistWorkload() : undefined
  if (names.includes(mnistName) && !mnist)
    console.log('MNIST is not there: set WIGGLENET_DATA to the folder that holds mnist/')
  const against = chosen(
    '--contestant',
    contestants.map(({ name }) => name),
    flags.contestant,
  )
  const forPeers = [...workloads, ...(mnist ? [mnist] : []), ...furtherWorkloads]
  figures = await versus(forPeers.filter(isWanted), against, turns, (figure) => console.log(line(figure)))
}
if (parts.includes('start')) {
  starts = await startUps()
  console.log('\nFrom process start to the first prediction')
  for (const { name, ms, overEmptyMs } of starts)
    console.log(`${name.padEnd(17)} ${ms.toFixed(0).padStart(5)} ms, ${overEmptyMs.toFixed(0)} more than empty Node`)
}
if (parts.includes('page')) {
  bundles = await bundleSizes()
  console.log('\nA page that trains 2-20-2, minified and gzipped')
  for (const { name, gzippedBytes } of bundles)
    console.log(`${name.padEnd(12)} ${(gzippedBytes / 1000).toFixed(1).padStart(6)} kB`)
}
const { json: jsonFile, markdown: markdownFile } = flags
if (jsonFile) {
  const all = { machine, version, date: new Date().toISOString(), results, figures, starts, bundles }
  writeFileSync(jsonFile, `${JSON.stringify(all, null, 2)}\n`)
}
if (markdownFile) {
  const day = new Date().toISOString().slice(0, 10)
  writeFileSync(
    markdownFile,
    `${markdown({ figures, starts, bundles })}\n\n${machine}, ${cpus().length} cores, ${day}.\n`,
  )
}
if (figures.some(({ note }) => note.startsWith('wrong'))) process.exitCode = 1
