// Directed sides → closed outlines.

/** A side with the region on its left. */
export interface Side {
  readonly x1: number
  readonly y1: number
  readonly x2: number
  readonly y2: number
}

/** Corners nearer than this are one. The square's sides have length 2. */
const NEAR = 1e-9

interface Corner {
  readonly x: number
  readonly y: number
  readonly out: { readonly to: Corner; used: boolean }[]
}

/** The outlines that the sides make, each walked with the region on its left; corners on a straight line are left out. Where outlines meet
 *  in a point, they part there.
 *  Shapes:  each (corners, 2) */
export function ringsOf(sides: readonly Side[]): number[][] {
  const corners = cornersOf(sides)
  const rings: number[][] = []
  for (const corner of corners) {
    for (const first of corner.out) {
      if (first.used) continue
      const walked = [corner]
      first.used = true
      for (let at = first.to; at !== corner; ) {
        const next = sharpest(walked.at(-1)!, at)
        if (!next) break
        walked.push(at)
        next.used = true
        at = next.to
      }
      const ring = straightened(walked)
      if (ring.length >= 6) rings.push(ring)
    }
  }
  return rings
}

function cornersOf(sides: readonly Side[]): Corner[] {
  const cells = new Map<string, Corner[]>()
  const corners: Corner[] = []
  const at = (x: number, y: number): Corner => {
    const [column, row] = [Math.floor(x / NEAR), Math.floor(y / NEAR)]
    for (let dx = -1; dx <= 1; dx++) {
      for (let dy = -1; dy <= 1; dy++) {
        const found = cells
          .get(`${column + dx},${row + dy}`)
          ?.find((corner) => Math.abs(corner.x - x) <= NEAR && Math.abs(corner.y - y) <= NEAR)
        if (found) return found
      }
    }
    const corner = { x, y, out: [] }
    const key = `${column},${row}`
    cells.set(key, [...(cells.get(key) ?? []), corner])
    corners.push(corner)
    return corner
  }
  for (const { x1, y1, x2, y2 } of sides) {
    const [from, to] = [at(x1, y1), at(x2, y2)]
    if (from !== to) from.out.push({ to, used: false })
  }
  return corners
}

/** The side to go on with where there are several: the last one clockwise from where we came, so that what lies outside is between the
 *  two and no outline touches itself. */
function sharpest(from: Corner, { x, y, out }: Corner) {
  const free = out.filter(({ used }) => !used)
  if (free.length <= 1) return free[0]
  const back = Math.atan2(from.y - y, from.x - x)
  const turn = ({ to }: { to: Corner }) => {
    const angle = back - Math.atan2(to.y - y, to.x - x)
    return angle <= 0 ? angle + 2 * Math.PI : angle
  }
  return free.reduce((best, side) => (turn(side) > turn(best) ? side : best))
}

function straightened(corners: readonly Corner[]): number[] {
  return corners.flatMap((corner, i) => {
    const before = corners.at(i - 1)!
    const after = corners[(i + 1) % corners.length]!
    const [ax, ay] = [corner.x - before.x, corner.y - before.y]
    const [bx, by] = [after.x - corner.x, after.y - corner.y]
    const straight = Math.abs(ax * by - ay * bx) <= NEAR * (Math.hypot(ax, ay) + Math.hypot(bx, by)) * 1e-2
    return straight && ax * bx + ay * by > 0 ? [] : [corner.x, corner.y]
  })
}
