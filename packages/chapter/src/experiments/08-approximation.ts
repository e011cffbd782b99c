import type { ChartSeries } from '@wigglenet/report'
import {
  adam,
  type DataSet,
  dense,
  describe,
  functionOf,
  type Model,
  nearestSteps,
  network,
  normal,
  relu,
  type Staircase,
  schedule,
  sigmoid,
  sweep,
} from 'wigglenet'
import { type Experiment, outcome } from '../experiment.ts'
import type { Figure } from '../figure.ts'
import { interpolating } from '../interpolating-network.ts'
import { seedsFrom, short } from '../numbers.ts'
import { trainAll } from '../train-all.ts'

/** Continuous functions of x: smooth, with waves of different height, and with a corner of infinite slope. */
const continuous = ['sin(6*x)', 'exp(-3*x^2) * cos(9*x)', 'sqrt(abs(x))']
const range: readonly [number, number] = [-1, 1]
const places = 2001
const tolerance = 0.01
const falling = /* @__PURE__ */ schedule('linear', {}, 'rate * (1 - step/steps)')()

/** First kinks and slopes all over the range, not at 0 alone. */
const kinds = {
  ReLU: (units: number) =>
    dense(units, relu(), { weights: normal({ deviation: 2 }), biases: normal({ deviation: 1 }) }),
  sigmoid: (units: number) =>
    dense(units, sigmoid(), { weights: normal({ deviation: 10 }), biases: normal({ deviation: 5 }) }),
} as const
type Kind = keyof typeof kinds

/** 8: how near networks of one hidden layer come to functions, typed as formulas of x on [-1, 1], and what as many parameters of bumps do.
 *  Throws:  OptionError for a formula that cannot be read, when it runs
 *  Example: await runExperiment(universalApproximation(['x^3 - x/2']))  */
