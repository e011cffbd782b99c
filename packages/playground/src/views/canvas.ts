// A canvas that is as sharp as the screen.

/** An empty canvas in the screen's pixels, drawn to in CSS pixels; false where it has no room. */
export function cleared(context: CanvasRenderingContext2D, [width, height]: readonly [number, number]): boolean {
  const { canvas } = context
  const [columns, rows] = [Math.round(width * devicePixelRatio), Math.round(height * devicePixelRatio)]
  if (columns < 1 || rows < 1) return false
  if (canvas.width !== columns || canvas.height !== rows) [canvas.width, canvas.height] = [columns, rows]
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.clearRect(0, 0, columns, rows)
  context.scale(columns / width, rows / height)
  return true
}
