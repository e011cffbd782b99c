// What the build does beside what Vite does: the service worker's list of files, and forms that are one file with its licences inside.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Plugin, Rolldown } from 'vite'

type Bundle = Rolldown.OutputBundle
type Made = { readonly fileName: string; readonly source: string }

/** Where Vite puts the licences of what is bundled. */
export const licenses = 'licenses.md'

const source = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')

/** Writes the service worker, with the files of the page and a version that changes with any of them. */
export function serviceWorker(): Plugin {
  return afterBundling('service-worker', (bundle) => {
    const names = Object.keys(bundle).filter((name) => name !== licenses)
    const hash = createHash('sha256')
    for (const name of names) hash.update(`${name}\0${textOf(bundle, name)}\0`)
    const version = JSON.stringify(hash.digest('hex').slice(0, 12))
    const files = JSON.stringify(['./', ...names.map((name) => `./${name}`)])
    return {
      fileName: 'service-worker.js',
      source: `const version = ${version}\nconst files = ${files}\n${source('src/service-worker.js')}`,
    }
  })
}

/** The page with script, style and licences inside. The script is a classic one, since from a folder no module runs. */
export function oneFile(): Plugin {
  return afterBundling('one-file', (bundle, fileName) => {
    const inside = (name: string, element: 'script' | 'style') => {
      const text = take(bundle, name).replaceAll(`</${element}`, `<\\/${element}`).replaceAll('<!--', '<\\!--')
      return `<${element}>\n${text.trim()}\n</${element}>`
    }
    const notice = `<!--\n${take(bundle, licenses).trim()}\n-->`
    const html = source('index.html')
      .replace('<!doctype html>', (found) => `${found}\n${notice}`)
      .replace('</head>', (found) => `${inside('style.css', 'style')}\n${found}`)
      .replace(/<script type="module".*<\/script>/, () => inside('script.js', 'script'))
    expectNothing(bundle)
    return { fileName, source: html }
  })
}

/** A script of its own with its licences at its top; files of style that its parts import are left out. */
export function oneScript(): Plugin {
  return {
    ...afterBundling('one-script', (bundle, fileName) => {
      const all = `/*!\n${take(bundle, licenses).trim()}\n*/\n${take(bundle, 'script.js')}`
      expectNothing(bundle)
      return { fileName, source: all }
    }),
    enforce: 'pre',
    load: { filter: { id: /\.css$/ }, handler: () => '' },
  }
}

/** A plugin that makes one more file of all that Vite has made, the licences among it. The mode is the name of what is built. */
function afterBundling(name: string, make: (bundle: Bundle, mode: string) => Made): Plugin {
  return {
    name,
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        this.emitFile({ type: 'asset', ...make(bundle, this.environment.config.mode) })
      },
    },
  }
}

function textOf(bundle: Bundle, name: string): string {
  const file = bundle[name]
  if (!file) throw new Error(`build: ${name} must be among what Vite made; got ${Object.keys(bundle).join(', ')}.`)
  return file.type === 'chunk' ? file.code : Buffer.from(file.source).toString('utf8')
}

function take(bundle: Bundle, name: string): string {
  const text = textOf(bundle, name)
  delete bundle[name]
  return text
}

function expectNothing(bundle: Bundle): void {
  const left = Object.keys(bundle)
  if (left.length > 0) throw new Error(`build: all must go into one file; got ${left.join(', ')} beside it.`)
}
