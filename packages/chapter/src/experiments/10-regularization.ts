import { type Classifier, decisionRegions, dense, evaluate, network, relu, slice } from 'wigglenet'
import { type Experiment, type Finding, outcome } from '../experiment.ts'
import { byHeart, moonsWindow, noisyMoons } from '../noisy-moons.ts'
import { mean, percent, rangeOf, seedsFrom, short, spreadText } from '../numbers.ts'
import { gain, pointsText } from '../paired.ts'
import { trainAll } from '../train-all.ts'

const rows = 60

interface Recipe {
  readonly name: string
  readonly kind: 'size' | 'none' | 'L2' | 'dropout' | 'input noise'
  readonly units: number
  readonly l2?: number
  readonly dropout?: number
  readonly inputNoise?: number
  /** Left out of the short form. */
  readonly full?: boolean
}

const strengths = [0.001, 0.01, 0.1] as const
const recipes: readonly Recipe[] = [
  { name: '3 units', kind: 'size', units: 3 },
  { name: '4 units', kind: 'size', units: 4, full: true },
  { name: '6 units', kind: 'size', units: 6 },
  { name: '10 units', kind: 'size', units: 10, full: true },
  { name: '20 units', kind: 'none', units: 20 },
  ...strengths.map((l2) => ({ name: `20 units, λ = ${l2}`, kind: 'L2' as const, units: 20, l2 })),
  { name: '20 units, dropout 0.2', kind: 'dropout', units: 20, dropout: 0.2 },
  { name: '20 units, dropout 0.5', kind: 'dropout', units: 20, dropout: 0.5, full: true },
  { name: '20 units, input noise 0.1', kind: 'input noise', units: 20, inputNoise: 0.1, full: true },
  { name: '20 units, input noise 0.3', kind: 'input noise', units: 20, inputNoise: 0.3 },
]
/** As big as the budget allows, with the λ in the middle. */
const big: Recipe = { name: '100 units, λ = 0.01', kind: 'L2', units: 100, l2: 0.01, full: true }

