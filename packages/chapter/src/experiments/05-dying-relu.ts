import {
  type DataSet,
  dense,
  gradientDescent,
  type Layer,
  leakyRelu,
  maxout,
  momentum,
  network,
  type Optimizer,
  prelu,
  relu,
  takeRows,
} from 'wigglenet'
import { deadFirst, type Health, healthOf, type Units } from '../dead-units.ts'
import { type Experiment, outcome } from '../experiment.ts'
import { percent, short } from '../numbers.ts'
import { trainAll } from '../train-all.ts'

const units = 256
/** Layers of the same width that bend elsewhere. */
const kinds = {
  ReLU: () => dense(units, relu()),
  'leaky ReLU': () => dense(units, leakyRelu()),
  PReLU: () => dense(units, prelu()),
  maxout: () => maxout(units),
} satisfies Record<string, () => Layer>
type Kind = keyof typeof kinds

/** The rate whose dead units are looked at twice, to see whether any comes back. */
const watchedRate = 1

interface Tried {
  readonly kind: Kind
  readonly rate: number
  readonly rolls: boolean
}
type Measured = Tried & Health

/** 5: how many units a learning rate kills, counted over all training rows, and what the kinds of units that cannot die make of the same rates. */
export const dyingRelu: Experiment = {
  number: 5,
  name: 'dying-relu',
  title: 'Dying ReLUs',
  idea:
    'A ReLU unit that gives zero also passes no gradient. For one example that is fine: the next may wake it. But suppose that a big step has ' +
    'moved its weights so far that no example at all lifts its sum above zero. Then no gradient arrives from anywhere, nothing ever moves the ' +
    'weights back, and the unit is dead for the rest of the training. The loss does not say so. One has to look: run every training example ' +
    'through the network, and note which units never spoke.',
  claim: {
    says:
      'A large gradient can push a ReLU unit to where it is never active again on any example, and from then on its gradient is zero for ever. ' +
      'With too high a learning rate as much as 40 % of a network can be dead; with a proper one that is rarer. Leaky ReLU, PReLU and maxout try to mend it.',
    place: 'Commonly used activation functions: ReLU, Leaky ReLU, Maxout',
  },
  hypothesis:
    'The share of units that are active on no training image is near 0 at a usual rate, and passes 40 % at a high one; with momentum at a lower rate than ' +
    'without. Units of the first layer that are dead stay dead. At those rates the other kinds of units have no dead ones and classify better.',
  method:
    'MNIST, 784-256-256-10, pixels / 255, batches of 128, 2 epochs over all 60,000 images from one seed (short form: 4 epochs over 3,000). A unit is dead if its sum is above 0 on no ' +
    'training image (of maxout, if a piece is the largest on none), counted in a full pass (inspect). Test accuracy is of the 10,000 test images (short form: 2,000).',
  needs: ['mnist'],
  budgetSeconds: { full: 100, short: 20 },
  async run(setting) {
    const { short: brief, seed, data } = setting
    const { train, test: judging } = await data.read('mnist')
    const [training, test] = brief ? [firstRows(train, 3000), firstRows(judging, 2000)] : [train, judging]
    const epochs = brief ? 4 : 2
    const [rates, rolling] = brief
      ? [
          [0.1, watchedRate],
          [0.02, 0.5],
        ]
      : [
          [0.1, 0.7, watchedRate, 1.2],
          [0.02, 0.1, 0.2, 0.5],
        ]
    const tried: Tried[] = [
      ...rates.map((rate) => ({ kind: 'ReLU' as const, rate, rolls: false })),
      ...rolling.map((rate) => ({ kind: 'ReLU' as const, rate, rolls: true })),
      ...(['leaky ReLU', 'PReLU', 'maxout'] as const).flatMap((kind) =>
        rates.map((rate) => ({ kind, rate, rolls: false })),
      ),
    ]
    const job = ({ kind, rate, rolls }: Tried, count: number) => {
      const optimizer: Optimizer = rolls ? momentum({ rate, momentum: 0.9 }) : gradientDescent({ rate })
      return {
        network: network(784, [kinds[kind](), kinds[kind](), dense(10)]),
        data: training,
        seeds: [seed],
        epochs: count,
        batch: 128,
        optimizer,
      }
    }
    const watched = tried.findIndex(({ rate, kind }) => rate === watchedRate && kind === 'ReLU')
    const trained = await trainAll([...tried.map((own) => job(own, epochs)), job(tried[watched]!, epochs / 2)], setting)
    const models = trained.map((own) => own.models[0])
    const measured = tried.map((own, k): Measured => ({ ...own, ...healthOf(models[k], training, test) }))

    const plain = measured.filter(({ kind, rolls }) => kind === 'ReLU' && !rolls)
    const rolled = measured.filter(({ rolls }) => rolls)
    const [usual, worst] = [plain[0]!, plain.reduce((a, b) => ((b.share ?? 0) > (a.share ?? 0) ? b : a))]
    const [before, after] = [models.at(-1), models[watched]].map((model) => deadFirst(model, training)) as [
      Units,
      Units,
    ]
    const stayed = before.filter((unit) => after.includes(unit)).length
    const [killing, rollingKills] = [plain, rolled].map(
      (own) => own.find(({ share = 0 }) => share > 0.1)?.rate ?? Infinity,
    )
    const deadly = plain.filter(({ share = 1 }) => share > 0.1).map(({ rate }) => rate)
    const others = measured.filter(({ kind, rolls, rate }) => kind !== 'ReLU' && !rolls && deadly.includes(rate))
    const better = others.filter(
      ({ accuracy = 0, rate }) => accuracy > (plain.find((own) => own.rate === rate)?.accuracy ?? 0),
    )

    return outcome(
      [
        {
          holds: (usual.share ?? 1) < 0.02 && (worst.share ?? 0) >= 0.4,
          says: `Plain gradient descent: ${plain.map(sentence).join('; ')}.`,
        },
        {
          holds: rollingKills! < killing!,
          says: `With momentum 0.9: ${rolled.map(sentence).join('; ')}. More than a tenth are dead from rate ${rollingKills} on, without momentum from ${killing}.`,
        },
        {
          holds: before.length > 0 && stayed === before.length,
          says: `At rate ${watchedRate} ${before.length} units of the first layer were dead half-way; ${stayed} of them were dead at the end, and ${after.length - stayed} more.`,
        },
        {
          holds: others.length > 0 && better.length === others.length,
          says: `At the rates that kill more than a tenth of the ReLU units (${deadly.join(', ')}), the others in their place: ${byKind(others)}.`,
        },
      ],
      {
        remarks: [
          ...(others.some(({ accuracy }) => accuracy === undefined)
            ? [
                'At such rates the numbers of the units that cannot die grow past all bounds, while those of ReLU with its dead units may stay finite. What helps is a lower rate.',
              ]
            : []),
          `At rate ${usual.rate} the kinds reach ${measured
            .filter(({ rate, rolls }) => rate === usual.rate && !rolls)
            .map(({ kind, accuracy }) => `${kind} ${percent(accuracy ?? 0)}`)
            .join(', ')}.`,
          ...(brief
            ? []
            : [
                `Measured elsewhere in this setting: at rate 1 30.5 % of the first layer dead with 96.1 % right (here ${firstLayer(plain, 1)}), none at rate 0.1, 84 % and 100 % of the two layers at rate 2; with momentum 8 % at 0.2 and 90 % at 0.5 (here, of the first layer, ${firstLayer(rolled, 0.2)} and ${firstLayer(rolled, 0.5)}).`,
              ]),
        ],
        measurements: [
          {
            title: 'Dead units and test accuracy by rate',
            columns: [
              { name: 'units' },
              { name: 'rate' },
              { name: 'momentum' },
              { name: `dead in layer 1 of ${units}` },
              { name: `dead in layer 2 of ${units}` },
              { name: 'test accuracy' },
            ],
            rows: measured.map(({ kind, rate, rolls, dead, accuracy }) => [
              kind,
              rate,
              rolls ? 0.9 : 0,
              dead?.[0] ?? '-',
              dead?.[1] ?? '-',
              accuracy === undefined ? 'diverged' : percent(accuracy),
            ]),
          },
        ],
        figures: [
          {
            kind: 'lines',
            title: 'The rate kills',
            caption:
              'Share of hidden ReLU units that are active on no training image, and next to it the share of test images that are still classified right.',
            x: { label: 'learning rate', logarithmic: true },
            y: { label: 'share', share: true },
            series: (
              [
                ['', plain],
                [', momentum 0.9', rolled],
              ] as const
            ).flatMap(([name, own]) => {
              const finite = own.filter(({ share }) => share !== undefined)
              return [
                { name: `dead${name}`, points: finite.map(({ rate, share }): [number, number] => [rate, share!]) },
                {
                  name: `right${name}`,
                  mark: 'dashes' as const,
                  points: finite.map(({ rate, accuracy }): [number, number] => [rate, accuracy!]),
                },
              ]
            }),
          },
          {
            kind: 'bars',
            title: 'Four kinds of units at the same rates',
            caption: 'Test accuracy under plain gradient descent. Where there is no bar, the numbers left their range.',
            value: { label: 'test accuracy', share: true },
            series: Object.keys(kinds),
            rows: rates.map((rate) => ({
              name: `rate ${rate}`,
              values: Object.keys(kinds).map(
                (kind) => measured.find((own) => own.kind === kind && own.rate === rate && !own.rolls)?.accuracy,
              ),
            })),
          },
        ],
      },
    )
  },
}

