// What a run says when it has ended, to people, to programs, and in its folder's summary.
import { describe, findingsText } from 'wigglenet'
import { detailLines, scoreText } from './estimate.ts'
import { shortLines } from './findings.ts'
import { halfLifeText } from './half-life.ts'
import type { Written } from './html-report.ts'
import type { Progress } from './progress.ts'
import { counted, quoted, visible } from './terminal.ts'
import type { Outcome } from './train.ts'

/** An accuracy of 0.9 by so many rows may as well be 0.84 or 0.96 (two standard errors). */
const FEW_ROWS = 100

/** Tells how the run ended and writes summary.md. */
export function report(progress: Progress, outcome: Outcome, page?: Written): void {
  const { folder, stage, interrupted } = outcome
  if (stage) folder.writeText('summary.md', summaryOf(outcome))
  progress.tell(resultLine(outcome, page))
  if (stage) {
    const why = {
      epochs: 'all epochs done',
      patience: 'no better for a while',
      aborted: 'interrupted',
      converged: 'a minimum is reached',
    }[stage.reason]
    progress.say(
      `${counted(stage.epochs, 'epoch')} in ${stage.seconds.toFixed(1)} s (${why}); weights of epoch ${stage.best}`,
    )
  }
  for (const line of [...estimateLines(outcome), ...halfLifeLines(outcome)]) progress.say(line)
  if (outcome.findings) for (const line of shortLines(outcome.findings, folder.path)) progress.say(line)
  if (stage) progress.say(`model: ${visible(folder.model)}`)
  if (page) progress.say('path' in page ? `report: ${visible(page.path)}` : `no report: ${visible(page.failure)}`)
  if (interrupted) progress.say(`interrupted; go on with: ${resumeCommand(folder.path)}`)
}

/** The line that programs wait for: the held-out score is its first score. */
function resultLine(
  { folder, estimate, stage, findings, interrupted, task, settings }: Outcome,
  page: Written | undefined,
) {
  const score = estimate ?? (stage?.model.task === 'regression' ? { r2: null } : { accuracy: null })
  return {
    kind: 'result',
    ...score,
    estimatedBy: estimateBy(settings.folds, estimate !== undefined),
    interrupted,
    ...(stage && {
      model: folder.model,
      epochs: stage.epochs,
      best: stage.best,
      reason: stage.reason,
      seconds: stage.seconds,
      parameters: describe(stage.model.network).parameters,
    }),
    ...(findings && { findings }),
    ...(page && 'path' in page && { report: page.path }),
    rowsInAll: task.rows,
    folder: folder.path,
  }
}

function estimateBy(folds: number, known: boolean): string {
  if (!known) return 'nothing'
  return folds > 0 ? `${folds} folds` : 'rows used neither to train nor to stop'
}

function estimateLines({ estimate, settings, task }: Outcome): string[] {
  if (!estimate) return settings.folds > 0 ? [] : ['no estimate: no rows were kept back (--test 0)']
  const of = settings.folds > 0 ? '' : ` on ${counted(estimate.rows, 'row')} used neither to train nor to stop`
  const few = settings.folds === 0 && task.kind === 'table' && estimate.rows < FEW_ROWS
  const hint = few ? ['with so few rows to judge by, --folds 5 gives a steadier estimate'] : []
  const by = task.weights === undefined ? '' : `, each counted by its ${task.weights}`
  return [`${scoreText(estimate)}${of}${by}`, ...detailLines(estimate), ...hint]
}

function halfLifeLines(outcome: Outcome): string[] {
  const text = halfLifeText(outcome)
  return text === undefined ? [] : [`half-life of a weight under l2 ${outcome.settings.l2}: ${text}`]
}

export function resumeCommand(path: string): string {
  return `npx wigglenet train --resume ${quoted(path)}`
}

function summaryOf(outcome: Outcome): string {
  const { folder, stage, estimate, findings, interrupted, settings, task } = outcome
  const { text, table } = describe(stage!.model.network)
  const details = estimate ? detailLines(estimate) : []
  return [
    `# ${folder.path.split(/[\\/]/).at(-1)}`,
    '',
    estimate
      ? `**${scoreText(estimate)}**, by ${estimateBy(settings.folds, true)}${interrupted ? ', interrupted before its end' : ''}.`
      : 'No estimate: no rows were kept back.',
    ...(details.length > 0 ? ['', '```', ...details, '```'] : []),
    '',
    '## Network',
    text,
    '',
    '```',
    table,
    '```',
    '',
    '## Training',
    `${counted(stage!.epochs, 'epoch')}, weights of epoch ${stage!.best}, in ${stage!.seconds.toFixed(1)} s.`,
    ...(task.weights === undefined ? [] : [`\nEach row counts by its ${task.weights}, in scores too.`]),
    ...halfLifeLines(outcome).map((line) => `\n${line[0]!.toUpperCase()}${line.slice(1)}.`),
    '',
    '```json',
    JSON.stringify(settings, null, 2),
    '```',
    '',
    ...(findings ? ['## The doctor', '```', findingsText(findings), '```', ''] : []),
    '## Go on',
    '```',
    `npx wigglenet predict ${quoted(folder.model)} rows.csv`,
    `npx wigglenet evaluate ${quoted(folder.model)} rows.csv`,
    resumeCommand(folder.path),
    '```',
    '',
  ].join('\n')
}
