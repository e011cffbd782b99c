// Runs one contestant on one workload in a process of its own: a job as JSON on stdin, the result as the last line of stdout.
// A contestant is a file that exports { package, setup?(options), cannot(job), prepare(job) }; prepare gives
//   training:   { step(count), weights(), loss() }: steps over the rows in order, float32 parameters, mean loss of the last step's rows
//   one row an update: { step(count), error() } instead, where loss and updates are not ours: the squared error must fall
//   inference:  { predict(), squash? }: scores of all rows of the job, as a typed array, after the function `squash` if it cannot leave that out
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const job = JSON.parse(readFileSync(0, 'utf8'))
const floats = (name) => {
  const { buffer, byteOffset, byteLength } = readFileSync(join(job.folder, name))
  return new Float32Array(buffer, byteOffset, byteLength / 4)
}
const settle = async (value) => (value instanceof Promise ? await value : value)

/** W (units, inputs) and b (units) of each layer, cut out of one array. */
function layersOf(values, sizes) {
  let at = 0
  const take = (length) => values.slice(at, (at += length))
  return sizes.slice(1).map((units, i) => {
    const inputs = sizes[i]
    return { units, inputs, W: take(units * inputs), b: take(units) }
  })
}

/** Median milliseconds of one of `count` in run(count), within about the budget; what takes longer is run once. */
async function medianMs(run, budgetMs) {
  const timed = async (count) => {
    const start = performance.now()
    await settle(run(count))
    return (performance.now() - start) / count
  }
  let each = await timed(1)
  if (each > budgetMs / 2) return each
  const began = performance.now()
  for (let count = 1; performance.now() - began < budgetMs / 4; count *= 2) each = await timed(count)
  const count = Math.max(1, Math.round(budgetMs / 10 / each))
  const times = []
  for (let i = 0; i < 7; i++) times.push(await timed(count))
  return times.sort((a, b) => a - b)[3]
}

function versionOf(name) {
  for (let folder = import.meta.dirname; ; folder = join(folder, '..')) {
    const file = join(folder, 'node_modules', name, 'package.json')
    if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')).version
    if (folder === join(folder, '..')) throw new Error(`${name} is not installed`)
  }
}

async function train(prepared) {
  const ran = {}
  let stepMs = 0 // of the last checked step: where it takes longer than the whole budget, it is the measurement
  if (prepared.error) {
    const before = prepared.error()
    const began = performance.now()
    for (let stepBegan = began; stepBegan < began + job.budgetMs; ) {
      prepared.step(1)
      stepMs = performance.now() - stepBegan
      stepBegan += stepMs
    }
    ran.error = { before, after: prepared.error() }
  } else {
    ran.losses = []
    for (let i = 0; i < job.checkSteps; i++) {
      const began = performance.now()
      await settle(prepared.step(1))
      stepMs = performance.now() - began
      ran.losses.push(await settle(prepared.loss()))
    }
    const layers = await settle(prepared.weights())
    const flat = layers.flatMap(({ W, b }) => [
      Buffer.from(Float32Array.from(W).buffer),
      Buffer.from(Float32Array.from(b).buffer),
    ])
    writeFileSync(join(job.folder, `${job.id}.f32`), Buffer.concat(flat))
  }
  return { ...ran, ms: stepMs > job.budgetMs ? stepMs : await medianMs((count) => prepared.step(count), job.budgetMs) }
}

async function predict({ predict, squash }) {
  writeFileSync(join(job.folder, `${job.id}.f32`), Buffer.from(Float32Array.from(await settle(predict())).buffer))
  const repeat = async (count) => {
    for (let i = 0; i < count; i++) {
      const scores = predict()
      if (scores instanceof Promise) await scores
    }
  }
  return { squash, ms: await medianMs(repeat, job.budgetMs) }
}

async function main() {
  const { default: peer } = await import(`./${job.file}`)
  const version = versionOf(peer.package)
  await peer.setup?.(job.options)
  const cannot = peer.cannot(job)
  if (cannot) return { version, cannot }
  const data = { X: floats('X.f32'), y: floats('y.f32'), layers: layersOf(floats('weights.f32'), job.sizes) }
  const prepared = await peer.prepare({ ...job, ...data })
  return { version, ...(await (job.kind === 'training' ? train(prepared) : predict(prepared))) }
}

const result = await main().catch((error) => ({ failed: String(error?.message ?? error).split('\n')[0] }))
process.stdout.write(`\n${JSON.stringify(result)}\n`, () => process.exit())
