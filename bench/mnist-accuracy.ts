// node scripts/run.mjs bench/mnist-accuracy.ts [recipe …]: test errors on MNIST of larger networks, means of 3 seeds, products by
// the system's BLAS, or with --threads by fused threads. All 60,000 training images, no validation, weights of the last epoch; the 10,000 test images judge once, at the end. --seeds N, --epochs N
// (fewer, to try the command). The data: WIGGLENET_DATA, or ../shared/data beside the checkout.
import { join } from 'node:path'
import { readImageFolder } from '@wigglenet/io/node'
import { adam, dense, evaluate, fit, maxNorm, maxout, network, relu, scaleImages, schedule } from 'wigglenet'
import { blas, threads } from 'wigglenet/node'
import { benchFolder } from './contestants.ts'
import { numberAfter } from './selection.ts'

const seeds = numberAfter('--seeds', 3)

/** Falls to 0 over the run. */
const falling = schedule('falling', {}, 'rate * (1 - step / steps)')()
const dropped = { dropout: 0.5, constraint: maxNorm(3) }
const recipes = {
  '784-800-10': { network: network(784, [dense(800, relu()), dense(10)]), epochs: 15, batch: 64 },
  '784-800-800-10 with dropout and max-norm': {
    network: network(784, [
      dense(800, relu(), { ...dropped, inputNoise: 0.3 }),
      dense(800, relu(), dropped),
      dense(10),
    ]),
    epochs: 25,
    batch: 128,
  },
  'maxout 784-400-400-10, 2 pieces, with dropout and max-norm': {
    network: network(784, [maxout(400, { ...dropped, inputNoise: 0.3 }), maxout(400, dropped), dense(10)]),
    epochs: 25,
    batch: 128,
  },
}

const root = process.env.WIGGLENET_DATA ?? join(benchFolder, '../../shared/data')
const { train, test } = await readImageFolder(join(root, 'mnist'))
const data = scaleImages(train, 'unit')
const judged = scaleImages(test!, 'unit')
const device = process.argv.includes('--threads') ? threads({ fast: true }) : blas()
const asked = process.argv.slice(2).filter((text) => Object.keys(recipes).some((name) => name.includes(text)))
for (const [name, { network: net, epochs: all, batch }] of Object.entries(recipes)) {
  if (asked.length > 0 && !asked.some((text) => name.startsWith(text))) continue
  const epochs = numberAfter('--epochs', all)
  const started = performance.now()
  const errors: number[] = []
  for (let seed = 1; seed <= seeds; seed++) {
    const optimizer = adam({ rate: 0.001 })
    const run = fit<number, number>(net, data, { seed, epochs, batch, optimizer, schedule: falling, device })
    for await (const event of run) {
      if (event.kind === 'epoch' && process.argv.includes('--verbose')) console.error(seed, event.epoch, event.loss)
    }
    errors.push(100 * (1 - evaluate<number, number>(await run.model, judged).accuracy!))
  }
  const mean = errors.reduce((a, b) => a + b) / errors.length
  const minutes = (performance.now() - started) / 60_000
  console.log(
    `${name}: test error ${mean.toFixed(2)} % (${errors.map((error) => error.toFixed(2)).join(', ')}), ${epochs} epochs of batch ${batch}, ${minutes.toFixed(1)} minutes for ${errors.length} seeds`,
  )
}
