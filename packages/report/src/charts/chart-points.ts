/** Examples to draw over a picture. */
export interface ChartPoints {
  /** Place of each: x, y, x, y, … in the units of the axes. */
  readonly places: ArrayLike<number>
  /** Classes by number; left out for numbers to predict. */
  readonly labels?: ArrayLike<number>
}