/** 10: a large network held back against a small one. */
export const regularization: Experiment = {
  number: 10,
  name: 'regularization',
  title: 'Regularize, do not shrink',
  idea:
    'When a network believes too much, the first thought is to take units away. The text advises against it: keep the large network, and put ' +
    'it on a leash. There is more than one. Weight decay pulls all weights a little towards zero at each step, dropout switches units off at ' +
    'random, and noise shakes the inputs. The length of a leash can be set as finely as one likes, the number of units cannot; and the ' +
    'shorter it is, the calmer the boundary should become.',
  claim: {
    says:
      'With 20 hidden units the decision regions become smoother from λ = 0.001 over 0.01 to 0.1. L2 regularization, dropout and input noise are ' +
      'always better means against overfitting than fewer neurons: use as big a network as the budget allows, and regularize it.',
    place: 'Setting number of layers and their sizes: the figure of regularization strengths; summary',
  },
  hypothesis:
    'The boundary between the classes becomes shorter with λ. Each of the three means raises the accuracy of 20 units on unseen points, and the ' +
    'one that validation points choose is better than the width that they choose.',
  method: `As in experiment 9: two half moons of ${rows} points, one in ten mislabelled, for each data set ${rows} validation points of the same kind, and 2000 unseen points without mislabelling. The loss is the mean over a batch and 0.5·λ·Σw². Recipes are compared on the same data sets; a difference counts if it exceeds two standard errors.`,
  needs: [],
  budgetSeconds: { full: 50, short: 9 },
  async run(setting) {
    const { short: brief, seed } = setting
    const sets = seedsFrom(seed, brief ? 6 : 12).map((own) => ({ own, ...noisyMoons(rows, own) }))
    const chosen = brief ? recipes.filter(({ full }) => !full) : [...recipes, big]
    const jobs = chosen.flatMap(({ units, l2 = 0, dropout = 0, inputNoise = 0 }) => {
      const net = network(2, [dense(units, relu(), { dropout, inputNoise }), dense(2)])
      return sets.map(({ own, train }) => ({ ...byHeart(net, train, own, brief ? 1000 : 3000), l2 }))
    })
    const trained = await trainAll(jobs, setting)
    const tried = chosen.map((recipe, k) => {
      const models = sets.map((_, i) => trained[k * sets.length + i]!.models[0] as Classifier)
      const accuracy = (of: 'train' | 'validation' | 'test') =>
        models.map((model, i) => evaluate(model, sets[i]![of]).accuracy!)
      const regions = recipe.units > 20 ? [] : models.map((model) => regionsOf(model))
      return {
        ...recipe,
        train: accuracy('train'),
        validation: accuracy('validation'),
        test: accuracy('test'),
        lengths: regions.map(({ boundary }) => lengthOf(boundary)),
        counts: regions.map(({ regions: own }) => own.length),
        first: regions[0],
      }
    })
    type Tried = (typeof tried)[0]
    const plain = tried.find(({ kind }) => kind === 'none')!
    const byStrength = strengths.map((l2) => tried.find((own) => own.l2 === l2 && own.units === 20)!)
    const ofKind = (...kinds: readonly Recipe['kind'][]) =>
      tried.filter(({ kind, units }) => kinds.includes(kind) && units <= 20)
    const chosenOf = (...kinds: readonly Recipe['kind'][]) =>
      ofKind(...kinds).reduce((best, next) => (mean(next.validation) > mean(best.validation) ? next : best))
    const means = (['L2', 'dropout', 'input noise'] as const).map((kind) => {
      const best = chosenOf(kind)
      return { best, over: gain(plain.test, best.test) }
    })
    const [small, regularized] = [chosenOf('size'), chosenOf('L2', 'dropout', 'input noise')]
    const large = gain(small.test, regularized.test)
    /** The choice made anew for each data set, by its own validation points alone. */
    const anew = (own: readonly Tried[]) =>
      sets.map((_, i) => own.reduce((best, next) => (next.validation[i]! > best.validation[i]! ? next : best)).test[i]!)
    const each = gain(anew(ofKind('size')), anew(ofKind('L2', 'dropout', 'input noise')))
    const bigger = tried.find(({ units }) => units > 20)
    const grown = bigger && gain(byStrength[1]!.test, bigger.test)
    const lengths = [plain, ...byStrength].map((own) => mean(own.lengths))
    const counts = [plain, ...byStrength].map((own) => mean(own.counts))

    return outcome(
      [
        {
          holds: lengths.every((length, k) => k === 0 || length < lengths[k - 1]!),
          says: `Without λ the boundary of 20 units is ${lengths[0]!.toFixed(1)} long in the window (${counts[0]!.toFixed(1)} regions), with ${strengths.map((own, k) => `λ = ${own} ${lengths[k + 1]!.toFixed(1)} (${counts[k + 1]!.toFixed(1)})`).join(', with ')}.`,
        },
        ...means.map(({ best, over }) => ({
          holds: over.clear,
          says: `${sentence(best.kind)}: ${best.name} gets ${spreadText(best.test)} of the unseen points right, 20 units without ${spreadText(plain.test)}: ${pointsText(over)} over ${sets.length} data sets.`,
        })),
        {
          holds: large.clear,
          says: `Large and regularized against small: ${regularized.name} gets ${spreadText(regularized.test)} right, ${small.name} ${spreadText(small.test)}: ${pointsText(large)}.`,
        },
        ...(grown
          ? [
              {
                holds: grown.mean > -2 * grown.error,
                says: `“As big as the budget allows”: 100 units with λ = 0.01 get ${spreadText(bigger.test)} right, 20 units with the same λ ${spreadText(byStrength[1]!.test)}: ${pointsText(grown)}, ${grown.clear ? 'better' : grown.mean > -2 * grown.error ? 'no clear difference' : 'worse'}.`,
              },
            ]
          : []),
      ] as [Finding, ...Finding[]],
      {
        remarks: [
          `Of each kind the recipe is compared that has the best mean on validation points. Chosen anew on each data set, by its own ${rows} validation points alone, a regularization gains ${pointsText(each)} over a width: ${each.clear ? 'clear as well' : 'no longer clear'}.`,
        ],
        measurements: [
          {
            title: `By recipe, means over ${sets.length} data sets`,
            columns: [
              { name: 'network' },
              { name: 'training accuracy' },
              { name: 'test accuracy' },
              { name: 'deviation' },
              { name: 'boundary', unit: 'length' },
              { name: 'decision regions' },
            ],
            rows: tried.map(({ name, train, test, lengths: own, counts: regions }) => [
              name,
              percent(mean(train)),
              percent(mean(test)),
              short(100 * Math.sqrt(mean(test.map((value) => (value - mean(test)) ** 2)))),
              own.length > 0 ? mean(own) : 'not measured',
              regions.length > 0 ? mean(regions) : 'not measured',
            ]),
          },
        ],
        figures: [
          ...byStrength.map(({ l2: strength, first, train, test }) => ({
            kind: 'regions' as const,
            title: `20 hidden units, λ = ${strength}`,
            caption: `${percent(train[0]!, 0)} of the training points and ${percent(test[0]!)} of unseen points are right; the boundary is ${lengthOf(first!.boundary).toFixed(1)} long.`,
            regions: first!,
            points: { places: sets[0]!.train.X as Float32Array, labels: sets[0]!.train.y },
          })),
          {
            kind: 'bars',
            title: 'Unseen points, by what holds the network back',
            caption: `Means over ${sets.length} data sets; lines: from the least to the most.`,
            value: { label: 'accuracy on unseen points', share: true },
            series: ['unseen points'],
            rows: tried.map(({ name, test }) => ({ name, values: [mean(test)], spread: [rangeOf(test)] })),
          },
        ],
      },
    )
  },
}

const regionsOf = (model: Classifier) => decisionRegions(model, slice(model, { window: moonsWindow }))
const sentence = (text: string): string => text[0]!.toUpperCase() + text.slice(1)

/** Of segments x1, y1, x2, y2. */
function lengthOf(segments: Float64Array): number {
  let length = 0
  for (let i = 0; i < segments.length; i += 4) {
    length += Math.hypot(segments[i + 2]! - segments[i]!, segments[i + 3]! - segments[i + 1]!)
  }
  return length
}
