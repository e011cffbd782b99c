import { createRequire } from 'node:module'
import { basename, dirname } from 'node:path'
import type { Command } from 'commander'
import { OptionError } from 'wigglenet'
import { readFileBytes } from 'wigglenet/node'
import { number } from '../flags.ts'
import { serve } from '../serve.ts'
import type { Terminal } from '../terminal.ts'

/** More than a page can draw. */
const limitBytes = 2 ** 28

interface Flags {
  readonly port: number
  readonly open: boolean
}

/** `wigglenet play`: the playground in the browser, from files of this machine. */
export function addPlay(program: Command, terminal: Terminal): void {
  program
    .command('play')
    .summary('the playground: train networks in the browser and watch them')
    .description(
      'Serves the playground on this machine, to this machine only, until Ctrl-C. With a CSV file the page opens with its\n' +
        'data, read anew each time the page is loaded. All is computed in the page: data are sent nowhere.',
    )
    .argument('[data.csv]', 'a table with two number columns and a column of classes')
    .option('--port <number>', 'where to listen; 0 for any free port', number('--port'), 4567)
    .option('--no-open', 'only say where the page is, and open no browser')
    .addHelpText(
      'after',
      `
Examples:
  wigglenet play
  wigglenet play penguins.csv
  wigglenet play --port 0 --no-open`,
    )
    .action(async (file: string | undefined, { port, open }: Flags) => {
      checkPort(port)
      const read = file === undefined ? undefined : async () => readFileBytes(file, { limitBytes })
      await read?.() // a file that cannot be read is told here
      const page = createRequire(import.meta.url).resolve('@wigglenet/playground/index.html')
      const name = file === undefined ? undefined : `/data/${basename(file)}`
      const signal = terminal.interrupt()
      const server = await serve({
        folder: dirname(page),
        port,
        ...(name !== undefined && { others: { [name]: read! } }),
      })
      const url = name === undefined ? server.url : `${server.url}?data=${encodeURIComponent(name.slice(1))}`
      terminal.stdout.write(`${url}\nCtrl-C ends it.\n`)
      if (open && terminal.stdout.isTTY) terminal.openPage(url)
      if (!signal.aborted) await new Promise((done) => signal.addEventListener('abort', done, { once: true }))
      await server.close()
    })
}

function checkPort(port: number): void {
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return
  throw new OptionError({
    where: '--port',
    expected: 'the value must be a whole number in [0, 65535]',
    received: String(port),
    fix: 'Write it as in 8080, or 0 for any free port.',
  })
}
