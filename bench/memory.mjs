// node bench/memory.mjs [wasm] [threads] ["threads fast"] [blas]: the most memory that a whole process takes which reads MNIST (bytes, train and
// test), trains 784-128-10 on it for 2 epochs and judges the test images; beside it what the data take. Needs the build, and the data:
// WIGGLENET_DATA, or ../shared/data beside the checkout.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const turns = 5
const self = fileURLToPath(import.meta.url)
const root = process.env.WIGGLENET_DATA ?? join(self, '../../../shared/data')
const devices = ['wasm', 'threads', 'threads fast', 'blas']

/** What this process has taken at the most, in MB. */
const peak = () => process.resourceUsage().maxRSS / 1000

async function inside(device) {
  const [{ dense, evaluate, fit, network, relu, scaleImages, wasm }, { readImageFolder }] = await Promise.all([
    import('wigglenet'),
    import('@wigglenet/io/node'),
  ])
  const { blas, threads } = await import('wigglenet/node')
  const made = { wasm: () => wasm, threads, 'threads fast': () => threads({ fast: true }), blas }[device]()
  const loaded = peak()
  const { train, test } = await readImageFolder(join(root, 'mnist'))
  const read = peak()
  const net = network(784, [dense(128, relu()), dense(10)])
  const model = await fit(net, scaleImages(train, 'unit'), { epochs: 2, batch: 64, device: made }).model
  const trained = peak()
  const { accuracy } = evaluate(model, scaleImages(test, 'unit'))
  if (!(accuracy > 0.95)) throw new Error(`memory: the network must have learned MNIST; got ${accuracy} right.`)
  const data = (train.X.byteLength + test.X.byteLength + train.y.byteLength + test.y.byteLength) / 1e6
  process.stdout.write(JSON.stringify({ data, loaded, read, trained, judged: peak() }))
}

const [first, ...rest] = process.argv.slice(2)
if (first === '--inside') await inside(rest[0])
else {
  const asked = first === undefined ? devices : [first, ...rest]
  const unknown = asked.find((name) => !devices.includes(name))
  if (unknown !== undefined) throw new Error(`memory: a device must be one of ${devices.join(', ')}; got ${unknown}.`)
  const middle = (values) => values.toSorted((a, b) => a - b)[values.length >> 1]
  for (const device of asked) {
    const runs = Array.from({ length: turns }, () =>
      JSON.parse(execFileSync(process.execPath, [self, '--inside', device], { encoding: 'utf8' })),
    )
    const of = (name) => middle(runs.map((run) => run[name])).toFixed(0)
    console.log(
      `${device}: ${of('judged')} MB at the peak (libraries ${of('loaded')}, then reading ${of('read')}, training ${of('trained')}); ${of('data')} MB are data; medians of ${turns}`,
    )
  }
}
