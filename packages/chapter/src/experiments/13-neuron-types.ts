import {
  type Activation,
  type DataSet,
  dense,
  describe,
  evaluate,
  functionOf,
  gradientDescent,
  inspect,
  leakyRelu,
  type Model,
  maxout,
  moons,
  type Network,
  network,
  relu,
  resizeImages,
  sigmoid,
  spiral,
  takeRows,
  tanh,
} from 'wigglenet'
import { type Experiment, outcome } from '../experiment.ts'
import { deviation, mean, percent, rangeOf, seedsFrom } from '../numbers.ts'
import { gain } from '../paired.ts'
import { sizedTo } from '../sized-to.ts'
import { trainAll } from '../train-all.ts'

const activations = { ReLU: relu(), 'leaky ReLU': leakyRelu(), tanh: tanh(), sigmoid: sigmoid() } as const
const types = [...(Object.keys(activations) as (keyof typeof activations)[]), 'maxout'] as const
type Type = (typeof types)[number]

interface Task {
  readonly name: string
  readonly train: DataSet
  /** For choosing the rate. */
  readonly validation: DataSet
  readonly test: DataSet
  /** Hidden layers, and the units of each; maxout has as many parameters in fewer units. */
  readonly hidden: number
  readonly units: number
  readonly epochs: number
}

