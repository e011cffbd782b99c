import { defineConfig } from 'vitest/config'
import { sources } from './scripts/sources.mjs'
import { workerSource } from './scripts/worker-source.mjs'

// Tests run on the sources; only the tests of what is published (test/published) use the builds.
export default defineConfig({
  plugins: [workerSource()],
  resolve: { alias: sources },
  test: {
    include: ['packages/*/test/**/*.test.ts', 'examples/**/*.test.ts', 'bench/**/*.test.ts'],
    pool: 'threads',
    maxWorkers: 2,
    testTimeout: 60_000, // a busy machine: what hangs is told all the same
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } }, // a page on a busy machine
    setupFiles: ['./scripts/quiet-console.ts'],
  },
})
