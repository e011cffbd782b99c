// Where the sources of the packages lie, by the names that they are imported under: for tests and pages, which are made from sources.
import { fileURLToPath } from 'node:url'

const source = (path) => fileURLToPath(new URL(`../packages/${path}`, import.meta.url))

/** Aliases for Vite and Vitest. */
export const sources = [
  { find: /^@wigglenet\/chapter$/, replacement: source('chapter/src/index.ts') },
  { find: /^wigglenet$/, replacement: source('wigglenet/src/index.ts') },
  { find: /^wigglenet\/catalogue$/, replacement: source('wigglenet/src/catalogue.ts') },
  { find: /^wigglenet\/predict$/, replacement: source('wigglenet/src/predict.ts') },
  { find: /^wigglenet\/web$/, replacement: source('wigglenet/src/web/index.ts') },
  { find: /^wigglenet\/node$/, replacement: source('wigglenet/src/node/index.ts') },
  { find: /^@wigglenet\/io$/, replacement: source('io/src/index.ts') },
  { find: /^@wigglenet\/io\/node$/, replacement: source('io/src/node/index.ts') },
  { find: /^@wigglenet\/report$/, replacement: source('report/src/index.ts') },
  { find: /^@wigglenet\/report\/node$/, replacement: source('report/src/node/index.ts') },
]