/** 13: the neuron types of the text on the same tasks, and what becomes of its closing advice. */
export const neuronTypes: Experiment = {
  number: 13,
  name: 'neuron-types',
  title: 'What neuron type should I use?',
  idea:
    'After so many reasons, a choice. ReLU, leaky ReLU, tanh, sigmoid, maxout: the text closes its tour with a line of advice that many have ' +
    'followed since. Here all of them get the same tasks, small and large, shallow and deep, each with the learning rate that suits it, and ' +
    'we count who is clearly behind. Advice is no theorem, but one can see how far it carries.',
  claim: {
    says:
      'Use ReLU, be careful with the rate and watch the share of dead units. If that is a concern, try leaky ReLU or maxout. Never use sigmoid. Try tanh, but ' +
      'expect it to work worse than ReLU and maxout.',
    place: 'Commonly used activation functions: TLDR',
  },
  hypothesis:
    'Each at its best rate, ReLU is as good as the best type on most tasks; sigmoid is clearly worse than ReLU on all, and tanh clearly worse than ReLU and than maxout on most. At rates too high for ' +
    'it ReLU has dead units, leaky ReLU and maxout have none.',
  method:
    'Gradient descent, batches of 32, four rates from 0.03 to 1, the best chosen by validation points for each type and task; the same numbers of epochs and seeds. Each starts as fits it. Maxout has ' +
    'as many parameters, not units. Tasks: two moons, a spiral, a function of x (error: the share of the variance that is not explained), 10×10 Fashion-MNIST with two and with five hidden layers (short form: moons, and clothes with two). Clearly: by more than ' +
    'two standard errors. A unit is dead that is 0 on all training points, a leaky one that is never positive, maxout where a piece never wins.',
  needs: ['fashion-mnist'],
  budgetSeconds: { full: 80, short: 8 },
  async run(setting) {
    const { short: brief, seed, data } = setting
    const rates = brief ? [0.1, 1] : [0.03, 0.1, 0.3, 1]
    const tasks = await tasksOf(brief, seed, () => data.read('fashion-mnist', 'standardized'))
    const seeds = seedsFrom(seed, brief ? 3 : 5)
    const plan = tasks.flatMap((task) =>
      types.flatMap((type) => {
        const net = networkOf(type, task)
        return rates.map((rate) => ({ task, type, rate, net }))
      }),
    )
    const trained = await trainAll(
      plan.map(({ task: { train, epochs }, net, rate }) => ({
        network: net,
        data: train,
        seeds,
        epochs,
        batch: 32,
        optimizer: gradientDescent({ rate }),
      })),
      setting,
    )
    const cells = tasks.map((task) =>
      types.map((type) => {
        const tried = plan.flatMap((own, k) => {
          if (own.task !== task || own.type !== type) return []
          const { models } = trained[k]!
          const errors = (of: DataSet) => models.map((model) => (model ? errorOf(model, of) : 1))
          const alive = models.filter((model) => model !== undefined)
          return [
            {
              rate: own.rate,
              choice: mean(errors(task.validation)),
              errors: errors(task.test),
              diverged: models.length - alive.length,
              dead: alive.length > 0 ? mean(alive.map((model) => deadShare(model, task.train))) : undefined,
            },
          ]
        })
        return { type, task, tried, best: tried.reduce((a, b) => (b.choice < a.choice ? b : a)) }
      }),
    )
    type Cell = (typeof cells)[0][0]
    const of = (row: readonly Cell[], type: Type) => row.find((cell) => cell.type === type)!
    /** Where one type has a clearly higher error than another. */
    const worse = (one: Type, other: Type) =>
      cells.filter((row) => gain(of(row, other).best.errors, of(row, one).best.errors).clear)
    const names = (rows: readonly (readonly Cell[])[]) =>
      rows.length === 0 ? 'none' : rows.map((row) => row[0]!.task.name).join(', ')
    const beaten = cells.filter((row) =>
      types.some((type) => gain(of(row, type).best.errors, of(row, 'ReLU').best.errors).clear),
    )
    const most = tasks.length / 2
    const [sigmoids, tanhs, tanhsMaxout] = [worse('sigmoid', 'ReLU'), worse('tanh', 'ReLU'), worse('tanh', 'maxout')]
    const lost = (type: Type) => mean(cells.flatMap((row) => of(row, type).tried.at(-1)!.dead ?? []))
    const highest = rates.at(-1)!
    const cellText = ({ best: { errors } }: Cell) =>
      `${percent(mean(errors), 2)} ± ${(100 * deviation(errors)).toFixed(2)}`

    return outcome(
      [
        {
          holds: beaten.length < most,
          says: `“Use ReLU”: another type has a clearly lower error on ${beaten.length} of ${tasks.length} tasks (${names(beaten)}).`,
        },
        {
          holds: sigmoids.length === tasks.length,
          says: `“Never use sigmoid”: it has a clearly higher error than ReLU on ${sigmoids.length} of ${tasks.length} (${names(sigmoids)}).`,
        },
        {
          holds: tanhs.length > most && tanhsMaxout.length > most,
          says: `“Try tanh, but expect it to work worse”: it is clearly worse than ReLU on ${tanhs.length} of ${tasks.length} (${names(tanhs)}), than maxout of as many parameters on ${tanhsMaxout.length} (${names(tanhsMaxout)}).`,
        },
        {
          holds: lost('ReLU') > 0.02 && lost('leaky ReLU') < lost('ReLU') / 2 && lost('maxout') < lost('ReLU') / 2,
          says: `“Be careful with your rates”: at rate ${highest} ${percent(lost('ReLU'))} of ReLU units are dead on average over the tasks, of leaky ones ${percent(lost('leaky ReLU'))}, of the pieces of maxout ${percent(lost('maxout'))}.`,
        },
      ],
      {
        remarks: [
          `Dead units are counted in runs whose numbers stayed finite. At rate ${highest} of ${tasks.length * seeds.length} runs each so many did not: ${types.map((type) => `${type} ${cells.reduce((sum, row) => sum + of(row, type).tried.at(-1)!.diverged, 0)}`).join(', ')}. Units that cannot die are no safer from a rate that is too high.`,
          'A leaky unit that is never positive, and a maxout unit one of whose pieces never wins, still learn: only a dead ReLU has no gradient left.',
          `Chosen rates: ${types.map((type) => `${type} ${cells.map((row) => of(row, type).best.rate).join(', ')}`).join('; ')} (in the order of the tasks). Another optimizer or a longer training can change the order; here all had the same epochs.`,
        ],
        measurements: [
          {
            title: `Test error, each at its best rate, ${seeds.length} seeds`,
            columns: [{ name: 'task' }, { name: 'parameters' }, ...types.map((name) => ({ name }))],
            rows: cells.map((row) => [
              row[0]!.task.name,
              describe(networkOf('ReLU', row[0]!.task)).parameters,
              ...row.map(cellText),
            ]),
          },
          {
            title: `At rate ${highest}: test error, and dead units or pieces`,
            columns: [{ name: 'task' }, ...types.map((name) => ({ name }))],
            rows: cells.map((row) => [
              row[0]!.task.name,
              ...row.map(({ tried }) => {
                const { errors, dead } = tried.at(-1)!
                return `${percent(mean(errors))}${dead === undefined ? '' : `, ${percent(dead, 0)} dead`}`
              }),
            ]),
          },
        ],
        figures: [
          {
            kind: 'bars',
            title: 'Neuron types on the same tasks',
            caption: `Test error, each type at its best rate, mean over ${seeds.length} seeds; lines: from the least to the most.`,
            value: { label: 'test error', share: true },
            series: [...types],
            rows: cells.map((row) => ({
              name: row[0]!.task.name,
              values: row.map(({ best }) => mean(best.errors)),
              spread: row.map(({ best }) => rangeOf(best.errors)),
            })),
          },
        ],
      },
    )
  },
}

