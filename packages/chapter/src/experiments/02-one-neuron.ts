import {
  binarySoftmax,
  binarySvm,
  blobs,
  type Classifier,
  type DataSet,
  decisionRaster,
  dense,
  evaluate,
  gradientDescent,
  type Model,
  network,
  neuron,
  neuronDiagram,
  slice,
} from 'wigglenet'
import { type Experiment, outcome } from '../experiment.ts'
import { forget } from '../forgetting.ts'
import { marginOf, widestMargin } from '../margin.ts'
import { logisticRegression } from '../newton.ts'
import { percent, short } from '../numbers.ts'
import { type Job, trainAll } from '../train-all.ts'

const one = network(2, [dense(1)])
/** Rate and λ whose half-lives are measured. */
const forgetting = [
  { rate: 0.5, l2: 0.1 },
  { rate: 0.1, l2: 0.1 },
  { rate: 0.1, l2: 0.01 },
  { rate: 0.1, l2: 0.001 },
] as const

/** 2: one neuron learns to be logistic regression or a support vector machine, and forgets at the rate that regularization says. */
export const oneNeuron: Experiment = {
  number: 2,
  name: 'one-neuron',
  title: 'One neuron is a linear classifier',
  idea:
    'Take a neuron by itself. It weighs its inputs, adds them up, and asks whether the sum is above zero. That is a line drawn through the ' +
    'plane, with one class on either side. Which line it ends at depends on what it is called to account for: for every probability, and it ' +
    'becomes logistic regression; only for the points too near the line, and it becomes a support vector machine. A little regularization ' +
    'makes it forget, at a pace that can be worked out beforehand.',
  claim: {
    says:
      'With a cross-entropy loss one sigmoid neuron is a binary softmax classifier, that is logistic regression, and says class 1 where its ' +
      'output is above 0.5. With a hinge loss it is a binary support vector machine. Regularization is gradual forgetting: it drives the ' +
      'weights towards zero after every update.',
    place: 'Single neuron as a linear classifier',
  },
  hypothesis:
    'Gradient descent finds the weights that another method finds for logistic regression. The hinge loss finds a line whose margin is near the ' +
    'widest there is. A weight that the data say nothing about any more halves in ln 2 / -ln(1 - rate·λ) steps.',
  method:
    'Two round clouds in the plane. Logistic regression is solved a second time by Newton’s method in float64; the widest margin is looked for by ' +
    'trying 36,000 directions. To see forgetting alone, a trained neuron goes on training on rows whose inputs are all 0: then the loss has no ' +
    'gradient along the weights, and only λ moves them.',
  needs: [],
  budgetSeconds: { full: 8, short: 4 },
  async run(setting) {
    const { short: brief, seed } = setting
    const overlapping = blobs({ classes: 2, rows: 400, noise: 0.7, seed })
    const apart = blobs({ classes: 2, rows: 100, noise: 0.25, seed })
    const l2 = 0.01
    const base = { network: one, seeds: [seed], optimizer: gradientDescent({ rate: 0.5 }) }
    const jobs: Job[] = [
      { ...base, data: overlapping, loss: binarySoftmax(), l2, batch: 400, epochs: brief ? 1000 : 3000 },
      {
        ...base,
        data: apart,
        loss: binarySvm(),
        l2: 1e-3,
        batch: 100,
        epochs: brief ? 6000 : 20000,
        optimizer: gradientDescent({ rate: 0.05 }),
      },
      { ...base, data: apart, loss: binarySoftmax(), l2: 1e-3, batch: 100, epochs: brief ? 1000 : 3000 },
    ]
    const [softmax, svm, soft] = (await trainAll(jobs, setting)).map(({ models }) => models[0]!) as [
      Classifier,
      Classifier,
      Classifier,
    ]

    const newton = logisticRegression(overlapping, l2)
    const learned = weightsOf(softmax)
    const away = Math.max(...learned.map((weight, k) => Math.abs(weight - newton[k]!)))
    const threshold = answersAtHalf(softmax, overlapping)
    const widest = widestMargin(apart)
    const margins = [svm, soft].map((model) => marginOf(apart, weightsOf(model)))
    const measured = forgetting
      .slice(0, brief ? 3 : 4)
      .map((given) => ({ ...given, ...forget(softmax, given.rate, given.l2) }))
    const off = Math.max(...measured.map(({ steps, predicted }) => Math.abs(steps - predicted)))

    const taken = measured.reduce((sum, { steps }) => sum + steps, 0)
    const risen = measured.reduce((sum, { rises }) => sum + rises, 0)

    return outcome(
      [
        {
          holds: away < 1e-3,
          says: `Trained by gradient descent the neuron has the weights ${learned.map(short).join(', ')} (the last is the bias); Newton’s method says ${newton.map(short).join(', ')}. They differ by at most ${short(away)}.`,
        },
        {
          holds: threshold.same === overlapping.rows,
          says: `“Firing rate above 0.5” and the predicted class agree on ${threshold.same} of ${overlapping.rows} points, ${threshold.ones} of them class 1; ${percent(evaluate(softmax, overlapping).accuracy!)} are right.`,
        },
        {
          holds: margins[0]! > 0.95 * widest,
          says: `With the hinge loss the nearest points lie ${short(margins[0]!)} from the line; no line has more than ${short(widest)}, so that is ${percent(margins[0]! / widest)} of the widest margin. With the softmax loss it is ${percent(margins[1]! / widest)}.`,
        },
        {
          holds: off < 1.01,
          says: `Half-lives in steps, predicted and measured: ${measured.map(({ rate, l2: strength, predicted, steps }) => `${predicted.toFixed(1)} and ${steps} (rate ${rate}, λ ${strength})`).join('; ')}.`,
        },
        {
          holds: risen === 0,
          says: `The weights became smaller in ${taken - risen} of these ${taken} updates.`,
        },
      ],
      {
        measurements: [
          {
            title: 'Half-lives of a weight under regularization alone',
            columns: [
              { name: 'rate' },
              { name: 'λ' },
              { name: 'predicted', unit: 'steps' },
              { name: 'measured', unit: 'steps' },
            ],
            rows: measured.map(({ rate, l2: strength, predicted, steps }) => [rate, strength, predicted, steps]),
          },
        ],
        figures: [
          {
            kind: 'neuron',
            title: 'One neuron',
            caption:
              'The trained neuron: signals times synapses, summed in the cell body. Its output is a score; the sigmoid of it is the firing rate.',
            diagram: neuronDiagram(softmax, 'scores', 0),
          },
          {
            kind: 'raster',
            title: 'A binary softmax classifier',
            caption:
              'The colour is the stronger the surer the neuron is. The two classes meet on a straight line, where its output is 0.5.',
            raster: decisionRaster(softmax, slice(softmax, { window: windowOf(overlapping) }), {
              columns: 240,
              rows: 240,
            }),
            points: { places: overlapping.X as Float32Array, labels: overlapping.y },
          },
          {
            kind: 'lines',
            title: 'Forgetting',
            caption:
              'Length of the weights when the data no longer speak, as a share of what it was: measured by training, and (dashed) as the half-life predicts.',
            x: { label: 'updates', logarithmic: true },
            y: { label: '‖w‖, share of the first', share: true },
            series: measured.flatMap(({ rate, l2: strength, course, predicted }) => [
              { name: `rate ${rate}, λ ${strength}`, points: course },
              {
                name: 'predicted',
                mark: 'dashes' as const,
                points: course.map(([step]): [number, number] => [step, 0.5 ** (step / predicted)]),
              },
            ]),
          },
        ],
      },
    )
  },
}

const weightsOf = ({ parameters }: Model): number[] => [...parameters['scores.W']!, ...parameters['scores.b']!]

/** How often the text's neuron is above 0.5 where the model says class 1, and below where it does not. */
function answersAtHalf(model: Classifier, { X, rows }: DataSet): { same: number; ones: number } {
  const [w0, w1, bias] = weightsOf(model) as [number, number, number]
  const cell = neuron([w0, w1], bias)
  let [same, ones] = [0, 0]
  for (let row = 0; row < rows; row++) {
    const point = [X[2 * row]!, X[2 * row + 1]!] as const
    const fires = cell.forward(point) > 0.5
    if (fires === (model.predict([point])[0] === model.classes[1])) same++
    if (fires) ones++
  }
  return { same, ones }
}

/** A window around all points. */
function windowOf({ X, rows }: DataSet): readonly [readonly [number, number], readonly [number, number]] {
  const size = 1.1 * Array.from({ length: 2 * rows }, (_, i) => Math.abs(X[i]!)).reduce((a, b) => Math.max(a, b))
  return [
    [-size, size],
    [-size, size],
  ]
}
