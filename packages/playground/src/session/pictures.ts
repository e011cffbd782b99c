// What a network answers over the window, as pictures: regions, a fitted curve, the answers of its units.
import { decisionRaster, describe, type LiveModel, largestError, type Slice, slice, unitResponses } from 'wigglenet'
import type { Material } from './data.ts'
import type { Curve, Regions, UnitPictures } from './messages.ts'
import type { Clock } from './timing.ts'

/** What one picture may cost, in milliseconds, while the network trains and while it stands still. */
const mostMs = { moving: 12, still: 150 } as const
/** Multiplications a millisecond, before the first picture has told how many it is here. */
const guessedSpeed = 1e6
const smallest = 8

export interface Pictures {
  /** Classification. */
  readonly regions?: Regions
  /** Regression. */
  readonly curve?: Curve
}

export interface Painter {
  /** The plane that is drawn. */
  readonly view: Slice
  answers(size: number, moving: boolean): Pictures
  units(size: number, moving: boolean): UnitPictures[]
}

/** Draws one network, as finely as asked for or as its size allows. */
export function painter(live: LiveModel, { window, plane, truth }: Material, { now }: Clock): Painter {
  const { network } = live
  const view = network.inputs === 1 ? lineOf(window[0]) : slice(live, { ...plane, window })
  const layers = network.nodes.filter(({ kind }) => kind === 'dense' || kind === 'maxout').map(({ name }) => name)
  const msPerPoint = { answers: describe(network).multiplyAdds / guessedSpeed, units: 0 }
  msPerPoint.units = layers.length * msPerPoint.answers

  /** Draws in the size that the time allows, and learns what a point costs. */
  function sized<Picture>(
    of: keyof typeof msPerPoint,
    asked: number,
    moving: boolean,
    draw: (size: number) => Picture,
  ) {
    const most = Math.sqrt(mostMs[moving ? 'moving' : 'still'] / msPerPoint[of])
    const size = Math.min(asked, Math.max(smallest, Math.floor(most)))
    const start = now()
    const picture = draw(size)
    msPerPoint[of] = 0.7 * msPerPoint[of] + (0.3 * (now() - start)) / size ** 2
    return picture
  }
  return {
    view,
    answers: (size, moving) => {
      if (truth) return { curve: curveOf(live, truth) }
      return { regions: sized('answers', size, moving, (side) => regionsOf(live, view, side)) }
    },
    units: (size, moving) =>
      sized('units', size, moving, (side) =>
        layers.map((node) => {
          const flat = network.inputs === 1 // then all rows are the same: one is told
          const { units, values, ranges } = unitResponses(live, view, { node, columns: side, rows: flat ? 2 : side })
          const told = flat ? values.filter((_, i) => i % (2 * side) < side) : values
          return { node, units, columns: side, rows: flat ? 1 : side, values: told, ranges }
        }),
      ),
  }
}

/** One input as a slice whose second axis moves nothing. */
const lineOf = (range: Material['window'][0]): Slice => ({
  kind: 'slice',
  axes: [
    { name: 'x', range },
    { name: '', range: [0, 1] },
  ],
  origin: new Float64Array(1),
  across: Float64Array.of(1),
  up: new Float64Array(1),
})

function regionsOf(live: LiveModel, view: Slice, size: number): Regions {
  const { labels, classes, probabilities } = decisionRaster(live, view, { columns: size, rows: size })
  const certainty = new Float32Array(size * size).fill(1)
  for (let i = 0; probabilities && i < certainty.length; i++) {
    certainty[i] = probabilities[i * classes!.length + labels![i]!]!
  }
  return { size, labels: labels!, certainty }
}

function curveOf(live: LiveModel, { X, y }: NonNullable<Material['truth']>): Curve {
  const fitted = new Float32Array(y.length)
  live.scoresInto(X as Float32Array, fitted)
  return { x: Float64Array.from(X), y: Float64Array.from(fitted), supError: largestError(fitted, y) }
}
