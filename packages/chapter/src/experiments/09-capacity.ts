import { type Classifier, decisionRegions, dense, evaluate, network, relu, slice } from 'wigglenet'
import { type Experiment, outcome } from '../experiment.ts'
import { byHeart, moonsWindow, noisyMoons, swallowed } from '../noisy-moons.ts'
import { mean, percent, rangeOf, seedsFrom, spreadText } from '../numbers.ts'
import { gain, pointsText } from '../paired.ts'
import { trainAll } from '../train-all.ts'

const widths = [3, 6, 20] as const
const rows = 60

/** 9: what 3, 6 and 20 hidden units make of points of which some are mislabelled. */
export const capacity: Experiment = {
  number: 9,
  name: 'capacity',
  title: 'More units can say more, and overfit more easily',
  idea:
    'Each hidden ReLU unit may bend the boundary once. Three units paint with a broad brush, twenty draw with a fine pen. A fine pen can go ' +
    'around every single point, also around one that got its label by mistake: it then draws a little island, and takes it for knowledge. ' +
    'Here the mistakes are planted, one point in ten, so that we know which points a wise network would not believe. What counts is how it ' +
    'does on points that nobody has shown it.',
  claim: {
    says:
      'Of three networks with one hidden layer the one with 20 units fits all training data, at the price of many disjoint decision regions; ' +
      'the one with 3 can only use broad strokes, and takes a few points inside the other class for outliers. That could generalize better.',
    place: 'Setting number of layers and their sizes: the figure of 3, 6 and 20 hidden neurons',
  },
  hypothesis:
    'From 3 to 20 units the accuracy on training points rises to nearly all, the decision regions become more, and the mislabelled points are ' +
    'believed, some of them as islands. Accuracy on unseen points does not rise with it.',
  method: `Two half moons of ${rows} points, one in ten mislabelled; 2000 unseen points without mislabelling. ReLU, Adam, 3000 epochs, the rate falling to 0. Regions are the exact polygons. Networks of different width are compared on the same points; a difference counts if it exceeds two standard errors.`,
  needs: [],
  budgetSeconds: { full: 35, short: 7 },
  async run(setting) {
    const { short: brief, seed } = setting
    const sets = seedsFrom(seed, brief ? 8 : 16).map((own) => ({ own, ...noisyMoons(rows, own) }))
    const jobs = widths.flatMap((units) =>
      sets.map(({ own, train }) => byHeart(network(2, [dense(units, relu()), dense(2)]), train, own)),
    )
    const trained = await trainAll(jobs, setting)
    const runs = trained.map(({ models }, k) => {
      const [model, set] = [models[0] as Classifier, sets[k % sets.length]!]
      const regions = decisionRegions(model, slice(model, { window: moonsWindow }))
      const { accuracy: train } = evaluate(model, set.train) as { accuracy: number }
      const { accuracy: test } = evaluate(model, set.test) as { accuracy: number }
      return { regions, train, test, ...swallowed(model, regions, set), outliers: set.outliers.length }
    })
    const byWidth = widths.map((units, k) => {
      const own = runs.slice(k * sets.length, (k + 1) * sets.length)
      const sum = (of: (run: (typeof own)[0]) => number) => own.reduce((total, run) => total + of(run), 0)
      return {
        units,
        first: own[0]!,
        train: own.map((run) => run.train),
        test: own.map((run) => run.test),
        decision: own.map((run) => run.regions.regions.length),
        linear: own.map((run) => run.regions.linearRegionCount),
        outliers: sum((run) => run.outliers),
        believed: sum((run) => run.believed),
        islands: sum((run) => run.islands),
      }
    })
    const [small, middle, large] = byWidth as [(typeof byWidth)[0], (typeof byWidth)[0], (typeof byWidth)[0]]
    const better = gain(large.test, small.test)
    const learned = gain(small.train, large.train)
    const pieces = gain(small.decision, large.decision)
    const believedText = ({ units, believed, outliers, islands }: (typeof byWidth)[0]) =>
      `${units} units believe ${believed} of ${outliers}, ${islands} of them on islands`

    return outcome(
      [
        {
          holds: learned.clear && mean(large.train) > 0.97,
          says: `Of the training points 3 units get ${spreadText(small.train)} right, 6 units ${spreadText(middle.train)} and 20 units ${spreadText(large.train)}.`,
        },
        {
          holds: pieces.clear && mean(large.decision) > 2.5,
          says: `The plane falls into ${mean(small.decision).toFixed(1)} decision regions with 3 units, ${mean(middle.decision).toFixed(1)} with 6 and ${mean(large.decision).toFixed(1)} with 20 (at most ${Math.max(...large.decision)}), where the two moons need 2; into ${mean(small.linear).toFixed(0)}, ${mean(middle.linear).toFixed(0)} and ${mean(large.linear).toFixed(0)} linear regions.`,
        },
        {
          holds: small.believed < small.outliers / 2 && large.believed > 0.8 * large.outliers && large.islands > 0,
          says: `Mislabelled points: ${byWidth.map(believedText).join('; ')}.`,
        },
        {
          holds: better.clear,
          says: `“Could generalize better”: on unseen points 3 units get ${spreadText(small.test)} right, 6 units ${spreadText(middle.test)}, 20 units ${spreadText(large.test)}; 3 against 20 is ${pointsText(better)} over ${sets.length} data sets.`,
        },
      ],
      {
        remarks: [
          'An island is a region apart from the largest of its label. The other mislabelled points that are believed lie on a bay or a corridor of the right region.',
        ],
        measurements: [
          {
            title: `By width, means over ${sets.length} data sets`,
            columns: [
              { name: 'hidden units' },
              { name: 'training accuracy' },
              { name: 'test accuracy' },
              { name: 'decision regions' },
              { name: 'linear regions' },
              { name: 'mislabelled points believed' },
              { name: 'on islands' },
            ],
            rows: byWidth.map((row) => [
              row.units,
              percent(mean(row.train)),
              percent(mean(row.test)),
              mean(row.decision),
              mean(row.linear),
              `${row.believed} of ${row.outliers}`,
              row.islands,
            ]),
          },
        ],
        figures: [
          ...byWidth.map(({ units, first }) => ({
            kind: 'regions' as const,
            title: `${units} hidden units`,
            caption: `${first.regions.regions.length} decision regions, exactly; ${percent(first.train, 0)} of the training points and ${percent(first.test)} of unseen points are right. Six of the sixty points are mislabelled: the network believes ${first.believed}.`,
            regions: first.regions,
            points: { places: sets[0]!.train.X as Float32Array, labels: sets[0]!.train.y },
          })),
          {
            kind: 'bars',
            title: 'Training and unseen points',
            caption: `Means over ${sets.length} data sets; lines: from the least to the most.`,
            value: { label: 'accuracy', share: true },
            series: ['training points', 'unseen points'],
            rows: byWidth.map(({ units, train, test }) => ({
              name: `${units} units`,
              values: [mean(train), mean(test)],
              spread: [rangeOf(train), rangeOf(test)],
            })),
          },
        ],
      },
    )
  },
}
