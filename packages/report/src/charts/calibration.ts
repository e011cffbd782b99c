import * as Plot from '@observablehq/plot'
import type { CalibrationCurve } from 'wigglenet'
import { type PictureOptions, svgOf } from '../svg/picture.ts'
import { axes, percent, plotted } from '../svg/plotted.ts'

type Bin = CalibrationCurve['bins'][number]

/** How far a model's confidence can be believed: how often it is right by how sure it is, beside the line of one that knows itself; and how
 *  many rows each point is made of.
 *  Example: calibrationChart(calibrationCurve(model, test))  */
export function calibrationChart({ bins, expectedError }: CalibrationCurve, options: PictureOptions = {}): string {
  const filled = bins.filter(({ rows }) => rows > 0)
  const most = Math.max(...filled.map(({ rows }) => rows))
  const text = ({ low, high, rows, confidence, accuracy }: Bin) =>
    `sure by ${percent(low)} to ${percent(high)}: ${rows} rows\nmean confidence ${percent(confidence)}, right ${percent(accuracy)}`
  const margins = { marginLeft: 46, marginRight: 22, marginTop: 26 }
  const x = { domain: [0, 1] }
  return svgOf(
    {
      title: 'Calibration',
      note: `Confidence and accuracy differ by ${(100 * expectedError).toFixed(1)} points on average (expected calibration error).`,
      keys: ({ series, soft }) => [
        {
          label: 'rows (size: how many)',
          colour: series[0]!,
          mark: { symbol: 'M4,0A4,4,0,1,1,-4,0A4,4,0,1,1,4,0Z' },
        },
        { label: 'as sure as right', colour: soft, mark: 'dashes' },
      ],
      draw: (colours, width) => [
        plotted({
          ...margins,
          width,
          height: Math.min(300, width * 0.66),
          marginBottom: 24,
          x,
          y: { domain: [0, 1] },
          r: { type: 'identity' },
          marks: [
            ...axes(colours, {
              x: { label: '', format: percent },
              y: { label: 'right (share of rows)', ticks: 5, grid: true, format: percent },
            }),
            Plot.link([0], { x1: 0, y1: 0, x2: 1, y2: 1, stroke: colours.soft, strokeDasharray: '4 3' }),
            Plot.line(filled, {
              x: 'confidence',
              y: 'accuracy',
              stroke: colours.series[0]!,
              strokeWidth: 1.4,
              strokeOpacity: 0.5,
            }),
            Plot.dot(filled, {
              x: 'confidence',
              y: 'accuracy',
              r: ({ rows }: Bin) => 2 + 6 * Math.sqrt(rows / most),
              fill: colours.series[0]!,
              stroke: colours.paper,
              title: text,
            }),
          ],
        }),
        plotted({
          ...margins,
          width,
          height: 116,
          marginBottom: 40,
          x,
          y: { nice: true },
          marks: [
            ...axes(colours, {
              x: { label: 'confidence (probability of the predicted class)', format: percent },
              y: { label: 'rows', ticks: 2, grid: true, format: compact },
            }),
            Plot.rect(filled, {
              x1: 'low',
              x2: 'high',
              y1: 0,
              y2: 'rows',
              fill: colours.series[0]!,
              fillOpacity: 0.55,
              inset: 0.5,
              title: text,
            }),
          ],
        }),
      ],
    },
    options,
  )
}

/** 20000 as 20k: there is little room beside the axis. */
const compact = (count: number) => (count < 1000 ? String(count) : `${Number((count / 1000).toPrecision(3))}k`)
