// The pictures that can be made of a run, each by name: what `wigglenet plot` draws, and what a report is made of.
import {
  calibrationCurve,
  type DataSet,
  evaluate,
  histogram,
  inspect,
  learningCurves,
  type Model,
  networkDiagram,
  neuronDiagram,
  OptionError,
  principalComponents,
  takeRows,
  weightImages,
} from 'wigglenet'
import { calibrationChart } from '../charts/calibration.ts'
import { confusionChart } from '../charts/confusion-matrix.ts'
import { histogramChart } from '../charts/histogram.ts'
import { learningCurvesChart } from '../charts/learning-curves.ts'
import { networkChart } from '../charts/network-chart.ts'
import { neuronChart } from '../charts/neuron-chart.ts'
import { predictionsChart } from '../charts/predictions.ts'
import { projectionChart } from '../charts/projection.ts'
import { unitHealthChart } from '../charts/unit-health.ts'
import { weightImagesChart } from '../charts/weight-images.ts'
import { courseFigures } from './course-figures.ts'
import { type Figure, figure } from './figure.ts'
import { planeFigures } from './plane-figures.ts'
import { predictionsOf } from './predictions-of.ts'
import type { TrainedRun } from './trained-run.ts'

/** Rows that are looked at for the units' health and for predictions, and those that are points of a projection, at most. */
const mostRows = 2000
const mostPoints = 500

/** The pictures that there are for a run, in the order of a report. What cannot be drawn of it is left out: regions need inputs that are
 *  numbers, weight images need pixels, and most need rows.
 *  Example: figuresOf({ model, events, training, test }).map(({ name }) => name)  // ['curves', 'confusion', …]  */
export function figuresOf({ model, events, training, test, confusion }: TrainedRun): readonly Figure[] {
  const { network, parameters, loss } = model
  const whole = test ?? training
  const rows = whole && someRows(whole)
  const rowsName = test ? 'rows not trained on' : 'training rows'
  const layered = network.nodes.some(({ kind }) => kind === 'dense' || kind === 'maxout')
  const first = network.nodes.find(({ kind }) => kind === 'dense' || kind === 'maxout' || kind === 'neurons')!
  const figures: (Figure | false | undefined)[] = [
    events.some(({ kind }) => kind === 'epoch') && figure('curves', () => learningCurves(events), learningCurvesChart),
    ...courseFigures(events),
    ...(model.classes
      ? classFigures(model, model.classes, whole, test, confusion)
      : [rows && predictionsFigure(model, rows, rowsName)]),
    ...planeFigures(model, rows, rowsName),
    rows && network.inputs > 2 && projectionFigure(model, rows, rowsName),
    model.preprocessing?.kind === 'image' && figure('weights', () => weightImages(model), weightImagesChart),
    figure('network', () => networkDiagram(model), networkChart),
    training &&
      layered &&
      figure('health', () => inspect(network, parameters, { data: someRows(training), loss }), unitHealthChart),
    first.kind === 'dense' && figure('neuron', () => neuronDiagram(model, first.name, 0), neuronChart),
    figure(
      'histogram',
      () => histogram(parameters[`${first.name}.W`] ?? parameters[`${first.name}.W1`]!),
      (numbers, options) =>
        histogramChart(numbers, { name: 'weight', title: `Histogram of the weights of ${first.name}`, ...options }),
    ),
  ]
  return figures.filter((one) => one !== undefined && one !== false)
}

/** A picture by its name.
 *  Throws:  OptionError that lists the names that there are for the run */
export function figureOf(run: TrainedRun, name: string): Figure {
  const figures = figuresOf(run)
  const found = figures.find((one) => one.name === name)
  if (found) return found
  throw new OptionError({
    where: 'plot',
    expected: `the picture must be one that this run has: ${figures.map((one) => one.name).join(', ')}`,
    received: JSON.stringify(name),
    fix: 'Choose a name from the list.',
  })
}

function classFigures(
  model: Model,
  classes: readonly string[],
  judged: DataSet | undefined,
  test: DataSet | undefined,
  known: TrainedRun['confusion'],
): (Figure | undefined | false)[] {
  const hasProbabilities = model.loss.kind === 'softmax' || model.loss.kind === 'binary-softmax'
  // Rows that it was trained on say little of how good a model is, and must be named as what they are.
  const title = known === undefined && !test ? { title: 'Confusion matrix of the training rows' } : {}
  return [
    (known || judged) &&
      figure(
        'confusion',
        () => known ?? evaluate(model, judged!).confusion!,
        (counts, options) => confusionChart(counts, classes, { ...title, ...options }),
      ),
    hasProbabilities && test && figure('calibration', () => calibrationCurve(model, test), calibrationChart),
  ]
}

function predictionsFigure(model: Model, rows: DataSet, rowsName: string): Figure {
  const name = targetName(model)
  return figure(
    'predictions',
    () => predictionsOf(model, rows),
    ({ actual, predicted }, options) =>
      predictionsChart(actual, predicted, { rowsName, ...(name !== undefined && { name }), ...options }),
  )
}

function projectionFigure(model: Model, rows: DataSet, rowsName: string): Figure {
  const { classes } = model
  const name = targetName(model)
  return figure(
    'projection',
    () => {
      const points = someRows(rows, mostPoints)
      return { projection: principalComponents(points, { components: 2 }), ...predictionsOf(model, points) }
    },
    ({ projection, actual, predicted }, options) =>
      projectionChart(projection, {
        rowsName,
        ...(classes
          ? { labels: actual, classes, predicted }
          : { numbers: actual, ...(name !== undefined && { numberName: name }) }),
        ...options,
      }),
  )
}

function targetName({ preprocessing }: Model): string | undefined {
  return preprocessing?.kind === 'table' ? preprocessing.target.name : undefined
}

/** At most so many rows, evenly spaced. */
function someRows(data: DataSet, most = mostRows): DataSet {
  if (data.rows <= most || data.streamed) return data
  return takeRows(
    data,
    Uint32Array.from({ length: most }, (_, i) => Math.floor((i * data.rows) / most)),
  )
}
