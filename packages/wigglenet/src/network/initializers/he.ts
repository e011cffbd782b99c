import { checkDistribution, type FanInitializer, type FanOptions } from './check.ts'

/** He initialization, for ReLU-like layers: variance 2/inputs, so that sums keep their size from layer to layer.
 *  Formula: normal with deviation √(2/inputs), or uniform in ±√(6/inputs)
 *  Options: distribution, 'normal' or 'uniform', default 'normal'; gain, a factor on the deviation, in (0, ∞), default 1
 *  Throws:  OptionError for another distribution, or a gain outside (0, ∞)
 *  Source:  He et al. 2015, arXiv:1502.01852, equation 10  */
export function he(options: FanOptions = {}): FanInitializer<'he'> {
  return checkDistribution('he', options, 'normal')
}
