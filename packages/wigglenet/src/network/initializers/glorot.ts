import { checkDistribution, type FanInitializer, type FanOptions } from './check.ts'

/** Glorot initialization, for tanh, sigmoid and layers without an activation: variance 2/(inputs + units).
 *  Formula: uniform in ±√(6/(inputs + units)), or normal with deviation √(2/(inputs + units))
 *  Options: distribution, 'normal' or 'uniform', default 'uniform', as published; gain, a factor on the deviation, in (0, ∞), default 1
 *  Throws:  OptionError for another distribution, or a gain outside (0, ∞)
 *  Source:  Glorot and Bengio 2010, equation 16  */
export function glorot(options: FanOptions = {}): FanInitializer<'glorot'> {
  return checkDistribution('glorot', options, 'uniform')
}
