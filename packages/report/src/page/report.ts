// What a report says, as data, and the page made from it.
import { accuracyInterval, describe, type Finding, UnsupportedError } from 'wigglenet'
import type { Figure, FigureName } from '../run/figure.ts'
import { figuresOf } from '../run/figures.ts'
import type { TrainedRun } from '../run/trained-run.ts'
import { escapeXml } from '../svg/paper.ts'
import type { PictureOptions } from '../svg/picture.ts'
import { counted } from '../svg/plotted.ts'
import { htmlPage } from './html-page.ts'

/** How good a model is, by rows that it has not seen. */
export interface ReportEstimate {
  /** Classification, or regression with R². */
  readonly accuracy?: number
  readonly rSquared?: number
  /** Rows that were judged. */
  readonly rows: number
  /** Where they count by weights: as many alike rows would make the score as sure. */
  readonly effectiveRows?: number
  /** After cross-validation: the scores of the folds, and their standard deviation. */
  readonly folds?: readonly number[]
  readonly deviation?: number
  /** Regression, in the unit of the target. */
  readonly meanAbsoluteError?: number
  readonly rootMeanSquaredError?: number
}

export interface Report {
  /** What the run is called. */
  readonly name: string
  readonly run: TrainedRun
  /** Left out where no rows were kept back. */
  readonly estimate?: ReportEstimate
  /** What the doctor has found, nothing among it; left out where no doctor has looked. */
  readonly findings?: readonly Pick<Finding, 'title' | 'evidence' | 'reason' | 'change'>[]
  /** Seconds of the training, and why it ended. */
  readonly seconds?: number
  readonly ended?: string
  /** What the run was asked to do, as names and values. */
  readonly settings?: Readonly<Record<string, unknown>>
  /** What to do next: commands, and what each is for. */
  readonly commands?: readonly { readonly command: string; readonly purpose: string }[]
}

/** Width that charts of a page are drawn for, in pixels: they shrink little on a telephone. */
const chartWidth = 400

const sections: readonly (readonly [title: string, lead: string, figures: readonly FigureName[]])[] = [
  [
    'How it learned, and how good it is',
    'Judged on rows that the weights were not fitted to.',
    ['curves', 'confusion', 'calibration', 'predictions', 'projection'],
  ],
  [
    'As it was trained',
    'How its layers fared, epoch by epoch.',
    ['health-over-time', 'update-ratio', 'weights-over-time', 'outputs-over-time'],
  ],
  ['What it does', 'Its answers over the space of its inputs.', ['regions', 'polygons', 'grid']],
  [
    'Inside',
    'The layers, their units and their weights.',
    ['network', 'weights', 'units', 'health', 'histogram', 'neuron'],
  ],
]

/** A report of a training run as one HTML page that needs nothing else: what was trained, how good it is and how sure that is, what the doctor
 *  says, pictures, and commands to go on. It opens without a network, follows the reader's choice of light and dark, and fits a telephone.
 *  Example: writeFileSync('report.html', reportHtml({ name: 'iris', run: { model, events, training, test } }))  */
export function reportHtml(report: Report): string {
  const { name, run, findings, settings, commands = [] } = report
  const drawn = new Map(
    figuresOf(run)
      .filter((figure) => isForPages(figure, run))
      .flatMap(drawIfPossible),
  )
  const parts = [
    header(report),
    ...(findings ? [doctor(findings)] : []),
    ...sections.flatMap(([title, lead, names]) => {
      const figures = names.flatMap((one) => drawn.get(one) ?? [])
      if (figures.length === 0) return []
      const unjudged = names.includes('curves') && !run.test && !run.confusion
      return [
        section(
          title,
          unjudged ? 'No rows were kept back: judged on the training rows, which says little.' : lead,
          `<div class="figures">${figures.join('')}</div>`,
        ),
      ]
    }),
    details(run, settings),
    ...(commands.length > 0 ? [section('Go on', 'In the folder where it was trained.', commandList(commands))] : []),
  ]
  return htmlPage(`${name} – wigglenet`, parts.join('\n'))
}

/** One picture of a run as a page that needs nothing else and follows the reader's choice of light and dark.
 *  Example: figurePage('iris-1', figureOf(run, 'confusion'))  */
export function figurePage(name: string, figure: Figure, options: Omit<PictureOptions, 'theme'> = {}): string {
  const { width = 640 } = options
  return htmlPage(
    `${figure.name} – ${name}`,
    `<header><p class="brand">${escapeXml(name)}</p></header><div class="alone" style="max-width:${width}px">${figure.draw({ ...options, width, theme: 'page' })}</div>`,
  )
}

/** Hidden units of a network whose exact regions are found for a page, at most: of more it could take minutes. */
const mostUnits = 64

/** Of more than two inputs, a slice says less than the projection does; and the first neuron of a network for images says little. */
function isForPages({ name }: Figure, { model }: TrainedRun): boolean {
  const { nodes, inputs } = model.network
  const hidden = nodes.slice(0, -1).reduce((sum, { units }) => sum + units, 0)
  if (name === 'polygons' && hidden > mostUnits) return false
  if (name === 'neuron' && model.preprocessing?.kind === 'image') return false
  return inputs === 2 || !['regions', 'polygons', 'grid', 'units'].includes(name)
}

/** A picture that there cannot be, as of regions without number, is missing in the page. */
function drawIfPossible({ name, draw }: Figure): [FigureName, string][] {
  try {
    return [[name, draw({ theme: 'page', width: chartWidth })]]
  } catch (error) {
    if (error instanceof UnsupportedError) return []
    throw error
  }
}

