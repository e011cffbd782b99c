import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

export interface PngOptions {
  /** Pixels for each unit of the SVG, in (0, 10], default 2. */
  readonly scale?: number
}

const require = createRequire(import.meta.url)

interface Rasterizer {
  readonly Resvg: typeof import('@resvg/resvg-wasm').Resvg
  readonly fonts: Uint8Array[]
}
let loaded: Promise<Rasterizer> | undefined

/** Once in a process: the rasterizer may be started only once. */
async function load(): Promise<Rasterizer> {
  const file = (name: string) => readFile(require.resolve(name))
  const [{ Resvg, initWasm }, module, ...fonts] = await Promise.all([
    import('@resvg/resvg-wasm'),
    file('@resvg/resvg-wasm/index_bg.wasm'),
    file('@wigglenet/report/fonts/inter-regular.ttf'),
    file('@wigglenet/report/fonts/inter-semibold.ttf'),
  ])
  await initWasm(module)
  return { Resvg, fonts }
}

/** A chart as a PNG file, with the fonts of this package and none of the machine's: the same bytes everywhere.
 *  Shapes:  width and height of the SVG, times `scale`
 *  Throws:  Error for text that is no SVG
 *  Example: writeFileSync('curves.png', await svgToPng(learningCurvesChart(curves)))  */
export async function svgToPng(svg: string, { scale = 2 }: PngOptions = {}): Promise<Uint8Array> {
  const { Resvg, fonts } = await (loaded ??= load())
  // The rasterizer knows the older name only.
  const image = new Resvg(svg.replaceAll('image-rendering="pixelated"', 'image-rendering="optimizeSpeed"'), {
    fitTo: { mode: 'zoom', value: scale },
    font: { fontBuffers: fonts, defaultFontFamily: 'Inter', sansSerifFamily: 'Inter', loadSystemFonts: false } as never,
  })
  try {
    return image.render().asPng()
  } finally {
    image.free()
  }
}
