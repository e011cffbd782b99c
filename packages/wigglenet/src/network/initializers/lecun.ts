import { checkDistribution, type FanInitializer, type FanOptions } from './check.ts'

/** LeCun initialization: variance 1/inputs. It fits maxout: the larger of two independent centred sums has the mean square of one.
 *  Formula: normal with deviation √(1/inputs), or uniform in ±√(3/inputs)
 *  Options: distribution, 'normal' or 'uniform', default 'normal'
 *  Throws:  OptionError for another distribution
 *  Source:  LeCun et al. 1998, Efficient BackProp, section 4.6  */
export function lecun(options: FanOptions = {}): FanInitializer<'lecun'> {
  return checkDistribution('lecun', options, 'normal')
}
