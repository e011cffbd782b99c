// The pictures of how the layers fared while they were trained, from what monitors have told.
import { type LayerCurve, layerCurves, layerDistributions, type TrainingEvent } from 'wigglenet'
import { layerDistributionsChart } from '../charts/histogram-series.ts'
import { type ChartSeries, linesChart } from '../charts/lines-chart.ts'
import { type Figure, figure } from './figure.ts'

/** Epochs at which a layer must have been looked at: fewer are no course. */
const fewest = 3

/** Dead and saturated shares, update ratios and distributions over the epochs, each where it was told often enough. */
export function courseFigures(events: readonly TrainingEvent[]): Figure[] {
  const dead = changing(layerCurves(events, 'dead-units', 'share'))
  const flat = changing(layerCurves(events, 'saturation', 'flat'))
  const ratios = changing(layerCurves(events, 'update-ratio', 'ratio'))
  const over = (of: 'weights' | 'outputs') =>
    layerDistributions(events, of).filter(({ series }) => series.times.length >= fewest)
  return [
    ...(dead.length + flat.length > 0 ? [healthFigure(dead, flat)] : []),
    ...(ratios.length > 0 ? [ratioFigure(ratios)] : []),
    ...(['weights', 'outputs'] as const)
      .filter((of) => over(of).length > 0)
      .map((of) =>
        figure(
          `${of}-over-time`,
          () => over(of),
          (layers, options) => layerDistributionsChart(layers, { name: of, ...options }),
        ),
      ),
  ]
}

const changing = (curves: readonly LayerCurve[]) => curves.filter(({ epoch }) => epoch.length >= fewest)

function healthFigure(dead: readonly LayerCurve[], flat: readonly LayerCurve[]): Figure {
  const both = dead.length > 0 && flat.length > 0
  const named = (curves: readonly LayerCurve[], kind: string) =>
    curves.map((curve) => seriesOf(curve, both ? `${curve.layer}, ${kind}` : curve.layer))
  const kinds = [
    ...(dead.length > 0 ? ['units (or pieces of maxout) that are active on no row'] : []),
    ...(flat.length > 0 ? ['slopes so flat that hardly any gradient passes'] : []),
  ]
  return figure(
    'health-over-time',
    () => [...named(dead, 'dead'), ...named(flat, 'flat')],
    (series, options) =>
      linesChart(
        {
          title: `${both ? 'Dead and saturated' : dead.length > 0 ? 'Dead' : 'Saturated'} units over time`,
          note: `Share of each layer: ${kinds.join('; ')}. On a sample of the training rows.`,
          x: { label: 'epoch', whole: true },
          y: { label: both ? 'share of the layer' : dead.length > 0 ? 'dead units' : 'flat slopes', share: true },
          series,
        },
        options,
      ),
  )
}

function ratioFigure(ratios: readonly LayerCurve[]): Figure {
  return figure(
    'update-ratio',
    () => ratios.map((curve) => seriesOf(curve, curve.layer)),
    (series, options) =>
      linesChart(
        {
          title: 'Update ratio over time',
          note: 'By how much a step changes the weights of a layer, as a share of their length. About 0.001 is usual.',
          x: { label: 'epoch', whole: true },
          y: { label: '|Δw| / |w|, logarithmic', logarithmic: true },
          series,
        },
        options,
      ),
  )
}

const seriesOf = ({ epoch, values }: LayerCurve, name: string): ChartSeries => ({
  name,
  points: Array.from(epoch, (at, i) => [at, values[i]!] as const),
})
