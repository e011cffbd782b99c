// What all charts have in common: a ground, a title, a key of the colours, and below them what was drawn.
import { type Colours, coloursOf, type Theme } from '../theme.ts'
import { shortened, textWidth, wrapped } from './lettering.ts'
import { element, escapeXml, type PaperElement } from './paper.ts'

/** How a chart is to look. */
export interface PictureOptions {
  /** Default `light`. With `page`, the chart is a `<figure>` of HTML with its title and an SVG in the colours of the page, which must have
   *  the variables of `themeCss`. */
  readonly theme?: Theme
  /** Width in pixels, in [240, 4000], default 480. */
  readonly width?: number
  /** Instead of the chart's own title. */
  readonly title?: string
  /** Instead of the chart's own sentence below the title. */
  readonly note?: string
}

export interface Key {
  readonly label: string
  readonly colour: string
  /** In [0, 1], default 1. */
  readonly opacity?: number
  /** `box` by default. Symbols are paths around 0, as Plot draws them. */
  readonly mark?: 'box' | 'line' | 'dashes' | { readonly symbol: string }
}

/** Something drawn that takes up room. */
export interface Drawn {
  readonly node: PaperElement
  readonly width: number
  readonly height: number
}

export interface Picture {
  readonly title: string
  /** A sentence below the title. */
  readonly note?: string
  readonly keys?: (colours: Colours) => readonly Key[]
  /** Draws in a width; what it returns stands below one another. */
  readonly draw: (colours: Colours, width: number) => readonly Drawn[]
}

export const fontFamily = "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
/** Sizes in pixels: of the title, and of all other writing. */
const titleSize = 17
export const textSize = 12
const padding = 20

/** A picture as SVG, or as a figure of a page. */
export function svgOf(picture: Picture, options: PictureOptions = {}): string {
  const { theme = 'light', width = 480, title = picture.title, note = picture.note } = options
  const colours = coloursOf(theme)
  const own = theme !== 'page'
  const [left, inner] = own ? [padding, width - 2 * padding] : [0, width]
  const placed: PaperElement[] = []
  let top = own ? padding : 0
  if (own) {
    placed.push(
      ...lines([shortened(title, titleSize, inner)], left, top, titleSize, { fill: colours.ink, 'font-weight': 600 }),
    )
    top += titleSize * 1.35
    if (note !== undefined) {
      const written = wrapped(note, textSize + 0.5, inner)
      placed.push(...lines(written, left, top + 2, textSize + 0.5, { fill: colours.soft }))
      top += written.length * (textSize + 0.5) * 1.4 + 2
    }
    top += 10
  }
  const keys = picture.keys?.(colours) ?? []
  if (keys.length > 0) {
    const drawn = keyRows(keys, inner, colours)
    drawn.node.setAttribute('transform', `translate(${left},${top})`)
    placed.push(drawn.node)
    top += drawn.height + 8
  }
  for (const { node, height } of picture.draw(colours, inner)) {
    placed.push(element('g', { transform: `translate(${left},${top})` }, node))
    top += height
  }
  const height = Math.ceil(top + (own ? padding - 6 : 0))
  const ground = own ? [element('rect', { width, height, fill: colours.paper })] : []
  const root = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      role: 'img',
      'aria-label': note === undefined ? title : `${title}. ${note}`,
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      'font-family': own ? fontFamily : undefined,
      'font-size': textSize,
      color: colours.ink,
      fill: 'currentColor',
    },
    ...ground,
    ...placed,
  )
  if (own) return String(root)
  const below = note === undefined ? '' : `<p>${escapeXml(note)}</p>`
  return `<figure><figcaption><h3>${escapeXml(title)}</h3>${below}</figcaption>${root}</figure>`
}

/** A drawing in the middle of a width. */
export function centred(width: number, drawn: Drawn): Drawn {
  return {
    node: element('g', { transform: `translate(${Math.max(0, (width - drawn.width) / 2)},0)` }, drawn.node),
    width,
    height: drawn.height,
  }
}

function lines(
  texts: readonly string[],
  x: number,
  top: number,
  size: number,
  attributes: Record<string, string | number>,
) {
  return texts.map((text, i) =>
    element('text', { x, y: top + size * (0.85 + 1.4 * i), 'font-size': size, ...attributes }, text),
  )
}

/** Keys from left to right, in as many rows as they need. */
function keyRows(keys: readonly Key[], width: number, colours: Colours): Drawn {
  const [line, swatch, gap] = [textSize * 1.6, 18, 16]
  const nodes: PaperElement[] = []
  let [x, y] = [0, 0]
  for (const { label, colour, opacity = 1, mark = 'box' } of keys) {
    const text = shortened(label, textSize, Math.min(width - swatch, 220))
    const wide = swatch + textWidth(text, textSize)
    if (x > 0 && x + wide > width) [x, y] = [0, y + line]
    nodes.push(
      element(
        'g',
        { transform: `translate(${x},${y + line / 2})` },
        swatchOf(mark, colour, opacity, colours.line),
        element('text', { x: swatch, y: '0.34em', fill: colours.soft }, text),
      ),
    )
    x += wide + gap
  }
  return { node: element('g', {}, ...nodes), width, height: y + line }
}

function swatchOf(mark: NonNullable<Key['mark']>, colour: string, opacity: number, edge: string): PaperElement {
  if (typeof mark === 'object') return element('path', { d: mark.symbol, transform: 'translate(6,0)', fill: colour })
  if (mark === 'box')
    return element('rect', {
      x: 0,
      y: -6,
      width: 12,
      height: 12,
      rx: 2,
      fill: colour,
      'fill-opacity': opacity,
      stroke: opacity < 0.3 ? edge : undefined,
    })
  return element('line', {
    x1: 0,
    x2: 13,
    y1: 0,
    y2: 0,
    stroke: colour,
    'stroke-width': 2.5,
    'stroke-dasharray': mark === 'dashes' ? '4 2.5' : undefined,
  })
}
