import type { RateRange } from 'wigglenet'
import type { PictureOptions } from '../svg/picture.ts'
import { linesChart } from './lines-chart.ts'

/** The losses of a run whose rate grows, over the rate: where they fall, the rate is of use; where they rise, it is too large.
 *  Example: rateRangeChart(rateRange(net, data))  */
export function rateRangeChart({ curve, suggestion, diverged }: RateRange, options: PictureOptions = {}): string {
  const end = diverged === undefined ? '' : ` Given up at ${short(diverged)}.`
  const hint = suggestion === undefined ? 'The loss never fell.' : `Suggested: ${short(suggestion)}.`
  return linesChart(
    {
      title: 'Which learning rate?',
      note: `${hint}${end}`,
      x: { label: 'rate', logarithmic: true },
      y: { label: 'loss', logarithmic: true },
      series: [
        { name: 'each step', points: curve.map(({ rate, loss }) => [rate, loss]), mark: 'dots' },
        { name: 'mean of the steps around', points: curve.map(({ rate, smoothed }) => [rate, smoothed]) },
      ],
    },
    options,
  )
}

const short = (rate: number) => String(Number(rate.toPrecision(2)))
