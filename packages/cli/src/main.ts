// What `wigglenet` runs: the process as a terminal.
import { exitCodes } from './failure.ts'
import { openPage } from './open-page.ts'
import { run } from './run.ts'

// A reader that has seen enough (`| head`) is no error; a full disk is.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitCodes.done)
  process.stderr.write(`wigglenet: standard output: ${error.message}\n`)
  process.exit(exitCodes.failed)
})

let controller: AbortController | undefined
function interrupt(): AbortSignal {
  if (!controller) {
    controller = new AbortController()
    process.on('SIGINT', () => {
      if (controller!.signal.aborted) process.exit(exitCodes.interrupted)
      controller!.abort()
      process.stderr.write('\nstopping; Ctrl-C again ends at once\n')
    })
  }
  return controller.signal
}

const { stdout, stderr, stdin, env } = process
process.exitCode = await run(process.argv.slice(2), { stdout, stderr, stdin, env, interrupt, openPage })
