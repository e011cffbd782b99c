// The command line as a function: arguments and a terminal in, an exit code out. main.ts only calls it.
import { Command, CommanderError } from 'commander'
import { version } from 'wigglenet'
import { addChapter } from './commands/chapter.ts'
import { addDescribe } from './commands/describe.ts'
import { addDevices } from './commands/devices.ts'
import { addDoctor } from './commands/doctor.ts'
import { addEvaluate } from './commands/evaluate.ts'
import { addGradcheck } from './commands/gradcheck.ts'
import { addPlay } from './commands/play.ts'
import { addPlot } from './commands/plot.ts'
import { addPredict } from './commands/predict.ts'
import { addRates } from './commands/rates.ts'
import { addSearch } from './commands/search.ts'
import { addStart } from './commands/start.ts'
import { addTrain } from './commands/train.ts'
import { exitCodes, explain } from './failure.ts'
import type { Terminal } from './terminal.ts'

/** Runs `wigglenet` with these arguments. Errors become one line on `stderr`.
 *  Example: await run(['train', 'iris', '--json'], terminal)  // 0  */
export async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  let code: number = exitCodes.done
  const program = programFor(terminal, (ended) => {
    code = ended
  })
  try {
    if (argv.length === 0) {
      terminal.stdout.write(program.helpInformation())
      return code
    }
    await program.parseAsync([...argv], { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.done
    const { code: failed, line } = explain(error)
    terminal.stderr.write(`wigglenet: ${line}\n`)
    if (program.opts().debug === true || argv.includes('--debug')) terminal.stderr.write(`${stackOf(error)}\n`)
    return failed
  }
}

function programFor(terminal: Terminal, end: (code: number) => void): Command {
  const program = new Command('wigglenet')
    .description('Fully-connected neural networks: train them on a table or on images, judge them, use them.')
    .version(version, '-v, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .option('--debug', 'show where an error comes from')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: () => {}, // run() tells errors, in one line
      getOutHelpWidth: () => terminal.stdout.columns ?? 100,
      getOutHasColors: () => false,
    })
    .addHelpText(
      'after',
      `
Examples:
  wigglenet start
  wigglenet play
  wigglenet train penguins.csv --target species
  wigglenet predict runs/penguins-1 new.csv
  wigglenet describe 784-128-10
  wigglenet search penguins.csv --target species --over rate=log:1e-4..1e-1

Exit codes: ${exitCodes.done} done, ${exitCodes.failed} it ran and failed, ${exitCodes.badInput} bad input, ${exitCodes.interrupted} interrupted by Ctrl-C.
wigglenet <command> --help shows the flags of a command, with examples.`,
    )
  addTrain(program, terminal, end)
  addSearch(program, terminal, end)
  addRates(program, terminal)
  addPredict(program, terminal)
  addEvaluate(program, terminal)
  addDescribe(program, terminal)
  addGradcheck(program, terminal, end)
  addDevices(program, terminal)
  addDoctor(program, terminal)
  addPlot(program, terminal)
  addStart(program, terminal, end)
  addPlay(program, terminal)
  addChapter(program, terminal, end)
  for (const command of program.commands) command.option('--debug', 'show where an error comes from')
  return program
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  return [error.stack ?? '', error.cause === undefined ? '' : stackOf(error.cause)]
    .filter((text) => text !== '')
    .join('\n')
}
