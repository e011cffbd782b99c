// report.html of a run's folder: what the run was, how good the model is, what the doctor says, and pictures.
import { basename } from 'node:path'
import type { TrainingEvent } from 'wigglenet'
import { changesText } from './augmentation.ts'
import { halfLifeText } from './half-life.ts'
import type { RunFolder } from './run-folder.ts'
import { quoted } from './terminal.ts'
import type { Outcome } from './train.ts'

const NAME = 'report.html'

/** The report that was written, or why there is none. */
export type Written = { readonly path: string } | { readonly failure: string }

/** Writes the report of a run that has ended; nothing for one that was interrupted, since it will go on. A report that fails costs the run
 *  nothing: the model is saved before. Charts are loaded here and nowhere before. */
export async function writeReport(outcome: Outcome): Promise<Written | undefined> {
  const { folder, stage, parts, interrupted } = outcome
  if (!stage || !parts || interrupted) return undefined
  try {
    const { reportHtml } = await import('@wigglenet/report')
    const { estimate, findings, settings, task } = outcome
    const { train, test } = parts
    const { confusion, r2, accuracy, rows, ...spread } = estimate ?? {}
    const html = reportHtml({
      name: basename(folder.path),
      run: {
        model: stage.model,
        events: eventsOf(folder),
        ...(train.kind === 'data' && { training: train }),
        ...(test && { test }),
        ...(confusion && { confusion }),
      },
      ...(rows !== undefined && {
        estimate: {
          rows,
          ...(accuracy !== undefined && { accuracy }),
          ...(r2 !== undefined && { rSquared: r2 }),
          ...spread,
        },
      }),
      ...(findings && { findings }),
      seconds: stage.seconds,
      ended: {
        epochs: 'all done',
        patience: 'no better for a while',
        aborted: 'interrupted',
        converged: 'a minimum is reached',
      }[stage.reason],
      settings: {
        ...settings,
        ...(settings.augment && { augment: changesText(settings.augment) }),
        ...(task.weights !== undefined && { 'rows count by': task.weights }),
        [`half-life of a weight under l2 ${settings.l2}`]: halfLifeText(outcome),
      },
      commands: commandsFor(folder),
    })
    folder.writeText(NAME, html)
    return { path: folder.file(NAME) }
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) }
  }
}

/** What the training of the model has told. */
export const eventsOf = (folder: Pick<RunFolder, 'events'>) =>
  folder.events('model') as readonly unknown[] as readonly TrainingEvent[]

function commandsFor({ path, model }: RunFolder) {
  return [
    { command: `npx wigglenet predict ${quoted(model)} rows.csv`, purpose: 'predict new rows' },
    {
      command: `npx wigglenet evaluate ${quoted(model)} rows.csv`,
      purpose: 'judge the model on other rows with known targets',
    },
    {
      command: `npx wigglenet plot ${quoted(path)} network --out network.png`,
      purpose: 'a picture of this report as a file',
    },
    { command: `npx wigglenet doctor ${quoted(path)}`, purpose: 'what is wrong, and what to try' },
    { command: `npx wigglenet train --resume ${quoted(path)}`, purpose: 'go on with the run' },
  ]
}
