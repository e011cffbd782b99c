import type { Trainer } from 'wigglenet'
import type { Standing } from './messages.ts'

/** How good a network is now on all rows for training, and on those for the test where there are some. */
export function standingOf(own: Trainer): { readonly train: Standing; readonly test?: Standing } {
  const pick = ({ loss, accuracy }: ReturnType<Trainer['evaluate']>) => ({
    loss,
    ...(accuracy !== undefined && { accuracy }),
  })
  return { train: pick(own.evaluate()), ...(own.validation && { test: pick(own.evaluate('validation')) }) }
}
