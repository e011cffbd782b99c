import type { UnitResponses } from 'wigglenet'
import { type PictureOptions, svgOf } from '../svg/picture.ts'
import { short } from '../svg/plotted.ts'
import { signedKeys } from './ramp.ts'
import { multiples, someOf } from './small-multiples.ts'
import { signedImage } from './tints.ts'

/** Units drawn, at most. */
const mostUnits = 20

/** What each unit of a layer answers over the window, a small picture each: blue above 0, orange below, as strong as its own largest answer.
 *  Of more than 20 units some are drawn, evenly spaced.
 *  Example: unitResponsesChart(unitResponses(model, slice(model), { columns: 48, rows: 48 }))  */
export function unitResponsesChart(responses: UnitResponses, options: PictureOptions = {}): string {
  const { node, units, columns, rows, values, ranges, slice } = responses
  const shown = someOf(units, mostUnits)
  const [first, second] = slice.axes
  const pictures = shown.map((unit) => {
    const [least, largest] = [ranges[2 * unit]!, ranges[2 * unit + 1]!]
    const own = values.subarray(unit * rows * columns, (unit + 1) * rows * columns)
    const limit = Math.max(Math.abs(least), Math.abs(largest))
    const silent = limit === 0 ? ' (silent)' : ''
    return {
      image: signedImage(own, columns, limit, true),
      caption: `${unit}${silent}`,
      title: `unit ${unit} of ${node}\nfrom ${short(least)} to ${short(largest)}`,
    }
  })
  return svgOf(
    {
      title: `Units of ${node}`,
      note: `Output over ${first.name} (across) and ${second.name} (up), each unit on a scale of its own.${shown.length < units ? ` ${shown.length} of ${units} units.` : ''}`,
      keys: (colours) => signedKeys(colours, ['below 0', 'above 0; no colour: 0']),
      draw: (colours, width) => [multiples(pictures, width, colours, { ratio: 1, least: 78, crisp: false })],
    },
    options,
  )
}
