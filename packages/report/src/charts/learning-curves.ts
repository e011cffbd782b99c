import * as Plot from '@observablehq/plot'
import type { LearningCurves } from 'wigglenet'
import { element } from '../svg/paper.ts'
import { type Picture, type PictureOptions, svgOf } from '../svg/picture.ts'
import { axes, drawing, percent, plotted, short } from '../svg/plotted.ts'
import type { Colours } from '../theme.ts'

/** Points that a line is drawn of, and places that tell their numbers, at most. */
const mostPoints = 1000
const mostPlaces = 150

interface Panel {
  readonly label: string
  readonly share: boolean
  readonly training: Float64Array | undefined
  readonly validation: Float64Array | undefined
}

/** How training went: loss, and accuracy or R², of the training rows and of those that tell when to stop, by epoch. The epoch whose weights
 *  the model has is marked. A loss that falls by more than a factor of 30 is drawn by its logarithm.
 *  Example: learningCurvesChart(learningCurves(events), { theme: 'dark' })  */
export function learningCurvesChart(curves: LearningCurves, options: PictureOptions = {}): string {
  return svgOf(pictureOf(curves), options)
}

function pictureOf(curves: LearningCurves): Picture {
  const score = curves.accuracy
    ? {
        label: 'accuracy (share of rows)',
        share: true,
        training: curves.accuracy,
        validation: curves.validationAccuracy,
      }
    : {
        label: 'R² (share of variance)',
        share: false,
        training: curves.rSquared,
        validation: curves.validationRSquared,
      }
  const panels: Panel[] = [
    { label: 'loss (mean of the rows)', share: false, training: curves.loss, validation: curves.validationLoss },
    ...(score.training || score.validation ? [score] : []),
  ]
  const judged = curves.validationLoss !== undefined
  return {
    title: 'Learning curves',
    note: `By epoch, each a pass over all training rows${curves.best ? `; the model has the weights of epoch ${curves.best}` : ''}.`,
    keys: ({ series, soft }) => [
      { label: 'training', colour: series[0]!, mark: 'line' },
      ...(judged ? [{ label: 'validation', colour: series[1]!, mark: 'line' } as const] : []),
      ...(curves.best ? [{ label: `epoch ${curves.best}, kept`, colour: soft, mark: 'dashes' } as const] : []),
    ],
    draw: (colours, width) => panels.map((panel) => draw(panel, curves, colours, width)),
  }
}

function draw(
  { label, share, training, validation }: Panel,
  { epoch, best }: LearningCurves,
  colours: Colours,
  width: number,
) {
  const [height, marginLeft, marginRight, marginTop, marginBottom] = [210, 46, 20, 26, 40]
  const every = Math.max(1, Math.ceil(epoch.length / mostPoints))
  const rows = Array.from(epoch.keys()).filter((i) => i % every === 0 || i === epoch.length - 1)
  const finite = [training, validation].flatMap((values) => Array.from(values ?? [])).filter(Number.isFinite)
  const [least, largest] = [Math.min(...finite), Math.max(...finite)]
  const logarithmic = label.startsWith('loss') && least > 0 && largest > 30 * least
  const domain = share
    ? [0, 1]
    : logarithmic
      ? [least, largest]
      : [Math.min(0, Math.max(least, -1)), label.startsWith('loss') ? largest : 1]
  const line = (values: Float64Array | undefined, k: number) =>
    values
      ? [
          Plot.line(rows, {
            x: (i: number) => epoch[i],
            y: (i: number) => values[i],
            stroke: colours.series[k]!,
            strokeWidth: 1.8,
          }),
        ]
      : []
  const name = label.replace(/ \(.*/, '')
  const text = (value: number | undefined) =>
    value === undefined || Number.isNaN(value) ? 'not measured' : share ? `${(value * 100).toFixed(1)} %` : short(value)
  const places = drawing(({ x }) => {
    const step = Math.max(1, Math.ceil(rows.length / mostPlaces))
    const told = rows.filter((_, place) => place % step === 0)
    const wide = (width - marginLeft - marginRight) / Math.max(1, told.length)
    return element(
      'g',
      { class: 'places', 'fill-opacity': 0 },
      ...told.map((i) =>
        element(
          'rect',
          { x: x(epoch[i]!) - wide / 2, y: marginTop, width: wide, height: height - marginTop - marginBottom },
          element(
            'title',
            {},
            `epoch ${epoch[i]}\n${name} ${text(training?.[i])}${validation ? `\nvalidation ${text(validation[i])}` : ''}`,
          ),
        ),
      ),
    )
  })
  return plotted({
    width,
    height,
    marginLeft,
    marginRight,
    marginTop,
    marginBottom,
    x: { domain: epoch.length > 1 ? [Math.min(epoch[0]!, 1), epoch.at(-1)!] : [0, 2] },
    y: { domain, type: logarithmic ? 'log' : 'linear', nice: !share && !logarithmic, clamp: true },
    marks: [
      ...axes(colours, {
        x: {
          label: 'epoch',
          ticks: Math.min(8, epoch.length),
          format: (value: number) => (Number.isInteger(value) ? String(value) : ''),
        },
        y: {
          label: logarithmic ? `${label}, logarithmic` : label,
          ticks: logarithmic ? logarithmicTicks(least, largest) : 5,
          grid: true,
          ...(share && { format: percent }),
          ...(logarithmic && { format: short }),
        },
      }),
      ...(best ? [Plot.ruleX([best], { stroke: colours.soft, strokeDasharray: '4 3' })] : []),
      ...line(training, 0),
      ...line(validation, 1),
      ...(rows.length === 1
        ? [training, validation].flatMap((values, k) =>
            values
              ? [Plot.dot(rows, { x: (i: number) => epoch[i], y: (i: number) => values[i], fill: colours.series[k]! })]
              : [],
          )
        : []),
      places,
    ],
  })
}

/** 1, 2 and 5 of each power of ten; of more than three powers, 1 alone. */
function logarithmicTicks(least: number, largest: number): number[] {
  const [from, to] = [Math.floor(Math.log10(least)), Math.ceil(Math.log10(largest))]
  const steps = to - from > 3 ? [1] : [1, 2, 5]
  const powers = Array.from({ length: to - from + 1 }, (_, k) => 10 ** (from + k))
  return powers.flatMap((power) => steps.map((step) => step * power)).filter((tick) => tick >= least && tick <= largest)
}
