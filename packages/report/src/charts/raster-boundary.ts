import type { DecisionRaster } from 'wigglenet'
import { element, type PaperElement } from '../svg/paper.ts'
import type { Colours } from '../theme.ts'

/** From the units of the axes to places in a picture. */
export interface Scales {
  readonly x: (value: number) => number
  readonly y: (value: number) => number
}

/** Lines between places of different classes: through the middles of the sides of each square of four, so that slopes look like slopes. */
export function boundaryOf(
  { slice, columns, rows, labels }: DecisionRaster,
  { x, y }: Scales,
  colours: Colours,
): PaperElement {
  const [first, second] = slice.axes
  const at = (column: number, row: number) => {
    const u = first.range[0] + ((first.range[1] - first.range[0]) * (column + 0.5)) / columns
    const v = second.range[0] + ((second.range[1] - second.range[0]) * (row + 0.5)) / rows
    return `${x(u).toFixed(1)},${y(v).toFixed(1)}`
  }
  const label = (column: number, row: number) => labels![row * columns + column]
  const parts: string[] = []
  for (let row = 0; row + 1 < rows; row++) {
    for (let column = 0; column + 1 < columns; column++) {
      const [a, b, c, d] = [
        label(column, row),
        label(column + 1, row),
        label(column + 1, row + 1),
        label(column, row + 1),
      ]
      if (a === b && b === c && c === d) continue
      const crossed = [
        ...(a === b ? [] : [at(column + 0.5, row)]),
        ...(b === c ? [] : [at(column + 1, row + 0.5)]),
        ...(c === d ? [] : [at(column + 0.5, row + 1)]),
        ...(d === a ? [] : [at(column, row + 0.5)]),
      ]
      if (crossed.length === 2) parts.push(`M${crossed.join('L')}`)
      else for (const end of crossed) parts.push(`M${at(column + 0.5, row + 0.5)}L${end}`)
    }
  }
  return element('path', {
    d: parts.join(''),
    stroke: colours.ink,
    'stroke-width': 1.4,
    'stroke-linecap': 'round',
    fill: 'none',
    class: 'boundary',
  })
}