export function universalApproximation(formulas: readonly string[] = continuous): Experiment {
  return {
    number: 8,
    name: 'approximation',
    title: 'One hidden layer approximates any continuous function, and so do bumps',
    idea:
      'One hidden layer is enough, says a famous theorem: name any continuous function, and some network stays as near to it as you like. That ' +
      'sounds like the reason why networks work. But a row of little steps can follow any function too, and nobody builds with those. So the ' +
      'question is less what can be expressed than at what price, and whether training finds it. The functions here are typed as formulas; ' +
      'yours goes in with --function.',
    claim: {
      says:
        'For any continuous function and any ε a network with one hidden layer exists that is nowhere further from it than ε. That is a weak ' +
        'statement: a sum of indicator bumps can do the same, but nobody would use it. Networks work well because they express smooth functions ' +
        'compactly and are easy to learn.',
      place: 'Representational power',
    },
    hypothesis:
      'The largest difference of a network whose weights are set by hand falls below 0.01 at some width; that of trained networks falls with the ' +
      'width; and with as many parameters a trained network is nearer to each function than any sum of bumps can be.',
    method: `Functions on [-1, 1], typed as formulas: ${formulas.join('; ')}. The difference is the largest at ${places} places. By hand: ReLU units with kinks evenly spaced, so that the network interpolates. Trained: 401 points, 0 among them, squared error, Adam, the best of some seeds. w units have 3w + 1 parameters, as many as w bumps c·1(a < x < b) and a constant. Bumps side by side are placed as well as can be; and since w bumps have 2w ends, no sum of them beats the best staircase of 2w + 1 steps, overlapping or not.`,
    needs: [],
    budgetSeconds: { full: 40, short: 8 },
    async run(setting) {
      const { short: brief, seed } = setting
      const widths = brief ? [2, 8, 32] : [2, 4, 8, 16, 32, 64]
      const seeds = seedsFrom(seed, brief ? 2 : 5)
      const targets = formulas.map((formula) => ({
        formula,
        train: functionOf(formula, { rows: 401, range, seed }),
        fine: functionOf(formula, { rows: places, range, seed }),
      }))
      const plan = targets.flatMap((target) =>
        (Object.keys(kinds) as Kind[]).flatMap((kind) => widths.map((units) => ({ target, kind, units }))),
      )
      const trained = await trainAll(
        plan.map(({ target, kind, units }) => ({
          network: network(1, [kinds[kind](units), dense(1)]),
          data: target.train,
          seeds,
          epochs: brief ? 500 : 1200,
          batch: 40,
          optimizer: adam({ rate: 0.02 }),
          schedule: falling,
        })),
        setting,
      )
      const byTarget = targets.map(({ formula, fine }): Target => {
        const learned = (Object.keys(kinds) as Kind[]).map((kind) => ({
          kind,
          best: widths.map((units) => {
            const at = plan.findIndex(
              (own) => own.target.formula === formula && own.kind === kind && own.units === units,
            )
            const tried = trained[at]!.models.flatMap((model) =>
              model ? [{ model, error: errorOf(model, fine) }] : [],
            )
            return tried.reduce((a, b) => (b.error < a.error ? b : a))
          }),
        }))
        const [bumps, bound] = [1, 2].map((steps) =>
          widths.map((units) => nearestSteps(fine.y, steps === 1 ? units : 2 * units + 1)),
        ) as [Staircase[], Staircase[]]
        const hand = widths.map((units) => errorOf(interpolating(formula, units, range), fine))
        let needed = 2
        while (needed < 8192 && errorOf(interpolating(formula, needed, range), fine) > tolerance) needed *= 2
        return { formula, fine, learned, bumps, bound, hand, needed }
      })
      const nearest = ({ learned }: Target, k: number) => Math.min(...learned.map(({ best }) => best[k]!.error))
      const [first, last] = [0, widths.length - 1]
      const wins = byTarget.map((own) => widths.filter((_, k) => nearest(own, k) < own.bound[k]!.error))
      const shown = byTarget[0]!
      const eight = widths.indexOf(8)

      return outcome(
        [
          {
            holds: byTarget.every(({ needed }) => needed < 8192),
            says: `Set by hand, a network nowhere further than ${tolerance} from the function has ${byTarget.map(({ formula, needed }) => `${needed} ReLU units for ${formula}`).join(', ')} (widths doubled until it was near enough).`,
          },
          {
            holds: byTarget.every((own) => nearest(own, last) < nearest(own, first) / 4),
            says: `Trained, the largest difference falls from ${widths[first]} to ${widths[last]} units: ${byTarget.map((own) => `${short(nearest(own, first))} to ${short(nearest(own, last))} for ${own.formula}`).join('; ')}.`,
          },
          {
            holds: byTarget.every(({ bumps }) => bumps[last]!.error < bumps[first]!.error / 4),
            says: `Bumps side by side come nearer too: ${byTarget.map(({ formula, bumps }) => `${short(bumps[first]!.error)} to ${short(bumps[last]!.error)} for ${formula}`).join('; ')}.`,
          },
          ...byTarget.map((own, k) => ({
            holds: wins[k]!.includes(widths[last]!),
            says: `${own.formula}: with ${widths[last]} units the better trained network ${wins[k]!.includes(widths[last]!) ? 'comes' : 'does not come'} below what any sum of bumps with as many parameters can reach; over all widths it is so at ${wins[k]!.length} of ${widths.length} (${widths.map((units, i) => `${units}: ${short(nearest(own, i))} against ${short(own.bound[i]!.error)}`).join('; ')}).`,
          })),
        ],
        {
          remarks: [
            `Training lowers the mean square, not the largest difference. A network may exist and not be found: ${widths[last]} ReLU units set by hand miss ${shown.formula} by ${short(shown.hand[last]!)}, trained by ${short(shown.learned[0]!.best[last]!.error)}.`,
          ],
          measurements: byTarget.map((own) => ({
            title: `Largest difference from ${own.formula}`,
            columns: [
              { name: 'units' },
              { name: 'parameters' },
              ...own.learned.map(({ kind }) => ({ name: `${kind}, trained` })),
              { name: 'ReLU by hand' },
              { name: 'bumps side by side' },
              { name: 'bound of all bumps' },
            ],
            rows: widths.map((units, k) => [
              units,
              describe(own.learned[0]!.best[k]!.model.network).parameters,
              ...own.learned.map(({ best }) => best[k]!.error),
              own.hand[k]!,
              own.bumps[k]!.error,
              own.bound[k]!.error,
            ]),
          })),
          figures: [
            ...byTarget.map((own) => errors(own, widths)),
            ...shown.learned.map(({ kind, best }) => piecesFigure(best[eight]!.model, kind, shown)),
            staircaseFigure(shown, eight),
          ],
        },
      )
    },
  }
}

