import * as Plot from '@observablehq/plot'
import { shortened, textWidth } from '../svg/lettering.ts'
import { element } from '../svg/paper.ts'
import { centred, type PictureOptions, svgOf, textSize } from '../svg/picture.ts'
import { axes, counted, drawing, percent, plotted } from '../svg/plotted.ts'
import type { Colours } from '../theme.ts'
import { signedImage } from './tints.ts'

/** Counts are written into the cells of at most so many classes. */
const mostWritten = 16
/** More classes become a picture, a pixel for each pair, and some of their names. */
const mostCells = 40

/** How often each class was taken for each other: a row for each actual class, a column for each predicted one. The shade is the share of the
 *  row; right answers are blue and errors orange. Of more than 40 classes some have their names at the sides.
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
  return svgOf(
    {
      title: 'Confusion matrix',
      note: `${counted(right)} of ${counted(all)} rows are right. Shade: share of the actual class.`,
      keys: ({ positive, negative }) => [
        { label: 'right', colour: positive },
        { label: 'taken for another class', colour: negative },
      ],
      draw: (colours, width) => {
        const names = classes.map((name) => shortened(name, textSize, classes.length > 12 ? 76 : 110))
        const widest = Math.max(...names.map((name) => textWidth(name, textSize)))
        const marginLeft = widest + 30
        const cell = Math.min(76, (width - marginLeft - 10) / classes.length)
        const slanted = widest + 8 > cell
        const marginBottom = slanted ? Math.min(100, widest * 0.75 + 12) + 22 : 44
        const size = cell * classes.length
        const name = (k: number) => names[k]!
        // Names need room: of many classes every second one, or fewer, has its own.
        const ticksBy = (room: number) => classes.map((_, k) => k).filter((k) => k % Math.ceil(room / cell) === 0)
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
                ...(classes.length <= mostCells
                  ? cellMarks(confusion, rows, classes, colours, cell)
                  : [imageMark(confusion, rows, size, { left: marginLeft, top: 8 })]),
                ...axes(colours, {
                  x: {
                    label: 'predicted class',
                    ticks: slanted ? ticksBy(textSize * 1.6) : ticksBy(1),
                    format: name as never,
                    ...(slanted && { rotate: -40 }),
                  },
                  y: { label: 'actual class', ticks: ticksBy(textSize + 2), format: name as never },
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

type Counts = readonly (readonly number[])[]

function cellMarks(
  confusion: Counts,
  rows: readonly number[],
  classes: readonly string[],
  colours: Colours,
  size: number,
): Plot.Markish[] {
  const cells = confusion.flatMap((row, actual) =>
    row.map((count, predicted) => ({ actual, predicted, count, share: count / Math.max(1, rows[actual]!) })),
  )
  const text = ({ actual, predicted, count, share }: (typeof cells)[number]) =>
    `${classes[actual]}${actual === predicted ? ', recognized' : ` taken for ${classes[predicted]}`}\n${count} of ${rows[actual]} rows, ${percent(share)}`
  return [
    Plot.cell(cells, {
      x: 'predicted',
      y: 'actual',
      fill: ({ actual, predicted }) => (actual === predicted ? colours.positive : colours.negative),
      fillOpacity: ({ share }: { share: number }) => (share === 0 ? 0.05 : 0.12 + 0.68 * share),
      rx: Math.min(3, size / 8),
      title: text,
    }),
    ...(classes.length <= mostWritten
      ? [
          Plot.text(cells, {
            x: 'predicted',
            y: 'actual',
            text: ({ count }) => String(count),
            fill: ({ count }) => (count === 0 ? colours.soft : colours.ink),
            fontSize: Math.min(15, Math.max(9, size / 3.2)),
            pointerEvents: 'none',
          }),
        ]
      : []),
  ]
}

function imageMark(
  confusion: Counts,
  rows: readonly number[],
  size: number,
  { left, top }: { left: number; top: number },
) {
  const signed = confusion.flatMap((row, actual) =>
    row.map((count, predicted) => ((actual === predicted ? 1 : -1) * count) / Math.max(1, rows[actual]!)),
  )
  const href = signedImage(signed, confusion.length, 1, false)
  const place = { x: left, y: top, width: size, height: size }
  return drawing(() =>
    element('image', { ...place, preserveAspectRatio: 'none', 'image-rendering': 'pixelated', href }),
  )
}
