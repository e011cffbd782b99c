// node scripts/run.mjs bench/image-accuracy.ts [the start of a recipe's name …]: test errors on images of larger networks, means of 3 seeds, products by
// the system's BLAS, or with --threads by fused threads. All training images, no validation, weights of the last epoch; the test images judge once, at
// the end. --seeds N, --epochs N (fewer, to try the command), --verbose. The data: WIGGLENET_DATA, or ../shared/data beside the checkout.
import { join } from 'node:path'
import { readImageFolder } from '@wigglenet/io/node'
import {
  adam,
  augmentImages,
  dense,
  evaluate,
  fit,
  type Layer,
  maxNorm,
  maxout,
  network,
  relu,
  schedule,
} from 'wigglenet'
import { blas, threads } from 'wigglenet/node'
import { benchFolder } from './contestants.ts'
import { numberAfter } from './selection.ts'

const seeds = numberAfter('--seeds', 3)

/** Falls to 0 over the run. */
const falling = schedule('falling', {}, 'rate * (1 - step / steps)')()
const dropped = { dropout: 0.5, constraint: maxNorm(3) }
const noisy = { ...dropped, inputNoise: 0.3 }
const less = { dropout: 0.3, constraint: maxNorm(3) }

interface Recipe {
  readonly data: 'mnist' | 'cifar10'
  readonly layers: readonly Layer[]
  readonly epochs: number
  readonly batch: number
  /** Half of the images mirrored, and all moved by up to so many pixels. */
  readonly shift?: number
}
const recipes: Readonly<Record<string, Recipe>> = {
  'MNIST 784-800-10': { data: 'mnist', layers: [dense(800, relu()), dense(10)], epochs: 15, batch: 64 },
  'MNIST 784-800-800-10 with dropout and max-norm': {
    data: 'mnist',
    layers: [dense(800, relu(), noisy), dense(800, relu(), dropped), dense(10)],
    epochs: 60,
    batch: 128,
  },
  'MNIST maxout 784-400-400-10, 2 pieces, with dropout and max-norm': {
    data: 'mnist',
    layers: [maxout(400, noisy), maxout(400, dropped), dense(10)],
    epochs: 40,
    batch: 128,
  },
  'CIFAR 3072-100-10': { data: 'cifar10', layers: [dense(100, relu()), dense(10)], epochs: 10, batch: 64 },
  'CIFAR 3072-400-200-10 with dropout and max-norm': {
    data: 'cifar10',
    layers: [dense(400, relu(), { ...less, inputNoise: 0.1 }), dense(200, relu(), less), dense(10)],
    epochs: 40,
    batch: 64,
  },
  'CIFAR 3072-400-200-10 with dropout, max-norm and augmentation': {
    data: 'cifar10',
    layers: [dense(400, relu(), less), dense(200, relu(), less), dense(10)],
    epochs: 60,
    batch: 64,
    shift: 3,
  },
}

const root = process.env.WIGGLENET_DATA ?? join(benchFolder, '../../shared/data')
const device = process.argv.includes('--threads') ? threads({ fast: true }) : blas()
const asked = process.argv.slice(2).filter((text) => Object.keys(recipes).some((name) => name.startsWith(text)))
for (const [name, recipe] of Object.entries(recipes)) {
  if (asked.length > 0 && !asked.some((text) => name.startsWith(text))) continue
  const scaling = recipe.data === 'mnist' ? 'unit' : 'centered'
  const { train: data, test } = await readImageFolder(join(root, recipe.data), { scaling })
  const net = network(data.inputs, recipe.layers)
  const { shift, batch } = recipe
  const epochs = numberAfter('--epochs', recipe.epochs)
  const shown = shift ? augmentImages(data, { width: 32, height: 32, channels: 3, shift, flip: true }) : data
  const started = performance.now()
  const errors: number[] = []
  for (let seed = 1; seed <= seeds; seed++) {
    const optimizer = adam({ rate: 0.001 })
    const run = fit<number, number>(net, shown, { seed, epochs, batch, optimizer, schedule: falling, device })
    for await (const event of run) {
      if (event.kind === 'epoch' && process.argv.includes('--verbose')) console.error(seed, event.epoch, event.loss)
    }
    errors.push(100 * (1 - evaluate<number, number>(await run.model, test!).accuracy!))
  }
  const mean = errors.reduce((a, b) => a + b) / errors.length
  const minutes = (performance.now() - started) / 60_000
  console.log(
    `${name}: test error ${mean.toFixed(2)} % (${errors.map((error) => error.toFixed(2)).join(', ')}), ${epochs} epochs of batch ${batch}, ${minutes.toFixed(1)} minutes for ${errors.length} seeds`,
  )
}
