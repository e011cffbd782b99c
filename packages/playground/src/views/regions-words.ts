// The picture of the regions in words, for those who do not see it.
import type { Opened, View } from '../session/messages.ts'
import { standingWords } from './standing-words.ts'
import { numberText } from './ticks.ts'

export function regionsWords({ axes, classes, names, target, train, test }: Opened, view: View | undefined): string {
  const what = classes
    ? `Decision regions of ${classes.length} classes (${classes.join(', ')}) over ${axes.join(' and ')}`
    : target && names.length > 1
      ? `Predictions of ${target.name} as shades over ${axes.join(' and ')}, from ${target.range.map(numberText).join(' to ')}`
      : `The fitted curve ${target ? `of ${target.name} ` : ''}over ${axes[0]}`
  const points = `${train.rows} training points${test.rows ? ` and ${test.rows} test points` : ''}`
  if (!view) return `${what}, with ${points}.`
  const found = [`training: loss ${standingWords(view.train)}`]
  if (view.test) found.push(`test: loss ${standingWords(view.test)}`)
  if (view.curve?.supError !== undefined)
    found.push(`largest distance to the function: ${numberText(view.curve.supError)}`)
  return `${what}, with ${points}; ${found.join('; ')}.`
}
