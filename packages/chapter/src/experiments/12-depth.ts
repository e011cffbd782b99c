import {
  adam,
  type DataSet,
  dense,
  describe,
  evaluate,
  functionOf,
  type Model,
  type Network,
  network,
  normal,
  relu,
  schedule,
  spiral,
  takeRows,
} from 'wigglenet'
import { type Experiment, outcome } from '../experiment.ts'
import { deviation, mean, percent, rangeOf, seedsFrom } from '../numbers.ts'
import { gain } from '../paired.ts'
import { sizedTo } from '../sized-to.ts'
import { trainAll } from '../train-all.ts'

const depths = [1, 2, 3, 4, 5] as const
const falling = /* @__PURE__ */ schedule('linear', {}, 'rate * (1 - step/steps)')()

interface Task {
  readonly name: string
  readonly train: DataSet
  /** For choosing the rate. */
  readonly validation: DataSet
  readonly test: DataSet
  readonly parameters: number
  readonly epochs: number
  readonly batch: number
  readonly rates: readonly number[]
}

/** 12: one to five layers with as many parameters, on the same tasks. */
export const depth: Experiment = {
  number: 12,
  name: 'depth',
  title: 'Three layers often beat two; more rarely helps',
  idea:
    'A layer works on what the layer before it has found: edges, then corners, then shapes. So more layers ought to be better, and for ' +
    'photographs and convolutions they are. For plain fully-connected networks the text promises less: a third layer often helps, a fourth or ' +
    'fifth hardly. To be fair to the shallow ones, all networks for a task get as many parameters, and each depth gets the learning rate that ' +
    'suits it.',
  claim: {
    says:
      'In practice 3-layer networks often outperform 2-layer ones, but going deeper, to 4, 5 or 6 layers, rarely helps much more: unlike in ' +
      'convolutional networks.',
    place: 'Representational power',
  },
  hypothesis:
    'At equal parameters, each depth at its best rate, three layers have a clearly lower error than two on at least half of the tasks, and four or five a ' +
    'clearly lower one than three on fewer than half.',
  method:
    'ReLU, all hidden layers of a network of one width, which brings the parameters nearest to the same number for 2 to 5 layers; one layer has no width to choose. Adam, the rate ' +
    'falling to 0, chosen for each depth by validation points out of several. A spiral of more than one turn, a function of x with noise (error: the share of the variance that is not explained), MNIST and Fashion-MNIST ' +
    '(5000 images; the short form has 1500 of Fashion-MNIST only). The same seeds for all depths; short form: one rate; clearly: by more than two standard errors.',
  needs: ['mnist', 'fashion-mnist'],
  budgetSeconds: { full: 90, short: 9 },
  async run(setting) {
    const { short: brief, seed, data } = setting
    const plane = (at: number, rows: number) => spiral({ classes: 3, rows, turns: 1.3, noise: 0.15, seed: seed + at })
    const wave = (at: number, rows: number, noise: number) =>
      functionOf('sin(9*x) * exp(x)', { rows, noise, range: [-1, 1], seed: seed + at })
    const tasks: Task[] = [
      {
        name: 'spiral',
        train: plane(0, 300),
        validation: plane(1000, 1000),
        test: plane(2000, 3000),
        parameters: 250,
        epochs: brief ? 150 : 400,
        batch: 32,
        rates: brief ? [0.03] : [0.003, 0.01, 0.03],
      },
      {
        name: 'function',
        train: wave(0, 300, 0.2),
        validation: wave(1000, 301, 0.2),
        test: wave(2000, 2001, 0),
        parameters: 150,
        epochs: brief ? 150 : 400,
        batch: 32,
        rates: brief ? [0.01] : [0.003, 0.01, 0.03],
      },
    ]
    for (const name of brief ? (['fashion-mnist'] as const) : (['mnist', 'fashion-mnist'] as const)) {
      const { train, test } = await data.read(name, 'centered')
      const rows = brief ? 1500 : 5000
      tasks.push({
        name,
        train: takeRows(train, between(0, rows)),
        validation: takeRows(train, between(50_000, 52_000)),
        test: brief ? takeRows(test, between(0, 3000)) : test,
        parameters: 26_000,
        epochs: brief ? 6 : 8,
        batch: 64,
        rates: brief ? [0.003] : [0.001, 0.003],
      })
    }
    const seeds = seedsFrom(seed, brief ? 3 : 5)
    const plan = tasks.flatMap((task) =>
      depths.flatMap((layers) => {
        const net = nearestTo(task.parameters, task.train, layers)
        return task.rates.map((rate) => ({ task, layers, net, rate }))
      }),
    )
    const trained = await trainAll(
      plan.map(({ task: { train, epochs, batch }, net, rate }) => ({
        network: net,
        data: train,
        seeds,
        epochs,
        batch,
        optimizer: adam({ rate }),
        schedule: falling,
      })),
      setting,
    )
    const byTask = tasks.map((task) => {
      const rows = depths.map((layers) => {
        const tried = plan.flatMap((own, k) => {
          if (own.task !== task || own.layers !== layers) return []
          const models = trained[k]!.models.filter((model) => model !== undefined)
          const errors = (of: DataSet) => models.map((model) => errorOf(model, of))
          return [{ rate: own.rate, net: own.net, choice: mean(errors(task.validation)), errors: errors(task.test) }]
        })
        return { layers, ...tried.reduce((best, next) => (next.choice < best.choice ? next : best)) }
      })
      const errors = (layers: number) => rows[layers - 1]!.errors
      /** How much the error falls from one depth to another. */
      const fall = (from: number, to: number) => gain(errors(to), errors(from))
      return { name: task.name, rows, third: fall(2, 3), deeper: [fall(3, 4), fall(3, 5)], second: fall(1, 2) }
    })
    const better = byTask.filter(({ third }) => third.clear)
    const deeper = byTask.filter(({ deeper: gains }) => gains.some(({ clear }) => clear))
    const errorText = ({ errors }: { readonly errors: readonly number[] }) =>
      `${percent(mean(errors), 2)} ± ${(100 * deviation(errors)).toFixed(2)}`

    return outcome(
      [
        {
          holds: 2 * better.length >= tasks.length,
          says: `Three layers have a clearly lower error than two on ${better.length} of ${tasks.length} tasks: ${byTask.map(({ name, rows, third }) => `${name} ${errorText(rows[2]!)} against ${errorText(rows[1]!)}${third.clear ? '' : ', not clear'}`).join('; ')}.`,
        },
        {
          holds: 2 * deeper.length < tasks.length,
          says: `Four or five layers have a clearly lower error than three on ${deeper.length} of ${tasks.length}: ${byTask.map(({ name, rows }) => `${name} ${errorText(rows[3]!)} and ${errorText(rows[4]!)}`).join('; ')}.`,
        },
      ],
      {
        remarks: [
          `One layer, which can only draw straight lines, has ${byTask.map(({ name, rows }) => `${percent(mean(rows[0]!.errors))} on ${name}`).join(', ')}.`,
        ],
        measurements: byTask.map(({ name, rows }) => ({
          title: `${name}, test error by depth`,
          columns: [
            { name: 'layers' },
            { name: 'hidden units in each' },
            { name: 'parameters' },
            { name: 'best rate' },
            { name: 'test error' },
          ],
          rows: rows.map(({ layers, net, rate, errors }) => [
            layers,
            layers === 1 ? 'none' : (net.nodes[0] as { readonly units: number }).units,
            describe(net).parameters,
            rate,
            errorText({ errors }),
          ]),
        })),
        figures: [
          {
            kind: 'lines',
            title: 'Error by depth, at equal parameters',
            caption: `Test error, mean over ${seeds.length} seeds, from the least to the most. One layer has fewer parameters on points and images.`,
            x: { label: 'layers' },
            y: { label: 'test error', share: true, logarithmic: true },
            series: byTask.map(({ name, rows }) => ({
              name,
              points: rows.map(({ layers, errors }): [number, number] => [layers, mean(errors)]),
              spread: rows.map(({ errors }) => rangeOf(errors)),
            })),
          },
        ],
      },
    )
  },
}

const between = (from: number, to: number): Uint32Array => Uint32Array.from({ length: to - from }, (_, k) => from + k)

/** Share of wrong answers, or of the variance that is not explained. */
function errorOf(model: Model, data: DataSet): number {
  const { accuracy, rSquared } = evaluate(model, data)
  return 1 - (accuracy ?? rSquared!)
}

/** The network of so many layers, all hidden ones of one width, whose parameters are nearest to a number. */
function nearestTo(parameters: number, { inputs, classes, targets }: DataSet, layers: number): Network {
  // Kinks all over a line, where biases of 0 would leave them in one place.
  const settings = inputs === 1 ? { biases: normal({ deviation: 0.5 }) } : {}
  const hidden = (units: number) => Array.from({ length: layers - 1 }, () => dense(units, relu(), settings))
  return sizedTo(parameters, (units): Network => network(inputs, [...hidden(units), dense(classes?.length ?? targets)]))
}
