import * as Plot from '@observablehq/plot'
import { shortened, textWidth } from '../svg/lettering.ts'
import { centred, type PictureOptions, svgOf, textSize } from '../svg/picture.ts'
import { axes, percent, plotted } from '../svg/plotted.ts'

/** Counts are written into the cells of at most so many classes. */
const mostWritten = 16

/** How often each class was taken for each other: a row for each actual class, a column for each predicted one. The shade is the share of the
 *  row; right answers are blue and errors orange.
 *  Shapes:  confusion (classes, classes), as `confusion` and `evaluate` of wigglenet give it
 *  Example: confusionChart(evaluate(model, test).confusion, model.classes)  */
export function confusionChart(
  confusion: readonly (readonly number[])[],
  classes: readonly string[],
  options: PictureOptions = {},
): string {
  const rows = confusion.map((row) => row.reduce((sum, count) => sum + count, 0))
  const right = confusion.reduce((sum, row, k) => sum + row[k]!, 0)
  const all = rows.reduce((sum, count) => sum + count, 0)
  const cells = confusion.flatMap((row, actual) =>
    row.map((count, predicted) => ({ actual, predicted, count, share: count / Math.max(1, rows[actual]!) })),
  )
  return svgOf(
    {
      title: 'Confusion matrix',
      note: `${right} of ${all} rows are right. Shade: share of the actual class.`,
      keys: ({ positive, negative }) => [
        { label: 'right', colour: positive },
        { label: 'taken for another class', colour: negative },
      ],
      draw: (colours, width) => {
        const names = classes.map((name) => shortened(name, textSize, 110))
        const widest = Math.max(...names.map((name) => textWidth(name, textSize)))
        const marginLeft = widest + 30
        const cell = Math.min(76, (width - marginLeft - 10) / classes.length)
        const slanted = widest + 8 > cell
        const marginBottom = slanted ? Math.min(100, widest * 0.75 + 12) + 22 : 44
        const size = cell * classes.length
        const name = (k: number) => names[k]!
        return [
          centred(
            width,
            plotted({
              width: Math.ceil(marginLeft + size + 10),
              height: Math.ceil(8 + size + marginBottom),
              marginLeft,
              marginRight: 10,
              marginTop: 8,
              marginBottom,
              x: { domain: classes.map((_, k) => k), padding: 0.04 },
              y: { domain: classes.map((_, k) => k), padding: 0.04 },
              marks: [
                Plot.cell(cells, {
                  x: 'predicted',
                  y: 'actual',
                  fill: ({ actual, predicted }) => (actual === predicted ? colours.positive : colours.negative),
                  fillOpacity: ({ share }: { share: number }) => (share === 0 ? 0.05 : 0.12 + 0.68 * share),
                  rx: 3,
                  title: ({ actual, predicted, count, share }) =>
                    `${classes[actual]}${actual === predicted ? ', recognized' : ` taken for ${classes[predicted]}`}\n${count} of ${rows[actual]} rows, ${percent(share)}`,
                }),
                ...(classes.length <= mostWritten
                  ? [
                      Plot.text(cells, {
                        x: 'predicted',
                        y: 'actual',
                        text: ({ count }) => String(count),
                        fill: ({ count }) => (count === 0 ? colours.soft : colours.ink),
                        fontSize: Math.min(15, Math.max(9, cell / 3.2)),
                        pointerEvents: 'none',
                      }),
                    ]
                  : []),
                ...axes(colours, {
                  x: { label: 'predicted class', format: name as never, ...(slanted && { rotate: -40 }) },
                  y: { label: 'actual class', format: name as never },
                }),
              ],
              opacity: { type: 'identity' },
            }),
          ),
        ]
      },
    },
    options,
  )
}
