import type { NeuronDiagram } from 'wigglenet'
import { shortened } from '../svg/lettering.ts'
import { element, type PaperElement } from '../svg/paper.ts'
import { type PictureOptions, svgOf } from '../svg/picture.ts'
import { short } from '../svg/plotted.ts'
import type { Colours } from '../theme.ts'

/** One unit as the mathematical model of a neuron: signals on the left, synapses that weigh them, the cell body that sums them, and the
 *  activation on the way out; with a row, the numbers that flow.
 *  Source:  CS231n Neural Networks 1, "Biological motivation and connections"
 *  Example: neuronChart(neuronDiagram(model, 'h1', 0, { row: [0.5, -1] }))  */
export function neuronChart(diagram: NeuronDiagram, options: PictureOptions = {}): string {
  const { layer, unit, hidden } = diagram
  return svgOf(
    {
      title: `Neuron ${unit} of ${layer}`,
      note: `Signals, weighed by synapses, are summed in the cell body; the activation of the sum leaves.${hidden > 0 ? ` ${hidden} weaker ${hidden === 1 ? 'input is' : 'inputs are'} not drawn.` : ''}`,
      keys: ({ positive, negative }) => [
        { label: 'excitatory', colour: positive, mark: 'line' },
        { label: 'inhibitory', colour: negative, mark: 'line' },
      ],
      draw: (colours, width) => [draw(diagram, colours, width)],
    },
    options,
  )
}

function draw({ inputs, bias, cellBody, activation, axon }: NeuronDiagram, colours: Colours, width: number) {
  const height = Math.max(190, 46 * inputs.length + 20)
  const [x0, bodyX, bodyY] = [96, width * 0.65, height / 2]
  const radius = Math.min(58, width * 0.13)
  const most = Math.max(...inputs.map(({ weight }) => Math.abs(weight)), 1e-12)
  const text = (x: number, y: number, content: string, more: Record<string, string | number> = {}) =>
    element('text', { x, y, 'text-anchor': 'middle', fill: colours.ink, ...more }, content)
  const beside = { 'text-anchor': 'start', 'font-size': 11, fill: colours.soft }
  const branches = inputs.flatMap(({ name, synapse, weight, effect, value, product, y }): PaperElement[] => {
    const at = 14 + y * (height - 28)
    const colour = effect === 'none' ? colours.soft : effect === 'excitatory' ? colours.positive : colours.negative
    const [endX, endY] = [bodyX - radius * 0.93, bodyY + (at - bodyY) * ((radius * 0.6) / height)]
    return [
      element(
        'path',
        {
          d: `M${x0 + 8},${at.toFixed(1)}H${x0 + 62}C${x0 + 102},${at.toFixed(1)} ${(endX - 40).toFixed(1)},${endY.toFixed(1)} ${endX.toFixed(1)},${endY.toFixed(1)}`,
          stroke: colour,
          'stroke-width': (0.8 + (3.4 * Math.abs(weight)) / most).toFixed(2),
          fill: 'none',
          class: 'dendrite',
        },
        element(
          'title',
          {},
          `${name}\n${synapse} = ${short(weight)}${product === undefined ? '' : `\ngives ${short(product)}`}`,
        ),
      ),
      element('circle', { cx: x0 + 8, cy: at, r: 3.5, fill: colour }),
      text(
        x0,
        at + 4,
        `${shortened(name, 12, value === undefined ? 88 : 54)}${value === undefined ? '' : ` = ${short(value)}`}`,
        { 'text-anchor': 'end' },
      ),
      text(x0 + 18, at - 8, `× ${short(weight)}`, beside),
      ...(product === undefined ? [] : [text(x0 + 18, at + 15, `= ${short(product)}`, beside)]),
    ]
  })
  const out = bodyX + radius
  const formula = `f = ${activation.kind}`
  return {
    node: element(
      'g',
      {},
      ...branches,
      element('circle', {
        cx: bodyX,
        cy: bodyY,
        r: radius,
        fill: colours.paper,
        stroke: colours.ink,
        'stroke-width': 1.5,
        class: 'cell-body',
      }),
      text(bodyX, bodyY - 14, 'cell body', { 'font-size': 11, fill: colours.soft }),
      text(bodyX, bodyY + 4, cellBody.text, { 'font-weight': 600 }),
      text(bodyX, bodyY + 21, `b = ${short(bias)}`, { 'font-size': 11, fill: colours.soft }),
      ...(cellBody.sum === undefined ? [] : [text(bodyX, bodyY + 37, `= ${short(cellBody.sum)}`, { 'font-size': 11 })]),
      element('path', {
        d: `M${out},${bodyY}H${width - 12}m-6,-5l7,5l-7,5`,
        stroke: colours.ink,
        'stroke-width': 1.8,
        fill: 'none',
      }),
      text((out + width) / 2, bodyY - 26, 'output axon', { 'font-size': 11, fill: colours.soft }),
      text((out + width) / 2, bodyY - 10, axon.rate === undefined ? formula : short(axon.rate), { 'font-weight': 600 }),
      text((out + width) / 2, bodyY + 20, axon.rate === undefined ? '' : formula, {
        'font-size': 11,
        fill: colours.soft,
      }),
    ),
    width,
    height,
  }
}
