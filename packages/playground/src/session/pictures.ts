// What a network answers over the window, as pictures: regions, a fitted curve, the answers of its units.
import { decisionRaster, describe, type LiveModel, largestError, type Slice, slice, unitResponses } from 'wigglenet'
import { curvePoints, type Material } from './data.ts'
import type { Curve, Regions, Surface, UnitPictures } from './messages.ts'
import type { Clock } from './timing.ts'

/** What one picture may cost, in milliseconds, while the network trains and while it stands still. */
const mostMs = { moving: 12, still: 150 } as const
/** Multiplications a millisecond, before the first picture has told how many it is here. */
const guessedSpeed = 1e6
const smallest = 8

export interface Pictures {
  /** Classification. */
  readonly regions?: Regions
  /** Regression over one input. */
  readonly curve?: Curve
  /** Regression over several. */
  readonly surface?: Surface
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
  const isCurve = network.inputs === 1
  const view = isCurve ? lineOf(live, window[0]) : slice(live, { ...plane, window })
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
      if (isCurve) return { curve: curveOf(live, view, truth) }
      return sized('answers', size, moving, (side) => planeOf(live, view, side))
    },
    units: (size, moving) =>
      sized('units', size, moving, (side) =>
        layers.map((node) => {
          // Of one input all rows are the same: one is told.
          const { units, values, ranges } = unitResponses(live, view, { node, columns: side, rows: isCurve ? 2 : side })
          const told = isCurve ? values.filter((_, i) => i % (2 * side) < side) : values
          return { node, units, columns: side, rows: isCurve ? 1 : side, values: told, ranges }
        }),
      ),
  }
}

/** One input as a slice whose second axis moves nothing. */
function lineOf({ preprocessing }: LiveModel, range: Material['window'][0]): Slice {
  const recipe = preprocessing?.kind === 'table' ? preprocessing.features[0] : undefined
  const { mean, deviation } = recipe?.kind === 'number' ? recipe : { mean: 0, deviation: 1 }
  return {
    kind: 'slice',
    axes: [
      { name: 'x', range },
      { name: '', range: [0, 1] },
    ],
    origin: Float64Array.of(-mean / deviation),
    across: Float64Array.of(1 / deviation),
    up: new Float64Array(1),
  }
}

function planeOf(live: LiveModel, view: Slice, size: number): Pictures {
  const { labels, classes, probabilities, predictions } = decisionRaster(live, view, { columns: size, rows: size })
  if (!labels || !classes) return { surface: { size, values: Float32Array.from(predictions!) } }
  const certainty = new Float32Array(size * size).fill(1)
  for (let i = 0; probabilities && i < certainty.length; i++) {
    certainty[i] = probabilities[i * classes.length + labels[i]!]!
  }
  return { regions: { size, labels, certainty } }
}

/** What is predicted at evenly spaced places, both ends among them. */
function curveOf(live: LiveModel, { axes: [axis, up], ...line }: Slice, truth: Material['truth']): Curve {
  const [low, high] = axis.range
  const half = (high - low) / (curvePoints - 1) / 2
  // The raster answers at the middles of cells: the outermost ones lie half outside.
  const cells = { ...line, axes: [{ ...axis, range: [low - half, high + half] }, up] } as const
  const { predictions } = decisionRaster(live, cells, { columns: curvePoints, rows: 2 })
  const y = predictions!.slice(0, curvePoints)
  const x = Float64Array.from(y, (_, k) => (k === curvePoints - 1 ? high : low + 2 * half * k))
  return { x, y, ...(truth && { supError: largestError(y, truth.y) }) }
}
