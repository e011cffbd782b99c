// A look at a network for the doctor: how good it is on some rows, which units are dead, saturated, or without a gradient.
import type { Totals } from '../../backend/backend.ts'
import { takeRows } from '../../data/take-rows.ts'
import type { DataSet } from '../../data/types.ts'
import type { Network } from '../../network/types.ts'
import type { ParameterValues } from '../../train/loss-and-gradients.ts'
import type { Settled } from '../../train/options.ts'
import { scoreOf } from '../../train/score.ts'
import type { Score } from '../../train/types.ts'
import { activityGauge } from '../gauges/activity.ts'
import { type GradientNorms, gradientGauge } from '../gauges/gradient-norms.ts'
import { flatShare, saturationGauge } from '../gauges/saturation.ts'
import { probe } from '../probe.ts'
import { someRows } from './columns.ts'
import type { LayerState } from './facts.ts'

/** Rows that slopes and gradients are looked at on, and rows at a time in the passes over all rows. */
const mostRows = 2048
const batch = 256

/** A look at some rows with given parameters: how good they are, and the layers. */
export interface Look {
  readonly score: Score
  readonly states: ReadonlyMap<string, LayerState>
}

/** Slopes and gradients on some training rows; with `all`, scores and dead units on every one. */
export function lookAt(network: Network, settled: Settled, parameters: ParameterValues, all: boolean): Look {
  const { training, loss, device } = settled
  const data = takeRows(training, someRows(training.rows, mostRows))
  const own = probe(network, { data, loss, batch, device })
  own.load(parameters)
  const activity = activityGauge(network)
  const saturation = saturationGauge(network, flatShare)
  const gradients = gradientGauge(network)
  const gauges = [activity, saturation, gradients]
  const sums = own.pass((seen) => gauges.forEach((gauge) => gauge.look(seen)), { backward: true })
  const whole = all && training.rows > data.rows ? passOver(network, settled, parameters, training) : undefined
  const dead = new Map((whole?.activity ?? activity.reading()).map((reading) => [reading.layer, reading.dead.length]))
  const flat = new Map(saturation.reading().map((reading) => [reading.layer, reading]))
  const stateOf = ({ layer, values }: GradientNorms): [string, LayerState] => {
    const tails = flat.get(layer)?.tails
    return [
      layer,
      {
        ...(dead.has(layer) && { dead: dead.get(layer)! }),
        ...(flat.has(layer) && { flat: flat.get(layer)!.flat }),
        ...(tails !== undefined && { tails }),
        gradient: finite(values),
      },
    ]
  }
  return {
    score: whole?.score ?? scoreFrom(sums, settled, data),
    states: new Map(gradients.reading().map(stateOf)),
  }
}

/** Every row of a data set: how good the network is, and which units are active. */
export function passOver(network: Network, settled: Settled, parameters: ParameterValues, data: DataSet) {
  const { loss, device } = settled
  const own = probe(network, { data, loss, batch, device })
  own.load(parameters)
  const activity = activityGauge(network)
  const sums = own.pass(activity.look)
  return { score: scoreFrom(sums, settled, data), activity: activity.reading() }
}

function scoreFrom(sums: Totals, { loss }: Settled, data: DataSet): Score {
  const { loss: mean, ...rest } = scoreOf(sums, loss, data)
  return { loss: finite(mean), ...rest }
}

/** JSON has no infinity. */
const finite = (value: number) => (Number.isFinite(value) ? value : Number.MAX_VALUE)
