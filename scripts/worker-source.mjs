// A plugin of the build and of the tests: src/search/worker-source.ts becomes the worker program as text, in one script.
import { dirname, join } from 'node:path'

/** The plugin, for rolldown and Vite. */
export function workerSource() {
  return {
    name: 'worker-source',
    async load(id) {
      if (!/[\\/]src[\\/]search[\\/]worker-source\.ts$/.test(id)) return null
      return `export const workerSource = ${JSON.stringify(await bundle(join(dirname(id), 'worker-program.ts')))}`
    },
  }
}

async function bundle(input) {
  const { rolldown } = await import('rolldown')
  const program = await rolldown({ input, platform: 'neutral' })
  try {
    const { output } = await program.generate({ format: 'iife', name: 'wigglenetWorker', minify: true })
    return output[0].code
  } finally {
    await program.close()
  }
}
