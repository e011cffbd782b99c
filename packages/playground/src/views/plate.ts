// What lies beneath the points: regions or a surface as a canvas of a few cells, which the browser scales to its place. Pixels and shades stay
// from one view to the next.
import type { Opened, View } from '../session/messages.ts'
import type { Palette } from './colors.ts'
import { paintRegions, paintSurface, rampShades, shadesOf } from './region-pixels.ts'

/** Paints what a view has of it; false where it has neither, as over one input. */
export type Plate = (canvas: HTMLCanvasElement, opened: Opened, view: View, palette: Palette, hard: boolean) => boolean

export function platePainter(): Plate {
  let image: ImageData | undefined
  let shades: { of: readonly unknown[]; table: Uint32Array } | undefined

  function shadesFor(palette: Palette, classes: number, hard: boolean): Uint32Array {
    const of = [palette, classes, hard]
    if (!shades || of.some((part, k) => part !== shades!.of[k])) {
      shades = { of, table: classes > 0 ? shadesOf(palette, classes, hard) : rampShades(palette) }
    }
    return shades.table
  }

  function painted(canvas: HTMLCanvasElement, size: number, paint: (pixels: Uint32Array) => void): true {
    // Without opacity the browser has nothing to blend.
    const context = canvas.getContext('2d', { alpha: false })!
    if (canvas.width !== size) canvas.width = canvas.height = size
    if (image?.width !== size) image = context.createImageData(size, size)
    paint(new Uint32Array(image.data.buffer))
    context.putImageData(image, 0, 0)
    return true
  }

  return (canvas, { classes, target }, { regions, surface }, palette, hard) => {
    if (regions && classes) {
      const table = shadesFor(palette, classes.length, hard)
      return painted(canvas, regions.size, (pixels) => paintRegions(pixels, regions, table))
    }
    if (surface && target) {
      const table = shadesFor(palette, 0, false)
      return painted(canvas, surface.size, (pixels) => paintSurface(pixels, surface, target.range, table))
    }
    return false
  }
}
