import * as Plot from '@observablehq/plot'
import { type PictureOptions, svgOf } from '../svg/picture.ts'
import { axes, plotted, short } from '../svg/plotted.ts'

/** Numbers that a model predicts beside those that came true, in the unit of the target: a model that is always right has all on the line. Of
 *  more than 1,000 rows some are drawn, evenly spaced.
 *  Shapes:  actual (rows), predicted (rows)
 *  Example: predictionsChart(prices, model.predict(rows), { name: 'price' })  */
export function predictionsChart(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  options: PictureOptions & { readonly name?: string; readonly rowsName?: string } = {},
): string {
  const { name = 'target', rowsName = 'rows' } = options
  const count = Math.min(actual.length, 1000)
  const shown = Array.from({ length: count }, (_, i) => Math.floor((i * actual.length) / count))
  const all = shown.flatMap((row) => [actual[row]!, predicted[row]!]).filter(Number.isFinite)
  const [low, high] = [Math.min(...all), Math.max(...all)]
  return svgOf(
    {
      title: 'Predicted and actual',
      note: `${count < actual.length ? `${count} of ${actual.length} ${rowsName}` : `${count} ${rowsName}`}, a point each.`,
      keys: ({ series, soft }) => [
        { label: 'a row', colour: series[0]!, mark: { symbol: 'M4,0A4,4,0,1,1,-4,0A4,4,0,1,1,4,0Z' } },
        { label: 'predicted = actual', colour: soft, mark: 'dashes' },
      ],
      draw: (colours, width) => [
        plotted({
          width,
          height: Math.min(400, width * 0.82),
          marginLeft: 56,
          marginRight: 20,
          marginTop: 26,
          marginBottom: 40,
          x: { domain: [low, high], nice: true },
          y: { domain: [low, high], nice: true },
          marks: [
            ...axes(colours, {
              x: { label: `${name}, actual`, ticks: 6, grid: true },
              y: { label: `${name}, predicted`, ticks: 6, grid: true },
            }),
            Plot.link([0], { x1: low, y1: low, x2: high, y2: high, stroke: colours.soft, strokeDasharray: '4 3' }),
            Plot.dot(shown, {
              x: (row: number) => actual[row],
              y: (row: number) => predicted[row],
              r: 3.2,
              fill: colours.series[0]!,
              fillOpacity: 0.7,
              stroke: colours.paper,
              strokeWidth: 0.8,
              title: (row: number) => `actual ${short(actual[row]!)}\npredicted ${short(predicted[row]!)}`,
            }),
          ],
        }),
      ],
    },
    options,
  )
}