function header({ name, run, estimate, seconds, ended }: Report): string {
  const { model } = run
  const { network, provenance } = model
  const { text, parameters } = describe(network)
  const facts: (readonly [value: string, label: string])[] = [
    [counted(provenance.data.rows), 'training rows'],
    [counted(parameters), 'learnable parameters'],
    [counted(provenance.epochs), `epochs${ended === undefined ? '' : ` (${ended})`}`],
    ...(seconds === undefined
      ? []
      : [[`${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`, 'of training'] as const]),
  ]
  return `<header><p class="brand">wigglenet report</p><h1>${escapeXml(name)}</h1><p class="lead">A ${escapeXml(text.replace(/:.*/s, ''))} for ${model.task}${
    model.classes ? ` into ${model.classes.length} classes` : ''
  }.</p><div class="facts">${score(estimate)}<dl>${facts.map(([value, label]) => `<div><dt>${escapeXml(label)}</dt><dd>${escapeXml(value)}</dd></div>`).join('')}</dl></div></header>`
}

function score(estimate: ReportEstimate | undefined): string {
  if (!estimate)
    return '<div class="score"><b>?</b><span>no estimate</span><p>No rows were kept back to judge by.</p></div>'
  const { accuracy, rSquared } = estimate
  const [value, label] =
    accuracy === undefined ? [rSquared === undefined ? '?' : fixed(rSquared), 'R²'] : [percent(accuracy), 'accuracy']
  return `<div class="score"><b>${value}</b><span>${label}</span><p>${sureness(estimate)}</p></div>`
}

/** How far the score can be believed. */
function sureness({
  accuracy,
  rows,
  effectiveRows = rows,
  folds,
  deviation,
  meanAbsoluteError,
  rootMeanSquaredError,
}: ReportEstimate): string {
  const by = folds
    ? `Mean of ${folds.length} folds, ${counted(rows)} rows in all.`
    : `On ${counted(rows)} rows used neither to train nor to stop${effectiveRows < rows ? `, by weights as sure as ${counted(Math.round(effectiveRows))} alike` : ''}.`
  const share = accuracy !== undefined
  const spread =
    deviation === undefined
      ? ''
      : ` Standard deviation over the folds: ${share ? `${(100 * deviation).toFixed(1)} points` : deviation.toFixed(3)}.`
  // Folds share most of their training rows: by an interval for independent rows they would look surer than they are.
  const interval =
    accuracy !== undefined && !folds ? accuracyInterval(accuracy, Math.max(1, Math.round(effectiveRows))) : undefined
  const sure = interval ? ` 95 % interval: <strong>${percent(interval[0])} to ${percent(interval[1])}</strong>.` : ''
  const errors =
    meanAbsoluteError === undefined || rootMeanSquaredError === undefined
      ? ''
      : ` Errors: ${significant(meanAbsoluteError)} on average, root mean square ${significant(rootMeanSquaredError)}, in the unit of the target.`
  return by + sure + spread + errors
}

function doctor(findings: NonNullable<Report['findings']>): string {
  if (findings.length === 0) return section('The doctor', '', '<p class="healthy">Nothing wrong was found.</p>')
  const cards = findings.map(
    ({ title, evidence, reason, change }) =>
      `<li><h3>${escapeXml(title)}</h3><p>${escapeXml(evidence)}</p><p class="why">${escapeXml(reason)}</p><p class="try"><b>Try</b> ${escapeXml(change)}</p></li>`,
  )
  const lead = findings.length > 1 ? 'The most important first.' : ''
  return section('The doctor', lead, `<ol class="findings">${cards.join('')}</ol>`)
}

function details({ model }: TrainedRun, settings: Report['settings']): string {
  const { provenance, network } = model
  const rows: [string, unknown][] = [
    ...Object.entries(settings ?? {}),
    ['loss', model.loss.kind],
    ['seed', provenance.seed],
    ['steps', provenance.steps],
    ['device', provenance.engine.backend],
    ['library', provenance.library],
    ['fingerprint of the data', provenance.data.fingerprint],
  ]
  const unique = new Map(rows.filter(([, value]) => value !== undefined))
  const table = Array.from(
    unique,
    ([name, value]) => `<tr><th scope="row">${escapeXml(name)}</th><td>${escapeXml(said(value))}</td></tr>`,
  )
  return section(
    'Settings',
    '',
    `<details><summary>Network and settings</summary><pre>${escapeXml(describe(network).table)}</pre><table>${table.join('')}</table></details>`,
  )
}

const said = (value: unknown): string =>
  typeof value === 'string' ? value : Array.isArray(value) ? value.map(said).join(', ') : JSON.stringify(value)

const commandList = (commands: NonNullable<Report['commands']>) =>
  `<dl class="commands">${commands.map(({ command, purpose }) => `<div><dt><code>${escapeXml(command)}</code></dt><dd>${escapeXml(purpose)}</dd></div>`).join('')}</dl>`

const section = (title: string, lead: string, content: string) =>
  `<section><h2>${escapeXml(title)}</h2>${lead === '' ? '' : `<p class="lead">${escapeXml(lead)}</p>`}${content}</section>`

const percent = (share: number) => `${Number((100 * share).toFixed(1))} %`
const fixed = (value: number) => (value > -100 ? value.toFixed(3) : value.toPrecision(3)).replace('-', '−')
const significant = (value: number) => String(Number(value.toPrecision(3)))
