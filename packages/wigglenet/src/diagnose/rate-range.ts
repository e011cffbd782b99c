// Which learning rate? A short run whose rate grows from almost nothing until the loss goes astray, on a copy of the network.
import { checkNames, checkNumber, checkWhole } from '../check/check.ts'
import { NumberError, OptionError } from '../check/errors.ts'
import type { DataSet, OfWidth } from '../data/types.ts'
import type { Network } from '../network/types.ts'
import { schedule } from '../optimizer/schedule.ts'
import { trainer } from '../train/trainer.ts'
import type { TrainerOptions } from '../train/types.ts'

/** Options of `rateRange`: some of those of `fit`, and
 *  from, to  the first and the last rate, above 0, default 1e-6 and 10
 *  steps     steps on the way, whole, in [20, 1024], default 200 */
export interface RateRangeOptions
  extends Pick<TrainerOptions, 'loss' | 'optimizer' | 'batch' | 'l2' | 'l1' | 'seed' | 'parameters' | 'device'> {
  readonly from?: number
  readonly to?: number
  readonly steps?: number
}

export interface RateRange {
  /** A step each: its rate, the mean loss of its rows before it, and the mean of the losses around it. */
  readonly curve: readonly { readonly rate: number; readonly loss: number; readonly smoothed: number }[]
  /** A tenth of the rate at which the smoothed loss is lowest; none where it never fell. */
  readonly suggestion: number | undefined
  /** The rate at which the run was given up: its loss had quadrupled from the lowest, or was no number. */
  readonly diverged: number | undefined
}

/** The mean goes over so many losses on either side, as a share of the steps. */
const reach = 1 / 40
/** The run ends where the mean of its last losses is so many times the lowest. */
const astray = 4

/** Finds the range of rates that train: each step's rate is larger than the one before by the same factor. The losses fall where the rate is of
 *  use, and rise where it is too large.
 *  Options: see RateRangeOptions
 *  Throws:  OptionError, ShapeError or DataError as `trainer` does, and where `to` is not above `from`
 *  Source:  Smith 2017, arXiv:1506.01186, section 3.3; the suggestion is that of fastai's first finder
 *  Example: rateRange(net, data, { optimizer: adam() }).suggestion  */
export function rateRange<Inputs extends number, Width extends number>(
  network: Network<Inputs>,
  data: DataSet<Width> & OfWidth<Width, NoInfer<Inputs>>,
  options: RateRangeOptions = {},
): RateRange {
  const where = 'rateRange'
  const names = ['loss', 'optimizer', 'batch', 'l2', 'l1', 'seed', 'parameters', 'device', 'from', 'to', 'steps']
  checkNames(where, options, names)
  const { from = 1e-6, to = 10, steps = 200, ...rest } = options
  checkNumber(where, 'from', from, '(0, ∞)')
  checkNumber(where, 'to', to, '(0, ∞)')
  checkWhole(where, 'steps', steps, '[20, 1024]')
  if (to <= from) {
    const fix = 'Raise to, or lower from.'
    throw new OptionError({ where, expected: 'to must be above from', received: `${from} to ${to}`, fix })
  }
  const growing = schedule(
    'rate-range',
    {
      from: { interval: '(0, ∞)', default: from },
      to: { interval: '(0, ∞)', default: to },
      last: { interval: '[1, ∞)', default: steps - 1 },
    },
    'from * (to / from)^(step / last)',
  )()
  const run = trainer(network, data, { ...rest, schedule: growing })
  const near = Math.max(1, Math.round(reach * steps))
  const taken: { rate: number; loss: number }[] = []
  let lowest = Infinity
  let diverged: number | undefined
  while (taken.length < steps && diverged === undefined) {
    const rate = run.rate()
    const loss = lossOfStep(run)
    if (loss === undefined) {
      diverged = rate
      break
    }
    taken.push({ rate, loss })
    const recent = meanOf(taken.slice(-near))
    if (taken.length >= near) lowest = Math.min(lowest, recent)
    if (recent > astray * lowest) diverged = rate
  }
  const curve = taken.map((point, i) => ({
    ...point,
    smoothed: meanOf(taken.slice(Math.max(0, i - near), i + near + 1)),
  }))
  const best = curve.reduce((least, { smoothed }, i) => (smoothed < curve[least]!.smoothed ? i : least), 0)
  return { curve, suggestion: best > 0 ? curve[best]!.rate / 10 : undefined, diverged }
}

const meanOf = (points: readonly { readonly loss: number }[]) =>
  points.reduce((sum, { loss }) => sum + loss, 0) / points.length

/** The mean loss of the rows of one step; none where a number was not finite. */
function lossOfStep(run: ReturnType<typeof trainer>): number | undefined {
  try {
    const { loss, rows } = run.step()
    return loss / rows
  } catch (error) {
    if (error instanceof NumberError) return undefined
    throw error
  }
}
