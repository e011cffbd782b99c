// The chapter as one page: what the text says, what was expected, what was measured, pictures.
import { dense, describe, network, relu, version } from 'wigglenet'
import type { Measurement, Outcome } from '../experiment.ts'
import { cellText, missingText, verdictWords } from '../result-text.ts'
import type { Result } from '../run-experiment.ts'
import { drawFigure } from './draw.ts'
import { escapeHtml } from './escape-html.ts'
import { prose } from './prose.ts'
import { style } from './style.ts'

/** Width that figures are drawn for, in pixels: they shrink little on a telephone. */
const figureWidth = 420

export interface PageOptions {
  readonly seed: number
  /** Where it was measured, such as `2 cores, Node 20`. */
  readonly machine: string
}

/** The results as one HTML page that needs nothing else, follows the reader's choice of light and dark, and fits a telephone.
 *  Example: writeFileSync('index.html', chapterPage(results, { seed: 1, machine: '2 cores' }))  */
export function chapterPage(results: readonly Result[], options: PageOptions): string {
  const title = 'Neural networks, measured'
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${style()}</style>
</head>
<body>
<main>
${introduction(title, results)}
${results.map(section).join('\n')}
${footer(results, options)}
</main>
</body>
</html>
`
}

function introduction(title: string, results: readonly Result[]): string {
  const measured = results.flatMap(({ outcome }) => outcome ?? [])
  const count = (verdict: Outcome['verdict']) => measured.filter((own) => own.verdict === verdict).length
  const one = describe(network(3, [dense(4, relu()), dense(2)]))
  const contents = results.map(
    ({ experiment, outcome }) =>
      `<li><a href="#${experiment.name}"><span>${experiment.number}</span><span>${escapeHtml(experiment.title)}</span>${verdictOf(outcome)}</a></li>`,
  )
  return `<header>
<h1>${title}</h1>
<p class="lead">A well-known chapter on neural networks says many things about how they behave: which neurons learn fast, which ones die, what a hidden layer buys. On this page each of its claims is an experiment. It was run, and the verdict was computed from what came out.</p>
<p>The chapter is “Neural Networks Part 1” of Stanford’s course CS231n. Its claims are told here in other words; the place where each stands is given. A neuron is a small thing: it multiplies its inputs by weights, adds them up with a bias, and bends the sum. Four of them in a row over three inputs, and two more on top, are already a network with ${one.parameters} numbers to learn. What such networks do when they learn is a question for measurement.</p>
<p>Measured: ${measured.length} ${measured.length === 1 ? 'claim' : 'claims'}. Of these hold: ${count('holds')}; in part: ${count('partly')}; not here: ${count('fails')}. “Here” means: in small fully-connected networks, on the data named. A ✓ stands before each measured sentence that agrees with the claim, a ✗ before each that does not. Where a measurement disagrees with the text, that is said, and it is a reason to ask under which conditions the text would be right.</p>
</header>
<nav aria-label="Experiments"><ol>${contents.join('')}</ol></nav>`
}

function verdictOf(outcome: Outcome | undefined): string {
  return outcome
    ? `<span class="verdict ${outcome.verdict}">${verdictWords[outcome.verdict]}</span>`
    : '<span class="verdict none">not measured</span>'
}

function section({ experiment, outcome, missing, folder, short }: Result): string {
  const { name, number, title, idea, claim, hypothesis, method, budgetSeconds } = experiment
  const found = outcome
    ? results(outcome)
    : `<p class="result none">Not measured: ${escapeHtml(missingText(missing, folder))}</p>`
  return `<section id="${name}">
<p class="number">${number}</p>
<h2>${escapeHtml(title)}</h2>
<p class="idea">${prose(idea)}</p>
<h3>What the text says</h3><blockquote>${prose(claim.says)}<small>${escapeHtml(claim.place)}</small></blockquote>
<h3>What we expect if that is so</h3><p>${prose(hypothesis)}</p>
<h3>How it is measured</h3><p>${prose(method)} <small>At most ${budgetSeconds[short ? 'short' : 'full']} seconds on 2 cores.</small></p>
${found}
</section>`
}

function results({ verdict, findings, remarks, figures, measurements }: Outcome): string {
  const items = findings.map(({ holds, says }) => `<li class="${holds ? 'yes' : 'no'}">${prose(says)}</li>`)
  const pictures = figures.map((figure) => drawFigure(figure, { theme: 'page', width: figureWidth }))
  return `<p class="result ${verdict}">The claim ${verdictWords[verdict]}.</p>
<ul class="findings">${items.join('')}</ul>
${remarks.length > 0 ? `<div class="remarks">${remarks.map((remark) => `<p>${prose(remark)}</p>`).join('')}</div>` : ''}
${pictures.length > 0 ? `<div class="figures">${pictures.join('')}</div>` : ''}
${measurements.length > 0 ? `<details><summary>The measured numbers</summary>${measurements.map(table).join('')}</details>` : ''}`
}

function table({ title, columns, rows }: Measurement): string {
  const head = columns.map(
    ({ name, unit }) => `<th scope="col">${escapeHtml(unit === undefined ? name : `${name} (${unit})`)}</th>`,
  )
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${prose(cellText(cell))}</td>`).join('')}</tr>`)
  return `<div class="table"><table><caption>${escapeHtml(title)}</caption><thead><tr>${head.join('')}</tr></thead><tbody>${body.join('')}</tbody></table></div>`
}

function footer(results: readonly Result[], { seed, machine }: PageOptions): string {
  const seconds = Math.round(results.reduce((sum, own) => sum + own.seconds, 0))
  const short = results.some((own) => own.short) ? ' This is the short form, with less data and fewer seeds.' : ''
  return `<footer><p>Measured with wigglenet ${escapeHtml(version)}, seed ${seed}, on ${escapeHtml(machine)}, in ${seconds} seconds.${short} The same seed gives the same numbers again, except for times. To run it yourself: <code>wigglenet chapter</code>, or <code>wigglenet chapter dying-relu</code> for one experiment.</p><p>The text: CS231n, “Convolutional Neural Networks for Visual Recognition”, module Neural Networks Part 1, <a href="https://cs231n.github.io/neural-networks-1/">cs231n.github.io/neural-networks-1</a>.</p></footer>`
}
