import type { Command } from 'commander'
import { describe } from 'wigglenet'
import type { Settings } from '../defaults.ts'
import { scoreText } from '../estimate.ts'
import { exitCodes } from '../failure.ts'
import { shortLines } from '../findings.ts'
import { type Written, writeReport } from '../html-report.ts'
import { progressFor } from '../progress.ts'
import { report } from '../report.ts'
import type { Terminal } from '../terminal.ts'
import { type Outcome, train } from '../train.ts'

const tours: readonly { source: string; title: string; settings: Partial<Settings> }[] = [
  { source: 'spiral', title: 'Three spiral arms: no straight line can part them', settings: {} },
  { source: 'iris', title: "Fisher's iris flowers: four sizes tell the species", settings: { folds: 5 } },
]

/** `wigglenet start`: what `npm start` does. Two networks are trained on embedded data, in seconds. */
export function addStart(program: Command, terminal: Terminal, end: (code: number) => void): void {
  program
    .command('start')
    .summary('a first look: train on embedded data, in seconds')
    .description('Trains one network on a three-armed spiral and one on iris, and says what to try next.')
    .action(async () => {
      const progress = progressFor(terminal, false)
      const { bold } = progress.paint
      const around = { env: terminal.env, signal: terminal.interrupt() }
      const outcomes: (Outcome & { readonly page: Written | undefined })[] = []
      for (const { source, title, settings } of tours) {
        const outcome = await train({ source, title, reading: {}, settings }, progress, around)
        const page = await writeReport(outcome)
        report(progress, outcome, page)
        progress.say('')
        if (outcome.interrupted) return end(exitCodes.interrupted)
        outcomes.push({ ...outcome, page })
      }
      progress.say(bold('Done'))
      for (const { task, estimate, stage, folder, findings, page } of outcomes) {
        progress.say(`  ${folder.path}: ${scoreText(estimate!)}, ${task.rows} rows`)
        progress.say(`    ${describe(stage!.model.network).text}`)
        for (const line of shortLines(findings!, folder.path)) progress.say(`    ${line}`)
        if (page && 'path' in page) progress.say(`    report: ${page.path}`)
      }
      const [spiral, iris] = outcomes
      progress.say('')
      progress.say(bold('Try next'))
      const next = [
        [`evaluate ${spiral!.folder.path} spiral --seed 2`, 'points it has never seen'],
        [`describe ${iris!.folder.path}`, 'what is in a model'],
        ['train spiral --hidden 3 --activation relu', 'too few units: watch it fail, and what the doctor says'],
        ['train your.csv --target column', 'your own table'],
        ['play', 'the playground: watch networks train in your browser'],
        ['train --help', 'everything else'],
      ] as const
      const width = Math.max(...next.map(([command]) => command.length))
      for (const [command, why] of next)
        progress.say(`  npx wigglenet ${command.padEnd(width)}  ${progress.paint.dim(why)}`)
    })
}
