import type { DiagramNode, NetworkDiagram } from 'wigglenet'
import { shortened, textWidth } from '../svg/lettering.ts'
import { element, type PaperElement } from '../svg/paper.ts'
import { type PictureOptions, svgOf } from '../svg/picture.ts'
import { short } from '../svg/plotted.ts'
import type { Colours } from '../theme.ts'

/** A network as circles and lines: a line is as strong as its weight is among those of its layer, blue where it is positive and orange where
 *  it is negative. Of large layers the first and the last units stand for all.
 *  Example: networkChart(networkDiagram(model, { units: 12 }))  */
export function networkChart(diagram: NetworkDiagram, options: PictureOptions = {}): string {
  const { nodes, edges, layers } = diagram
  const weighted = edges.some(({ weight }) => weight !== undefined)
  const hidden = layers.some(({ hidden: count }) => count > 0)
  return svgOf(
    {
      title: 'The network',
      note: `${weighted ? 'Lines are as strong as their weights.' : 'Every line is a weight.'}${hidden ? ' Some units of large layers are not drawn.' : ''}`,
      keys: ({ positive, negative }) =>
        weighted
          ? [
              { label: 'positive weight', colour: positive, mark: 'line' },
              { label: 'negative weight', colour: negative, mark: 'line' },
            ]
          : [],
      draw: (colours, width) => [draw(diagram, nodes, colours, width)],
    },
    options,
  )
}

function draw({ edges, layers }: NetworkDiagram, nodes: readonly DiagramNode[], colours: Colours, width: number) {
  const size = 11
  const side = (x: number) =>
    Math.max(
      0,
      ...nodes
        .filter((node) => node.x === x && node.label !== undefined)
        .map(({ label }) => Math.min(96, textWidth(label!, size))),
    ) + 18
  const [left, right] = [side(0), side(1)]
  const most = Math.max(...layers.map(({ x }) => nodes.filter((node) => node.x === x).length))
  const [top, high] = [44, Math.min(440, Math.max(120, most * 26))]
  const radius = Math.min(8, Math.max(3.5, high / most / 3.2))
  const place = new Map(nodes.map(({ id, x, y }) => [id, [left + x * (width - left - right), top + y * high] as const]))
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const name = (id: string) => {
    const { layer, unit, label } = byId.get(id)!
    return label ?? `${layer} ${unit}`
  }
  const lines = [...edges]
    .sort((a, b) => (a.strength ?? 0) - (b.strength ?? 0))
    .map(({ from, to, weight, sign, strength = 0.3, piece }) => {
      const [[x1, y1], [x2, y2]] = [place.get(from)!, place.get(to)!]
      const bend = (x2 - x1) / 2.4
      return element(
        'path',
        {
          d: `M${x1.toFixed(1)},${y1.toFixed(1)}C${(x1 + bend).toFixed(1)},${y1.toFixed(1)} ${(x2 - bend).toFixed(1)},${y2.toFixed(1)} ${x2.toFixed(1)},${y2.toFixed(1)}`,
          stroke: sign === undefined || sign === 0 ? colours.soft : sign > 0 ? colours.positive : colours.negative,
          'stroke-width': (0.4 + 3 * strength).toFixed(2),
          'stroke-opacity': (0.12 + 0.78 * strength).toFixed(2),
          fill: 'none',
          class: 'weight',
        },
        ...(weight === undefined
          ? []
          : [
              element(
                'title',
                {},
                `${name(from)} to ${name(to)}${piece ? `, piece ${piece}` : ''}\nweight ${short(weight)}`,
              ),
            ]),
      )
    })
  const circles = nodes.map(({ id, x, unit, count, label, bias }): PaperElement => {
    const [cx, cy] = place.get(id)!
    if (unit === undefined)
      return element(
        'text',
        { x: cx, y: cy, dy: '0.35em', 'text-anchor': 'middle', 'font-size': size, fill: colours.soft },
        `+${count}`,
      )
    const text = label === undefined ? [] : [shortened(label, size, 96)]
    return element(
      'g',
      { class: 'unit' },
      element('title', {}, `${name(id)}${bias === undefined ? '' : `\nbias ${short(bias)}`}`),
      element('circle', { cx, cy, r: radius, fill: colours.paper, stroke: colours.ink, 'stroke-width': 1.3 }),
      ...text.map((line) =>
        element(
          'text',
          {
            // Within the network lines leave to both sides.
            x: x === 0 ? cx - radius - 5 : x === 1 ? cx + radius + 5 : cx,
            y: x === 0 || x === 1 ? cy : cy - radius - 4,
            dy: x === 0 || x === 1 ? '0.35em' : 0,
            'font-size': size,
            fill: colours.ink,
            'text-anchor': x === 0 ? 'end' : x === 1 ? 'start' : 'middle',
          },
          line,
        ),
      ),
    )
  })
  const heads = headsOf(layers, left, width - left - right, colours, size)
  return { node: element('g', {}, ...heads, ...lines, ...circles), width, height: top + high + 10 }
}

/** What stands above each column: the name of the layer, and how many units of which kind it has. */
function headsOf(
  layers: NetworkDiagram['layers'],
  left: number,
  wide: number,
  colours: Colours,
  size: number,
): PaperElement[] {
  const columns = [...new Set(layers.map(({ x }) => x))]
  const room = wide / Math.max(1, columns.length - 1) - 6
  return columns.flatMap((x) => {
    const own = layers.filter((layer) => layer.x === x)
    const title = own.map(({ name, kind }) => (kind === 'input' ? 'input' : name)).join(', ')
    const kind = own
      .map(
        ({ units, activation, kind: type }) =>
          `${units}${activation && activation !== 'identity' ? ` ${activation}` : type === 'maxout' ? ' maxout' : ''}`,
      )
      .join(', ')
    const anchor = x === 0 ? 'start' : x === 1 ? 'end' : 'middle'
    const at = x === 0 ? Math.max(0, left - 18) : x === 1 ? left + wide + 18 : left + x * wide
    return [
      element(
        'text',
        { x: at, y: 14, 'text-anchor': anchor, 'font-weight': 600, 'font-size': size, fill: colours.ink },
        shortened(title, size, room),
      ),
      element(
        'text',
        { x: at, y: 29, 'text-anchor': anchor, 'font-size': size, fill: colours.soft },
        shortened(kind, size, room),
      ),
    ]
  })
}