/** The chapter's own choice of functions. */
export const approximation: Experiment = /* @__PURE__ */ universalApproximation()

/** The largest difference between a model and the points of a function. */
function errorOf(model: Model, { y }: DataSet): number {
  const { values } = sweep(model, { window: range, points: y.length })
  return values.reduce((most, value, i) => Math.max(most, Math.abs(value - y[i]!)), 0)
}

/** What was measured of one function, width by width. */
interface Target {
  readonly formula: string
  readonly fine: DataSet<1>
  readonly learned: readonly {
    readonly kind: Kind
    readonly best: readonly { readonly error: number; readonly model: Model }[]
  }[]
  readonly hand: readonly number[]
  readonly bumps: readonly Staircase[]
  readonly bound: readonly Staircase[]
  /** Units of a network set by hand that is near enough. */
  readonly needed: number
}

function errors({ formula, learned, hand, bumps, bound }: Target, widths: readonly number[]): Figure {
  const line = (name: string, values: readonly number[], mark: 'line' | 'dashes' = 'line'): ChartSeries => ({
    name,
    mark,
    points: widths.map((units, k): [number, number] => [3 * units + 1, values[k]!]),
  })
  return {
    kind: 'lines',
    title: `How near: ${formula}`,
    caption:
      'The largest difference on [-1, 1] by the number of parameters. Below the dashed line no sum of bumps can be.',
    x: { label: 'parameters', logarithmic: true },
    y: { label: 'largest difference', logarithmic: true },
    series: [
      ...learned.map(({ kind, best }) =>
        line(
          `${kind}, trained`,
          best.map(({ error }) => error),
        ),
      ),
      line('ReLU, by hand', hand),
      line(
        'bumps side by side',
        bumps.map(({ error }) => error),
      ),
      line(
        'bound of all bumps',
        bound.map(({ error }) => error),
        'dashes',
      ),
    ],
  }
}

/** What each unit adds to the output: its response times its weight. */
function piecesFigure(model: Model, kind: Kind, { formula }: Target): Figure {
  const { x, units, values } = sweep(model, { window: range, points: 201 })
  const weights = model.parameters['scores.W']!
  const along = (value: (i: number) => number) => Array.from(x, (place, i): [number, number] => [place, value(i)])
  return {
    kind: 'lines',
    title: `The pieces of ${weights.length} ${kind} units`,
    caption: `${formula}, trained: what each unit adds, its output times its weight; they and the bias ${short(model.parameters['scores.b']![0]!)} add up to the network (dashed).`,
    x: { label: 'x' },
    y: { label: 'added to the output' },
    series: [
      ...Array.from(weights, (weight, unit) => ({
        name: `unit ${unit + 1}`,
        points: along((i) => weight * units[unit * x.length + i]!),
      })),
      { name: 'network', mark: 'dashes' as const, points: along((i) => values[i]!) },
    ],
  }
}

function staircaseFigure({ formula, fine, learned, bumps }: Target, k: number): Figure {
  const { X, y } = fine
  const place = (i: number) => X[Math.min(i, X.length - 1)]!
  const [best] = learned.map(({ best: own }) => own[k]!).sort((a, b) => a.error - b.error)
  const { x, values } = sweep(best!.model, { window: range, points: 201 })
  const { steps } = bumps[k]!
  return {
    kind: 'lines',
    title: 'Bumps, and a network of as many parameters',
    caption: `${formula}: bumps miss it by up to ${short(bumps[k]!.error)}, the network by ${short(best!.error)}.`,
    x: { label: 'x' },
    y: { label: 'f(x)' },
    series: [
      {
        name: formula,
        mark: 'dashes',
        points: Array.from({ length: 201 }, (_, i): [number, number] => [X[10 * i]!, y[10 * i]!]),
      },
      { name: 'network', points: Array.from(x, (at, i): [number, number] => [at, values[i]!]) },
      {
        name: 'bumps',
        points: steps.flatMap(({ from, to, height }): [number, number][] => [
          [place(from), height],
          [place(to), height],
        ]),
      },
    ],
  }
}
