// What a page that trains a 2-20-2 network loads: bundled, minified, gzipped.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { rolldown } from 'rolldown'
import { peersFolder } from './contestants.ts'

const pages = [
  { name: 'wigglenet', needs: undefined },
  { name: 'convnetjs', needs: 'convnetjs' },
  { name: 'jax-js', needs: '@jax-js/jax' },
  { name: 'tfjs', needs: '@tensorflow/tfjs' },
]

export interface BundleSize {
  readonly name: string
  readonly gzippedBytes: number
}

/** Bytes of each page in peers/page/, gzipped at level 9; files that a page loads only for a GPU count, since they are part of it. */
export async function bundleSizes(): Promise<BundleSize[]> {
  const sizes: BundleSize[] = []
  for (const { name, needs } of pages) {
    if (needs && !existsSync(join(peersFolder, 'node_modules', needs))) continue
    const bundle = await rolldown({
      input: join(peersFolder, 'page', `${name}.mjs`),
      platform: 'browser',
      logLevel: 'silent',
    })
    const { output } = await bundle.generate({ format: 'esm', minify: true, codeSplitting: false })
    await bundle.close()
    const gzippedBytes = output.reduce(
      (sum, file) => sum + (file.type === 'chunk' ? gzipSync(file.code, { level: 9 }).length : 0),
      0,
    )
    sizes.push({ name, gzippedBytes })
  }
  return sizes
}
