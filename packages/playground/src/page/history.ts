// The losses as they were seen: thinned out as they grow, so that hours of training take no more room than a minute.
import type { View } from '../session/messages.ts'

/** At one step; `test` is left out where no rows are kept for it. */
export interface Losses {
  readonly step: number
  readonly train: number
  readonly test?: number
}

/** More points than a chart has columns are not seen. */
export const longest = 1200

/** The losses with those of a view; of a step that was seen already the last ones count, since a unit or a weight may have been changed. */
export function withLosses(history: readonly Losses[], { step, train, test }: View): readonly Losses[] {
  const last = history.at(-1)
  if (last && step < last.step) return history
  const now = { step, train: train.loss, ...(test && { test: test.loss }) }
  if (last?.step === step) return last.train === now.train && last.test === now.test ? history : history.with(-1, now)
  const next = [...history, now]
  // Every second one of the older three quarters goes; what is recent stays as it is.
  return next.length <= longest ? next : next.filter((_, k) => k % 2 === 0 || k > (longest * 3) / 4)
}
