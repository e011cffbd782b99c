import { checkDistribution, type FanInitializer, type FanOptions } from './check.ts'

/** Glorot initialization, for tanh, sigmoid and layers without an activation: variance 2/(inputs + units).
 *  Formula: uniform in ±√(6/(inputs + units)), or normal with deviation √(2/(inputs + units))
 *  Options: distribution, 'normal' or 'uniform', default 'uniform', as published
 *  Throws:  OptionError for another distribution
 *  Source:  Glorot and Bengio 2010, equation 16  */
export function glorot(options: FanOptions = {}): FanInitializer<'glorot'> {
  return checkDistribution('glorot', options, 'uniform')
}
