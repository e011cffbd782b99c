import {
  type Activation,
  adam,
  type DataSet,
  dense,
  evaluate,
  lossAndGradients,
  type Model,
  type Network,
  network,
  relu,
  resizeImages,
  schedule,
  takeRows,
  tanh,
  xor,
} from 'wigglenet'
import { type CopiesOptions, fitCopies } from 'wigglenet/node'
import { type Experiment, outcome, type Setting } from '../experiment.ts'
import { deviation, mean, percent, rangeOf, seedsFrom, short } from '../numbers.ts'

/** Hidden units, and from how many seeds each width is trained. */
const digits = {
  full: [
    [5, 200],
    [10, 200],
    [25, 200],
    [50, 40],
    [100, 40],
    [250, 20],
    [500, 20],
  ],
  short: [
    [5, 30],
    [10, 30],
    [25, 20],
    [100, 8],
  ],
} as const
const squares = [2, 3, 5, 10, 50] as const
const l2 = 1e-4
const falling = /* @__PURE__ */ schedule('linear', {}, 'rate * (1 - step/steps)')()

/** 11: where training ends from many seeds, for small networks and large ones. */
export const lossLandscapes: Experiment = {
  number: 11,
  name: 'loss-landscapes',
  title: 'Small networks depend on luck',
  idea:
    'Training starts at a random place and walks downhill. Does it matter where it starts? In a small network, so the story goes, the valleys ' +
    'are few and of very different depth, and luck decides which one it is. In a large one there are far more valleys, nearly all about ' +
    'equally deep: any will do. The story can be tested without a map. Start many times, see where the walks end, and how far apart the ends ' +
    'lie.',
  claim: {
    says:
      'A small network has few local minima, but many of them are easy to fall into and bad; a large one has many more, all about equally good. So ' +
      'over random first weights the final loss of a small network varies a good deal, and that of a large one much less, at a lower mean.',
    place: 'Setting number of layers and their sizes',
  },
  hypothesis:
    'From width 5 to 500 both the mean and the spread of the final loss over seeds fall, and the unluckiest large network is better than the luckiest small one. On ' +
    'XOR, where training can be waited out, small networks come to rest at several levels of loss, large ones at one.',
  method:
    'MNIST shrunk to 10×10 pixels, 10,000 images (short form 2000), one hidden layer of ReLU, Adam at rate 0.003, batches of 64, 8 epochs; 200 seeds for widths 5, 10 and 25, 40 ' +
    `for 50 and 100, 20 for 250 and 500, many copies at once; the loss on the 10,000 test images. XOR: 100 points, tanh, λ = ${l2}, all points in each step, 2000 steps (short form 1000) with a rate that falls to 0; ` +
    'the level is loss and penalty, and two levels are different where no end lies between them for 0.005.',
  needs: ['mnist'],
  budgetSeconds: { full: 105, short: 9 },
  async run(setting) {
    const { short: brief, seed, data, onProgress } = setting
    const { train, test } = await data.read('mnist')
    const images = Uint32Array.from({ length: brief ? 2000 : 10_000 }, (_, row) => row)
    const [training, unseen] = [resizeImages(takeRows(train, images), 10, 10), resizeImages(test, 10, 10)]
    const plan = digits[brief ? 'short' : 'full']
    const rounds = plan.length + squares.length
    let done = 0
    const copies = async (net: Network, set: DataSet, seeds: readonly number[], options: Partial<CopiesOptions>) => {
      const models = await trainCopies(net, set, seeds, options, setting)
      onProgress(++done / rounds)
      return models
    }

    const byWidth: { readonly units: number; readonly test: number[]; readonly train: number[] }[] = []
    for (const [units, count] of plan) {
      const net = network(100, [dense(units, relu()), dense(10)])
      const options = { epochs: 8, batch: 64, optimizer: adam({ rate: 0.003 }) }
      const models = await copies(net, training, seedsFrom(seed, count), options)
      byWidth.push({
        units,
        test: models.map((model) => evaluate(model, unseen).loss),
        train: models.map((model) => evaluate(model, training).loss),
      })
    }
    const [narrow, wide] = [byWidth[0]!, byWidth.at(-1)!]
    const falls = (of: (row: (typeof byWidth)[0]) => number) =>
      byWidth.every((row, k) => k === 0 || of(row) < of(byWidth[k - 1]!))

    const corners = xor({ rows: 100, seed })
    const ends: { readonly units: number; readonly level: number[]; readonly slope: number[] }[] = []
    for (const units of squares) {
      const net = small(units, tanh())
      const models = await copies(net, corners, seedsFrom(seed, brief ? 16 : 60), {
        epochs: brief ? 1000 : 2000,
        batch: 100,
        l2,
        optimizer: adam({ rate: 0.05 }),
        schedule: falling,
      })
      const rests = models.map((model) => restOf(model, corners))
      ends.push({ units, level: rests.map(({ level }) => level), slope: rests.map(({ slope }) => slope) })
    }
    const levels = ends.map(({ level }) => levelsOf(level))
    const best = Math.min(...ends.flatMap(({ level }) => level))
    const lucky = ends.map(({ level }) => level.filter((value) => value < best + 0.02).length / level.length)
    const [three, last] = [1, ends.length - 1]
    const slopes = ends.flatMap(({ slope }) => slope).sort((a, b) => a - b)
    const typical = slopes[Math.floor(0.9 * slopes.length)]!

    return outcome(
      [
        {
          holds: falls(({ test: losses }) => mean(losses)),
          says: `Mean test loss by width: ${byWidth.map(({ units, test: losses }) => `${units}: ${mean(losses).toFixed(3)} ± ${deviation(losses).toFixed(3)}`).join('; ')} (± is the deviation over seeds).`,
        },
        {
          holds: deviation(wide.test) < deviation(narrow.test) / 4,
          says: `The spread over seeds with ${wide.units} units is ${short(deviation(wide.test) / deviation(narrow.test))} of that with ${narrow.units}; “much smaller” would be a quarter or less. Relative to the mean it is ${percent(deviation(wide.test) / mean(wide.test))} in place of ${percent(deviation(narrow.test) / mean(narrow.test))}.`,
        },
        {
          holds: Math.max(...wide.test) < Math.min(...narrow.test),
          says: `The unluckiest network of ${wide.units} units has a test loss of ${Math.max(...wide.test).toFixed(3)}, the luckiest of ${narrow.units} units one of ${Math.min(...narrow.test).toFixed(3)}.`,
        },
        {
          holds: levels[three]! > 1 && lucky[three]! < 1 && levels[last] === 1 && lucky[last] === 1,
          says: `On XOR training came to rest at ${ends.map(({ units }, k) => `${levels[k]} ${levels[k] === 1 ? 'level' : 'levels'} with ${units} units`).join(', ')}; within 0.02 of the best loss of all, ${best.toFixed(3)}, ended ${ends.map(({ units }, k) => `${percent(lucky[k]!, 0)} (${units})`).join(', ')}.`,
        },
      ],
      {
        remarks: [
          `That training on XOR has come to rest: nine in ten of the gradients are shorter than ${short(typical)} at the end. Not every place of rest need be a minimum; no second derivatives were taken.`,
          'How many minima there are altogether cannot be counted by training: only where it ends was seen.',
          ...(brief
            ? []
            : [
                'Measured elsewhere, on images of the same size and 8 epochs, with other settings: 5: 0.504 ± 0.093; 10: 0.339 ± 0.013; 25: 0.303 ± 0.005; 50: 0.292 ± 0.005; 100: 0.283 ± 0.003; 500: 0.263 ± 0.002.',
              ]),
        ],
        measurements: [
          {
            title: '10×10 digits: final loss over seeds',
            columns: [
              { name: 'hidden units' },
              { name: 'seeds' },
              { name: 'test loss' },
              { name: 'deviation' },
              { name: 'least' },
              { name: 'most' },
              { name: 'training loss' },
              { name: 'its deviation' },
            ],
            rows: byWidth.map(({ units, test: losses, train: own }) => [
              units,
              losses.length,
              mean(losses),
              deviation(losses),
              ...rangeOf(losses),
              mean(own),
              deviation(own),
            ]),
          },
          {
            title: 'XOR: where training ended',
            columns: [
              { name: 'hidden units' },
              { name: 'seeds' },
              { name: 'levels' },
              { name: 'least' },
              { name: 'mean' },
              { name: 'most' },
            ],
            rows: ends.map(({ units, level }, k) => [
              units,
              level.length,
              levels[k]!,
              Math.min(...level),
              mean(level),
              Math.max(...level),
            ]),
          },
        ],
        figures: [
          {
            kind: 'lines',
            title: 'Final loss by width',
            caption: 'Test loss on 10×10 digits from many seeds: the mean, from the least to the most, and every run.',
            x: { label: 'hidden units', logarithmic: true },
            y: { label: 'test loss', logarithmic: true },
            series: [
              {
                name: 'mean',
                points: byWidth.map(({ units, test: losses }): [number, number] => [units, mean(losses)]),
                spread: byWidth.map(({ test: losses }) => rangeOf(losses)),
              },
              {
                name: 'one run',
                mark: 'dots',
                points: byWidth.flatMap(({ units, test: losses }) =>
                  losses.map((loss): [number, number] => [units, loss]),
                ),
              },
            ],
          },
          {
            kind: 'lines',
            title: 'Places of rest',
            caption:
              'XOR from many seeds: every run where it ended, sorted. A staircase means several minima, and luck decides which; a level line means that all are equally good.',
            x: { label: 'share of the runs', share: true },
            y: { label: 'final loss with penalty', logarithmic: true },
            series: ends.map(({ units, level }) => ({
              name: `${units} units`,
              points: [...level]
                .sort((a, b) => a - b)
                .map((value, k): [number, number] => [(k + 0.5) / level.length, value]),
            })),
          },
        ],
      },
    )
  },
}

const small = (units: number, activation: Activation): Network<2> => network(2, [dense(units, activation), dense(2)])

/** Copies that differ in their seeds. */
async function trainCopies(
  net: Network,
  data: DataSet,
  seeds: readonly number[],
  options: Partial<CopiesOptions>,
  { workers, signal }: Pick<Setting, 'workers' | 'signal'>,
): Promise<readonly Model[]> {
  signal?.throwIfAborted()
  const copies = seeds.map((seed) => ({ seed }))
  const models = await fitCopies(net, data, { ...options, copies, workers, ...(signal && { signal }) }).models
  signal?.throwIfAborted()
  return models
}

/** The loss with its penalty, and the length of its gradient. */
function restOf({ network: net, parameters, loss }: Model, data: DataSet): { level: number; slope: number } {
  const at = lossAndGradients(net, parameters, { data, loss, l2 })
  return { level: at.loss, slope: Math.hypot(...Object.values(at.gradients).map((own) => Math.hypot(...own))) }
}

/** How many groups values fall into, with gaps of more than 0.005 between them. */
export function levelsOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted.filter((value, k) => k === 0 || value - sorted[k - 1]! > 0.005).length
}
