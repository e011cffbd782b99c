import type { PictureOptions } from '../svg/picture.ts'

export type FigureName =
  | 'curves'
  | 'health-over-time'
  | 'update-ratio'
  | 'weights-over-time'
  | 'outputs-over-time'
  | 'confusion'
  | 'calibration'
  | 'predictions'
  | 'regions'
  | 'polygons'
  | 'units'
  | 'grid'
  | 'projection'
  | 'weights'
  | 'network'
  | 'health'
  | 'neuron'
  | 'histogram'

/** A picture of a run. Its numbers are found when it is first drawn, and kept for the next theme. */
export interface Figure {
  readonly name: FigureName
  draw(options?: PictureOptions): string
}

export function figure<Numbers>(
  name: FigureName,
  measure: () => Numbers,
  chart: (numbers: Numbers, options: PictureOptions) => string,
): Figure {
  let numbers: Numbers | undefined
  return { name, draw: (options = {}) => chart((numbers ??= measure()), options) }
}
