import { builtIn } from './built-in.ts'

/** Quantile or pinball loss: at its least that share of the targets lies below the scores.
 *  Formula: share·(y - s) for y > s, (1 - share)·(s - y) elsewhere, averaged over rows and outputs; its derivative is -share or 1 - share
 *  Shapes:  scores (batch, targets), y (batch, targets)
 *  Options: share, no unit, in (0, 1), default 0.5, which gives half the absolute error
 *  Throws:  OptionError when share is outside (0, 1)
 *  Source:  Koenker and Bassett 1978, "Regression Quantiles"  */
export const quantile = /* @__PURE__ */ builtIn(
  'quantile',
  { share: { interval: '(0, 1)', default: 0.5 } },
  { value: 'y > s ? share * (y - s) : (1 - share) * (s - y)', derivative: 'y > s ? -share : 1 - share' },
  'number',
)
