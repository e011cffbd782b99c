import { mkdir } from 'node:fs/promises'
import { availableParallelism, cpus } from 'node:os'
import { join } from 'node:path'
import type { Experiment, Result } from '@wigglenet/chapter'
import type { Command } from 'commander'
import { OptionError } from 'wigglenet'
import { writeFileSafely } from 'wigglenet/node'
import { exitCodes } from '../failure.ts'
import { number } from '../flags.ts'
import { type Output, paintFor, type Terminal } from '../terminal.ts'

interface Flags {
  readonly short?: boolean
  readonly data?: string
  readonly seed?: number
  readonly out?: string
  readonly list?: boolean
  readonly function?: readonly string[]
}

/** `wigglenet chapter`: the claims of the text as experiments, with what was measured. */
export function addChapter(program: Command, terminal: Terminal, end: (code: number) => void): void {
  program
    .command('chapter')
    .summary('check what the text says about neural networks, by experiments')
    .description(
      'Each claim of the chapter "Neural Networks 1" is an experiment: it is run, and a verdict is computed from ' +
        'what was measured. Without a name all of them run; on 2 cores that takes about ten minutes.',
    )
    .argument('[name]', 'one experiment, by its name or number')
    .option('--list', 'say which experiments there are, and run none')
    .option('--short', 'smaller data and fewer seeds')
    .option('--function <formulas...>', 'for approximation: functions of x on [-1, 1] to take instead of its own')
    .option('--data <folder>', 'where the folders mnist, fashion-mnist and cifar10 are (default: $WIGGLENET_DATA)')
    .option('--out <folder>', 'also write the results as one page, index.html, with pictures')
    .option('--seed <number>', 'of weights, order and generated data (default: 1)', number('--seed'))
    .addHelpText(
      'after',
      `
Examples:
  wigglenet chapter --list
  wigglenet chapter counting
  wigglenet chapter dying-relu --data data
  wigglenet chapter approximation --function "abs(x)" "sin(20*x)"
  wigglenet chapter --data data --out docs/chapter`,
    )
    .action(async (name: string | undefined, flags: Flags) => {
      const chapter = await import('@wigglenet/chapter')
      const { stdout } = terminal
      if (flags.list === true) {
        for (const { number, name, title, budgetSeconds: budget } of chapter.experiments)
          stdout.write(
            `${number}. ${name}: ${title} (at most ${budget.full} s on 2 cores, ${budget.short} s in short)\n`,
          )
        return
      }
      const named = name === undefined ? chapter.experiments : [choose(chapter.experiments, name)]
      const chosen = flags.function ? withFunctions(named, chapter.universalApproximation(flags.function)) : named
      const paint = paintFor(terminal)
      const signal = terminal.interrupt()
      const { short = false, seed = 1 } = flags
      const data = chapter.realData(flags.data)
      const results: Result[] = []
      for (const experiment of chosen) {
        const progress = (share: number) => showProgress(stdout, `${experiment.number}. ${experiment.title}`, share)
        const result = await chapter
          .runExperiment(experiment, { short, seed, data, signal, onProgress: progress })
          .catch((error: unknown) => {
            if (signal.aborted) return undefined
            throw error
          })
        showProgress(stdout)
        if (!result) {
          terminal.stderr.write(`interrupted: ${results.length} of ${chosen.length} experiments are done\n`)
          return end(exitCodes.interrupted)
        }
        results.push(result)
        const [head, ...rest] = chapter.resultLines(result)
        stdout.write(`${[paint.bold(head!), ...rest].join('\n')}\n\n`)
        if (name === undefined) continue
        for (const measurement of result.outcome?.measurements ?? [])
          stdout.write(`${chapter.measurementLines(measurement).join('\n')}\n\n`)
      }
      if (flags.out === undefined) return
      const page = join(flags.out, 'index.html')
      const machine = `${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}), Node ${process.versions.node}`
      await mkdir(flags.out, { recursive: true })
      writeFileSafely(page, new TextEncoder().encode(chapter.chapterPage(results, { seed, machine })))
      stdout.write(`${page}\n`)
    })
}

/** On a terminal, how far an experiment is; without one the line is cleared away. */
function showProgress(output: Output, title = '', share?: number): void {
  if (output.isTTY !== true) return
  const text = share === undefined ? '' : `${String(Math.floor(100 * share)).padStart(3)} %  ${title}`
  output.write(`\r${text.slice(0, (output.columns ?? 80) - 1)}\u001b[K`)
}

/** An experiment by its name or number.
 *  Throws:  OptionError that lists the names */
function choose<Named extends { readonly name: string; readonly number: number }>(
  experiments: readonly Named[],
  name: string,
): Named {
  const found = experiments.find((experiment) => experiment.name === name || String(experiment.number) === name)
  if (found) return found
  throw new OptionError({
    where: 'chapter',
    expected: `the name must be one of ${experiments.map((experiment) => experiment.name).join(', ')}`,
    received: JSON.stringify(name),
    fix: 'Choose a name from the list.',
  })
}

/** The experiments with one in the place of its namesake: the approximation of functions that the user has typed. */
function withFunctions(experiments: readonly Experiment[], own: Experiment): readonly Experiment[] {
  if (experiments.some(({ name }) => name === own.name))
    return experiments.map((experiment) => (experiment.name === own.name ? own : experiment))
  throw new OptionError({
    where: 'chapter',
    expected: `--function must go with ${own.name}`,
    received: JSON.stringify(experiments[0]!.name),
    fix: `Run chapter ${own.name}, or leave --function out.`,
  })
}