/** Each kind with what became of it, the same fate told once. */
function byKind(others: readonly Measured[]): string {
  const diverged = others.filter(({ dead }) => !dead)
  const kindsOf = (own: readonly Measured[]) => [...new Set(own.map(({ kind }) => kind))]
  return [
    ...others.filter(({ dead }) => dead).map((own) => `${own.kind} ${sentence(own)}`),
    ...kindsOf(diverged).map((kind) => {
      const rates = diverged.filter((own) => own.kind === kind).map(({ rate }) => rate)
      return `${kind} diverges at ${rates.join(' and ')}`
    }),
  ].join('; ')
}

function sentence({ rate, dead, share, accuracy }: Measured): string {
  if (!dead) return `rate ${rate} diverges`
  return `rate ${rate} kills ${short(100 * share!)} % (${dead[0]} and ${dead[1]} units), ${percent(accuracy!)} right`
}

/** How much of the first layer a rate has killed, and what the rest can do. */
function firstLayer(measured: readonly Measured[], rate: number): string {
  const { dead, accuracy } = measured.find((own) => own.rate === rate) ?? {}
  return dead ? `${percent(dead[0] / units)} with ${percent(accuracy!)} right` : 'not measured'
}

function firstRows(data: DataSet, count: number): DataSet {
  return takeRows(
    data,
    Uint32Array.from({ length: count }, (_, row) => row),
  )
}
