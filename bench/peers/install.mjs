// Installs the npm peers of the benchmark, pinned by package-lock.json, in this folder alone: node bench/peers/install.mjs
// No install script runs; onnxruntime-node has its CPU library inside the package.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const cwd = fileURLToPath(new URL('.', import.meta.url))
const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
  cwd,
  stdio: 'inherit',
  shell: process.platform === 'win32',
})
process.exitCode = status ?? 1
