// Data of the visitor's own: points added, moved and erased by hand.
import type { Opened } from '../session/messages.ts'
import type { DataSetup, OwnData } from '../setup.ts'

/** What is shown, as points that can be edited: those of two columns and classes. */
export function ownPoints(data: DataSetup, { train, test, classes, names }: Opened): OwnData | undefined {
  if (data.kind === 'points') return data.names.length === 2 ? data : undefined
  if (!classes || names.length !== 2) return undefined
  const { testShare, seed } = data
  const X = [...train.X, ...test.X]
  return { kind: 'points', X, y: [...train.y, ...test.y], names, classes, drawn: [0, 1], testShare, seed }
}

/** With one more point; a class beyond the last one is a new class. */
export function withPoint(data: OwnData, x: number, y: number, label: number): OwnData {
  const classes = label < data.classes.length ? data.classes : [...data.classes, `class ${label + 1}`]
  return { ...data, X: [...data.X, Math.fround(x), Math.fround(y)], y: [...data.y, label], classes }
}

/** The row of the point nearest to a place, if one lies within a fortieth of the picture. */
export function nearestRow(data: OwnData, x: number, y: number, window: Opened['window']): number | undefined {
  const [width, height] = window.map(([low, high]) => high - low) as [number, number]
  let nearest: number | undefined
  let least = 1 / 40
  for (let row = 0; row < data.y.length; row++) {
    const distance = Math.hypot((data.X[2 * row]! - x) / width, (data.X[2 * row + 1]! - y) / height)
    if (distance < least) [nearest, least] = [row, distance]
  }
  return nearest
}

/** Without the point nearest to a place, if there is one. */
export function withoutPoint(data: OwnData, x: number, y: number, window: Opened['window']): OwnData {
  const row = nearestRow(data, x, y, window)
  return row === undefined ? data : { ...data, X: data.X.toSpliced(2 * row, 2), y: data.y.toSpliced(row, 1) }
}

/** With one point at another place. */
export const withMoved = (data: OwnData, row: number, x: number, y: number): OwnData => ({
  ...data,
  X: data.X.toSpliced(2 * row, 2, Math.fround(x), Math.fround(y)),
})
