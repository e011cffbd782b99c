// Runs a TypeScript program of this repository: node scripts/run.mjs bench/bench.ts [arguments]
// It is bundled in memory first; packages stay what they are, so that the built library is what runs.
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'

const root = fileURLToPath(new URL('..', import.meta.url))
const [program, ...rest] = process.argv.slice(2)
if (!program) {
  console.error('run: a program must be named, such as bench/bench.ts')
  process.exit(2)
}
const folder = mkdtempSync(join(tmpdir(), 'wigglenet-run-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
const bundle = await rolldown({ input: resolve(program), platform: 'node', external: [/^node:/, /^@?[a-z][^:]*$/i] })
await bundle.write({ file: join(folder, 'program.mjs'), format: 'esm' })
await bundle.close()
process.argv = [process.argv[0], resolve(program), ...rest]
await import(pathToFileURL(join(folder, 'program.mjs')).href)
