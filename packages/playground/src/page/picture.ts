// What the network has learned as an SVG, by the charts of the report. Loaded only when it is asked for.
import { decisionRasterChart, linesChart, type Theme } from '@wigglenet/report'
import { decisionRaster, type Model, slice, sweep } from 'wigglenet'
import type { Opened } from '../session/messages.ts'

/** Cells along each side of the regions. */
const cells = 240

export function pictureSvg(model: Model, opened: Opened, theme: Theme): string {
  const { train, test, window, plane, classes, names, axes, summary } = opened
  const options = { theme, width: 640, title: 'What it has learned', note: summary }
  if (names.length === 1) {
    const { x, values } = sweep(model, { window: window[0], points: 400 })
    const points = Array.from(train.X, (at, row) => [at, train.y[row]!] as const).sort(([a], [b]) => a - b)
    const series = [
      { name: 'training points', points, mark: 'dots' as const },
      { name: 'network', points: Array.from(x, (at, k) => [at, values[k]!] as const) },
    ]
    const lines = { title: options.title, note: summary, x: { label: axes[0] }, y: { label: axes[1] }, series }
    return linesChart(lines, options)
  }
  const raster = decisionRaster(model, slice(model, { ...plane, window }), { columns: cells, rows: cells })
  const places = [...train.at, ...test.at]
  const labels = [...train.y, ...test.y]
  return decisionRasterChart(raster, { ...options, points: { places, ...(classes && { labels }) } })
}

/** The same as a PNG, so many times as large as the SVG says. */
export async function pictureBlob(svg: string, times: number): Promise<Blob> {
  const image = new Image()
  image.src = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
  try {
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = times * image.naturalWidth
    canvas.height = times * image.naturalHeight
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height)
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the browser gave no picture'))), 'image/png'),
    )
  } finally {
    URL.revokeObjectURL(image.src)
  }
}
