// What a bent grid's picture shows: all of it, and a little room.
import type { Warped } from '../session/messages.ts'
import type { Range } from './frame.ts'

/** As a share of the grid's size. */
const margin = 0.06

export function warpedWindow({ grid, points }: Pick<Warped, 'grid' | 'points'>): readonly [Range, Range] {
  const range = (axis: 0 | 1): Range => {
    let [low, high] = [Infinity, -Infinity]
    for (const values of [grid, points]) {
      for (let k = axis; k < values.length; k += 2) {
        low = Math.min(low, values[k]!)
        high = Math.max(high, values[k]!)
      }
    }
    // A dead unit sends everything to one place.
    const room = high > low ? margin * (high - low) : 1
    return [low - room, high + room]
  }
  return [range(0), range(1)]
}
