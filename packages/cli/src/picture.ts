// A chart → the bytes of a picture file.
import type { PictureOptions } from '@wigglenet/report'

/** The picture as SVG, or as PNG. */
export async function pictureBytes(
  draw: (options: PictureOptions) => string,
  format: '.svg' | '.png',
  options: PictureOptions,
): Promise<Uint8Array> {
  const svg = draw(options)
  if (format === '.svg') return new TextEncoder().encode(svg)
  const { svgToPng } = await import('@wigglenet/report/node')
  return svgToPng(svg)
}
