import { checkDistribution, type FanInitializer, type FanOptions } from './check.ts'

/** LeCun initialization: variance 1/inputs. It fits maxout: the larger of two independent centred sums has the mean square of one.
 *  With gain 1/√E[h²] for normal sums it keeps the mean square from layer to layer, whatever the activation.
 *  Formula: normal with deviation √(1/inputs), or uniform in ±√(3/inputs)
 *  Options: distribution, 'normal' or 'uniform', default 'normal'; gain, a factor on the deviation, in (0, ∞), default 1
 *  Throws:  OptionError for another distribution, or a gain outside (0, ∞)
 *  Source:  LeCun et al. 1998, Efficient BackProp, section 4.6  */
export function lecun(options: FanOptions = {}): FanInitializer<'lecun'> {
  return checkDistribution('lecun', options, 'normal')
}
