import {
  adam,
  type Classifier,
  convert,
  type DataSet,
  decisionRegions,
  dense,
  describe,
  evaluate,
  type Layer,
  leakyRelu,
  type Model,
  maxout,
  type Network,
  network,
  relu,
  slice,
  spiral,
  takeRows,
} from 'wigglenet'
import { type Experiment, type Finding, outcome } from '../experiment.ts'
import { deviation, mean, percent, rangeOf, seedsFrom, short, spreadText } from '../numbers.ts'
import { trainAll } from '../train-all.ts'

interface Task {
  readonly name: string
  readonly training: DataSet
  readonly test: DataSet
  readonly networks: readonly { readonly name: string; readonly network: Network }[]
  readonly epochs: number
  readonly rate: number
}

/** One hidden layer of ReLU, as many units of maxout, and so many of maxout that the parameters are as many. */
function rivals(inputs: number, outputs: number, units: number, fewer: number) {
  const one = (name: string, layer: Layer) => ({ name, network: network(inputs, [layer, dense(outputs)]) as Network })
  return [
    one(`${units} ReLU`, dense(units, relu())),
    one(`${units} maxout`, maxout(units)),
    one(`${fewer} maxout`, maxout(fewer)),
  ]
}

/** 6: maxout contains ReLU and its leaky forms, at twice the parameters; what these buy. */
export const maxoutUnits: Experiment = {
  number: 6,
  name: 'maxout',
  title: 'Maxout: a general rectifier at twice the price',
  idea:
    'Why settle on a bend beforehand? A maxout unit takes two sums of its inputs and passes on the larger. Let one of them be zero, and it is ' +
    'a ReLU; let one be a hundredth of the other, and it is a leaky one; let both be learned, and the unit finds a bend of its own. It is ' +
    'straight on either side, so it neither saturates nor has a dead side. The bill comes in parameters: two sums need two sets of weights.',
  claim: {
    says:
      'A maxout unit is the larger of two sums. ReLU (one sum is zero) and leaky ReLU are special cases of it, so it has their benefits, without units ' +
      'that die; but every unit has twice the parameters.',
    place: 'Commonly used activation functions: Maxout',
  },
  hypothesis:
    'Rewritten as maxout, a trained ReLU network gives the same scores to the last bit, and leaky ones within rounding. A hidden layer of maxout has exactly twice the ' +
    'parameters. With as many units it classifies at least as well as ReLU, and with as many parameters too.',
  method:
    'A trained spiral network is rewritten layer by layer (convert) and asked about all points of its training data. Then one hidden layer of ReLU is compared with maxout of as many units, and ' +
    'with fewer units of maxout that have as many parameters: on a spiral, judged on 3,000 fresh points, and where MNIST is there on 10,000 of its images, judged on its test images; Adam, several seeds. ' +
    '“At least as well” allows one standard error of the difference.',
  needs: [],
  budgetSeconds: { full: 45, short: 12 },
  async run(setting) {
    const { short: brief, seed, data } = setting
    const points = spiral({ classes: 3, rows: 300, noise: 0.35, seed })
    const tasks: Task[] = [
      {
        name: 'spiral',
        training: points,
        test: spiral({ classes: 3, rows: 3000, noise: 0.35, seed: seed + 1000 }),
        networks: rivals(2, 3, 40, 27),
        epochs: brief ? 150 : 300,
        rate: 0.01,
      },
    ]
    if (data.has('mnist')) {
      const { train, test } = await data.read('mnist', 'centered')
      const rows = brief ? 2000 : 10_000
      const training = takeRows(
        train,
        Uint32Array.from({ length: rows }, (_, row) => row),
      )
      tasks.push({
        name: 'MNIST',
        training,
        test,
        networks: rivals(784, 10, 64, 32),
        epochs: brief ? 5 : 8,
        rate: 0.001,
      })
    }
    const seeds = seedsFrom(seed, brief ? 2 : 5)
    const special = [relu(), leakyRelu(), leakyRelu({ slope: 0.3 })]
    const trained = await trainAll(
      [
        ...special.map((activation) => ({
          network: network(2, [dense(20, activation), dense(20, activation), dense(3)]),
          data: points,
          seeds: [seed],
          epochs: 60,
          optimizer: adam({ rate: 0.01 }),
        })),
        ...tasks.flatMap(({ training, networks, epochs, rate }) =>
          networks.map((own) => ({
            network: own.network,
            data: training,
            seeds,
            epochs,
            batch: 50,
            optimizer: adam({ rate }),
          })),
        ),
      ],
      setting,
    )
    const rewritten = special.map((_, k) => rewrite(trained[k]!.models[0]!, points))
    const measured = tasks.map((task, place) => ({
      task,
      rows: task.networks.map((own, k) => {
        const { models } = trained[special.length + 3 * place + k]!
        return {
          ...own,
          counts: describe(own.network),
          accuracies: models.map((model) => evaluate(model!, task.test).accuracy!),
          model: models[0]!,
        }
      }),
    }))
    const doubled = measured.map(
      ({ rows: [thin, thick] }) => [thin, thick].map((own) => own!.counts.perLayer[0]!.parameters) as [number, number],
    )
    const compare = ({ task, rows }: (typeof measured)[number], k: 1 | 2): Finding => {
      const [ours, theirs] = [rows[0]!, rows[k]!]
      const error = Math.sqrt((deviation(ours.accuracies) ** 2 + deviation(theirs.accuracies) ** 2) / seeds.length)
      return {
        holds: mean(theirs.accuracies) >= mean(ours.accuracies) - error,
        says: `${k === 1 ? 'As many units' : 'As many parameters'}, ${task.name}: ${ours.name} (${ours.counts.parameters} parameters) ${spreadText(ours.accuracies)}, ${theirs.name} (${theirs.counts.parameters}) ${spreadText(theirs.accuracies)}.`,
      }
    }
    const [plain, ...others] = rewritten as [Rewritten, ...Rewritten[]]
    const [spiralRows] = [measured[0]!.rows]
    return outcome(
      [
        {
          holds: plain.difference === 0 && others.every(({ difference, other }) => difference < 1e-6 && other === 0),
          says: `Rewritten as maxout, the ReLU network’s scores differ by ${plain.difference === 0 ? 'exactly 0' : short(plain.difference)}; those of leaky ReLU with slopes 0.01 and 0.3 by at most ${short(Math.max(...others.map(({ difference }) => difference)))} of the largest score, and ${others.reduce((sum, { other }) => sum + other, 0)} answers change.`,
        },
        {
          holds: doubled.every(([thin, thick]) => thick === 2 * thin),
          says: `Parameters of the hidden layer: ${doubled.map(([thin, thick], k) => `${thick} in place of ${thin} (${tasks[k]!.name})`).join(', ')}.`,
        },
        ...measured.flatMap((own) => [compare(own, 1), compare(own, 2)]),
      ],
      {
        remarks: [
          'A PReLU that has learned a slope above 1 is no maxout: it is the smaller of its two sums.',
          ...(data.has('mnist') ? [] : [`MNIST is not in ${data.folder}: only the spiral was measured.`]),
        ],
        measurements: measured.map(({ task, rows }) => ({
          title: `Test accuracy, ${task.name}`,
          columns: [
            { name: 'hidden layer' },
            { name: 'parameters' },
            { name: 'mean' },
            { name: 'deviation over seeds' },
          ],
          rows: rows.map(({ name, counts, accuracies }) => [
            name,
            counts.parameters,
            percent(mean(accuracies)),
            percent(deviation(accuracies)),
          ]),
        })),
        figures: [
          {
            kind: 'bars',
            title: 'What the second sum buys',
            caption: `Test accuracy of one hidden layer, mean of ${seeds.length} seeds; lines from the worst to the best.`,
            value: { label: 'test accuracy', share: true },
            series: ['ReLU', 'maxout, as many units', 'maxout, as many parameters'],
            rows: measured.map(({ task, rows }) => ({
              name: task.name,
              values: rows.map(({ accuracies }) => mean(accuracies)),
              spread: rows.map(({ accuracies }) => rangeOf(accuracies)),
            })),
          },
          ...spiralRows!.slice(0, 2).map(({ name, model }) => ({
            kind: 'regions' as const,
            title: `${name} units on the spiral`,
            caption: 'Exact decision regions, and the training points. Both bend along straight cuts, a unit a cut.',
            regions: decisionRegions(model, slice(model)),
            points: { places: points.X as Float32Array, labels: points.y },
          })),
        ],
      },
    )
  },
}

interface Rewritten {
  readonly difference: number
  readonly other: number
}

/** Both hidden layers as maxout, and how far the scores are from what they were, in units of the largest. */
function rewrite(model: Model, { X, rows: count }: DataSet): Rewritten {
  const general = convert(convert(model, 'h1', 'maxout'), 'h2', 'maxout') as Classifier
  const rows = Array.from({ length: count }, (_, row) => [X[2 * row]!, X[2 * row + 1]!])
  const [before, after] = [model.scores(rows).flat(), general.scores(rows).flat()]
  const largest = Math.max(...before.map(Math.abs))
  const answers = (model as Classifier).predict(rows)
  return {
    difference: Math.max(...before.map((score, i) => Math.abs(score - after[i]!))) / largest,
    other: general.predict(rows).filter((label, i) => label !== answers[i]).length,
  }
}
