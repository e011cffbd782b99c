// Where the data lie in a canvas: CSS pixels, y downwards, against the data's units, y upwards.

export type Range = readonly [low: number, high: number]

/** The rectangle inside the axes, in CSS pixels, and the ranges that it shows. */
export interface Frame {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
  readonly x: Range
  readonly y: Range
}

/** Room for the ticks' numbers and the names of the axes, in CSS pixels. */
export const margins = { left: 50, right: 12, top: 12, bottom: 42 } as const

export function frameOf(width: number, height: number, [x, y]: readonly [Range, Range]): Frame {
  return {
    left: margins.left,
    top: margins.top,
    width: Math.max(1, width - margins.left - margins.right),
    height: Math.max(1, height - margins.top - margins.bottom),
    x,
    y,
  }
}

export const toPixel = ({ left, top, width, height, x: [x0, x1], y: [y0, y1] }: Frame, x: number, y: number) =>
  [left + ((x - x0) / (x1 - x0)) * width, top + ((y1 - y) / (y1 - y0)) * height] as const

export const toData = ({ left, top, width, height, x: [x0, x1], y: [y0, y1] }: Frame, px: number, py: number) =>
  [x0 + ((px - left) / width) * (x1 - x0), y1 - ((py - top) / height) * (y1 - y0)] as const

export const isInside = ({ left, top, width, height }: Frame, px: number, py: number): boolean =>
  px >= left && px <= left + width && py >= top && py <= top + height

/** A point after an arrow key: a fiftieth of the window, a tenth of it with Shift, and never out of it. Undefined for other keys. */
export function afterKey(
  { x, y }: Pick<Frame, 'x' | 'y'>,
  [px, py]: readonly [number, number],
  key: string,
  far: boolean,
): readonly [number, number] | undefined {
  const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] }[key] ?? []
  if (dx === undefined || dy === undefined) return undefined
  const share = far ? 0.1 : 0.02
  const moved = (at: number, [low, high]: Range, by: number) =>
    Math.min(high, Math.max(low, at + by * share * (high - low)))
  return [moved(px, x, dx), moved(py, y, dy)]
}