const shortTasks = ['moons', 'clothes, 2 hidden layers']

async function tasksOf(
  brief: boolean,
  seed: number,
  images: () => Promise<{ readonly train: DataSet; readonly test: DataSet }>,
): Promise<Task[]> {
  const { train, test } = await images()
  const rows = (of: DataSet, from: number, to: number) =>
    resizeImages(
      takeRows(
        of,
        Uint32Array.from({ length: to - from }, (_, k) => from + k),
      ),
      10,
      10,
    )
  const clothes = {
    train: rows(train, 0, brief ? 1000 : 3000),
    validation: rows(train, 50_000, 52_000),
    test: rows(test, 0, brief ? 1000 : 5000),
    units: 50,
  }
  const draw = <Set extends DataSet>(of: (seed: number, count: number) => Set) => ({
    train: of(seed, 300),
    validation: of(seed + 1000, 1000),
    test: of(seed + 2000, 3000),
  })
  const epochs = brief ? 30 : 120
  const all: Task[] = [
    {
      name: 'moons',
      ...draw((own, count) => moons({ rows: count, noise: 0.2, seed: own })),
      hidden: 1,
      units: 30,
      epochs,
    },
    {
      name: 'spiral',
      ...draw((own, count) => spiral({ classes: 3, rows: count, seed: own })),
      hidden: 2,
      units: 20,
      epochs,
    },
    {
      name: 'function',
      ...draw((own, count) => functionOf('sin(6*x)', { rows: count, noise: 0.1, seed: own })),
      hidden: 2,
      units: 20,
      epochs,
    },
    { name: 'clothes, 2 hidden layers', ...clothes, hidden: 2, epochs: brief ? 6 : 10 },
    { name: 'clothes, 5 hidden layers', ...clothes, hidden: 5, epochs: brief ? 6 : 10 },
  ]
  return all.filter(({ name }) => !brief || shortTasks.includes(name))
}

function networkOf(type: Type, { train: { inputs, classes, targets }, hidden, units }: Task): Network {
  const outputs = classes?.length ?? targets
  const chain = (activation: Activation): Network =>
    network(inputs, [...Array.from({ length: hidden }, () => dense(units, activation)), dense(outputs)])
  if (type !== 'maxout') return chain(activations[type])
  return sizedTo(
    describe(chain(relu())).parameters,
    (fewer): Network => network(inputs, [...Array.from({ length: hidden }, () => maxout(fewer)), dense(outputs)]),
  )
}

/** Share of wrong answers, or of the variance that is not explained, at most 1. */
function errorOf(model: Model, data: DataSet): number {
  const { accuracy, rSquared } = evaluate(model, data)
  return Math.min(1, 1 - (accuracy ?? rSquared!))
}

/** Of all units that can die, or pieces of maxout, those that no training point activates; undefined where none can die. */
function deadShare({ network: net, parameters, loss }: Model, data: DataSet): number {
  const { layers } = inspect(net, parameters, { data, loss })
  const all = layers.flatMap(({ activity }) => activity ?? [])
  return (
    all.reduce((sum, { dead }) => sum + dead.length, 0) /
    Math.max(
      1,
      all.reduce((sum, { active }) => sum + active.length, 0),
    )
  )
}
