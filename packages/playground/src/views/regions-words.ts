// The picture of the regions in words, for those who do not see it.
import type { Opened, Standing, View } from '../session/messages.ts'
import { numberText, percentText } from './ticks.ts'

export function regionsWords({ axes, classes, train, test }: Opened, view: View | undefined): string {
  const what = classes
    ? `Decision regions of ${classes.length} classes (${classes.join(', ')}) over ${axes.join(' and ')}`
    : `The fitted curve over ${axes[0]}`
  const points = `${train.rows} training points${test.rows ? ` and ${test.rows} test points` : ''}`
  if (!view) return `${what}, with ${points}.`
  const found = [`training: ${standing(view.train)}`]
  if (view.test) found.push(`test: ${standing(view.test)}`)
  if (view.curve) found.push(`largest distance to the function: ${numberText(view.curve.supError)}`)
  return `${what}, with ${points}; ${found.join('; ')}.`
}

const standing = ({ loss, accuracy }: Standing) =>
  `loss ${numberText(loss)}${accuracy === undefined ? '' : `, ${percentText(accuracy)} right`}`
