// What lies beneath the points: regions or a surface as a small canvas, which the browser scales. Canvas, pixels and shades stay from one view
// to the next.
import type { Opened, View } from '../session/messages.ts'
import type { Palette } from './colors.ts'
import { paintRegions, paintSurface, rampShades, shadesOf } from './region-pixels.ts'

/** Paints what a view has of it; undefined where it has neither, as over one input. */
export type Plate = (opened: Opened, view: View, palette: Palette, hard: boolean) => HTMLCanvasElement | undefined

export function platePainter(): Plate {
  let made: { canvas: HTMLCanvasElement; context: CanvasRenderingContext2D; image: ImageData } | undefined
  let shades: { of: readonly unknown[]; table: Uint32Array } | undefined

  function shadesFor(palette: Palette, classes: number, hard: boolean): Uint32Array {
    const of = [palette, classes, hard]
    if (!shades || of.some((part, k) => part !== shades!.of[k])) {
      shades = { of, table: classes > 0 ? shadesOf(palette, classes, hard) : rampShades(palette) }
    }
    return shades.table
  }

  function painted(size: number, paint: (pixels: Uint32Array) => void): HTMLCanvasElement {
    if (made?.canvas.width !== size) {
      const canvas = document.createElement('canvas')
      canvas.width = canvas.height = size
      const context = canvas.getContext('2d')!
      made = { canvas, context, image: context.createImageData(size, size) }
    }
    paint(new Uint32Array(made.image.data.buffer))
    made.context.putImageData(made.image, 0, 0)
    return made.canvas
  }

  return ({ classes, target }, { regions, surface }, palette, hard) => {
    if (regions && classes) {
      const table = shadesFor(palette, classes.length, hard)
      return painted(regions.size, (pixels) => paintRegions(pixels, regions, table))
    }
    if (surface && target) {
      const table = shadesFor(palette, 0, false)
      return painted(surface.size, (pixels) => paintSurface(pixels, surface, target.range, table))
    }
    return undefined
  }
}
