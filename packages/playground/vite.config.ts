// What is built of the playground; the mode says which, by the name of its file in dist/:
//   index.html                 the page for a web server, with assets/ and the service worker that keeps them for offline
//   wigglenet-playground.html  the page as one file, which opens from a folder: one classic script, the worker inside as text
//   wiggle-net.js              the custom element as one classic script
// `npx vite packages/playground` serves the page as it is worked on. All is made from the sources of the packages.
import { type BuildOptions, defineConfig, type Plugin, type UserConfig } from 'vite'
import { sources } from '../../scripts/sources.mjs'
import { licenses, oneFile, oneScript, serviceWorker } from './vite-plugins.ts'

const forms: Record<string, Pick<UserConfig, 'build'> & { readonly plugins: Plugin[] }> = {
  'index.html': { plugins: [serviceWorker()] },
  'wigglenet-playground.html': { plugins: [oneFile()], build: classic('src/page/main-one-file.ts') },
  'wiggle-net.js': { plugins: [oneScript()], build: classic('src/element/wiggle-net.tsx') },
}

function classic(entry: string): BuildOptions {
  return { lib: { entry, formats: ['iife'], name: 'wigglenet', fileName: () => 'script.js', cssFileName: 'style' } }
}

export default defineConfig(({ mode, command }): UserConfig => {
  const form = forms[command === 'serve' ? 'index.html' : mode]
  if (!form) throw new Error(`vite: the mode must be one of ${Object.keys(forms).join(', ')}; got ${mode}. Choose one.`)
  return {
    base: './',
    publicDir: false,
    resolve: { alias: sources },
    worker: { format: 'iife' },
    plugins: form.plugins,
    build: {
      emptyOutDir: false,
      license: { fileName: licenses },
      cssTarget: ['chrome123', 'firefox120', 'safari17.5'], // which know light-dark()
      rolldownOptions: { checks: { bundlerTimings: false } },
      ...form.build,
    },
  }
})
