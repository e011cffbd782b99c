import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { workerSource } from './scripts/worker-source.mjs'

const source = (path: string) => fileURLToPath(new URL(`./packages/${path}`, import.meta.url))

// Tests run on the sources; only the tests of what is published (test/published) use the builds.
export default defineConfig({
  plugins: [workerSource()],
  resolve: {
    alias: [
      { find: /^@wigglenet\/chapter$/, replacement: source('chapter/src/index.ts') },
      { find: /^wigglenet$/, replacement: source('wigglenet/src/index.ts') },
      { find: /^wigglenet\/catalogue$/, replacement: source('wigglenet/src/catalogue.ts') },
      { find: /^wigglenet\/web$/, replacement: source('wigglenet/src/web/index.ts') },
      { find: /^wigglenet\/node$/, replacement: source('wigglenet/src/node/index.ts') },
      { find: /^@wigglenet\/io$/, replacement: source('io/src/index.ts') },
      { find: /^@wigglenet\/io\/node$/, replacement: source('io/src/node/index.ts') },
      { find: /^@wigglenet\/report$/, replacement: source('report/src/index.ts') },
      { find: /^@wigglenet\/report\/node$/, replacement: source('report/src/node/index.ts') },
    ],
  },
  test: {
    include: ['packages/*/test/**/*.test.ts', 'examples/**/*.test.ts', 'bench/**/*.test.ts'],
    pool: 'threads',
    maxWorkers: 2,
    testTimeout: 30_000,
    setupFiles: ['./scripts/quiet-console.ts'],
  },
})
