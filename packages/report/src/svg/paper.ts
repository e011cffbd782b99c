// A document of about the size that Observable Plot needs to draw on: elements, attributes and text, written out as XML. So a chart is made
// the same way, to the byte, in Node and in a browser, and no other DOM is loaded. It lays nothing out and knows no events.
const namespaces = { svg: 'http://www.w3.org/2000/svg', html: 'http://www.w3.org/1999/xhtml' } as const

/** Text that may stand between tags and within quotes of XML and HTML; characters that XML does not have are left out. */
export function escapeXml(text: string): string {
  return text
    .replace(notXml, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

/** Control characters but tab and line ends, halves of characters, and two that are none. */
const notXml = /[^\t\n\r\P{Cc}]|[\u{d800}-\u{dfff}\u{fffe}\u{ffff}]/gu

class PaperText {
  parentNode: PaperElement | null = null
  constructor(readonly data: string) {}
  get textContent(): string {
    return this.data
  }
  toString(): string {
    return escapeXml(this.data)
  }
}

type PaperNode = PaperElement | PaperText

/** An element; what Plot and d3-selection call of it, and no more. */
export class PaperElement {
  parentNode: PaperElement | null = null
  readonly childNodes: PaperNode[] = []
  private readonly attributes = new Map<string, string>()
  private readonly styles = new Map<string, string>()
  readonly style = {
    setProperty: (name: string, value: string) => void this.styles.set(name, String(value)),
    removeProperty: (name: string) => void this.styles.delete(name),
  }

  constructor(
    readonly ownerDocument: Paper,
    readonly tagName: string,
    readonly namespaceURI: string = namespaces.svg,
  ) {}

  get children(): PaperElement[] {
    return this.childNodes.filter((node) => node instanceof PaperElement)
  }
  get firstChild(): PaperNode | null {
    return this.childNodes[0] ?? null
  }
  get lastChild(): PaperNode | null {
    return this.childNodes.at(-1) ?? null
  }
  /** Itself or an element around it; Plot asks for the figure. */
  get ownerSVGElement(): PaperElement | null {
    for (let at = this.parentNode; at; at = at.parentNode) if (at.tagName === 'svg') return at
    return null
  }

  setAttribute(name: string, value: unknown): void {
    this.attributes.set(name, String(value))
  }
  setAttributeNS(_: string, name: string, value: unknown): void {
    this.setAttribute(name, value)
  }
  getAttribute(name: string): string | null {
    return this.attributes.get(name) ?? null
  }
  hasAttribute(name: string): boolean {
    return this.attributes.has(name)
  }
  removeAttribute(name: string): void {
    this.attributes.delete(name)
  }

  get textContent(): string {
    return this.childNodes.map((node) => node.textContent).join('')
  }
  set textContent(text: string) {
    for (const node of this.childNodes) node.parentNode = null
    this.childNodes.length = 0
    if (text !== '') this.appendChild(new PaperText(String(text)))
  }

  appendChild<Node extends PaperNode>(node: Node): Node {
    return this.insertBefore(node, null)
  }
  append(...nodes: (PaperNode | string)[]): void {
    for (const node of nodes) this.appendChild(typeof node === 'string' ? new PaperText(node) : node)
  }
  insertBefore<Node extends PaperNode>(node: Node, before: PaperNode | null): Node {
    node.parentNode?.removeChild(node)
    const place = before ? this.childNodes.indexOf(before) : -1
    this.childNodes.splice(place < 0 ? this.childNodes.length : place, 0, node)
    node.parentNode = this
    return node
  }
  removeChild(node: PaperNode): void {
    this.childNodes.splice(this.childNodes.indexOf(node), 1)
    node.parentNode = null
  }

  /** The element as XML: lengths to a hundredth, which is below what an eye can see. */
  toString(): string {
    const style = Array.from(this.styles, ([name, value]) => `${name}:${value}`).join(';')
    const all = style === '' ? [...this.attributes] : [...this.attributes, ['style', style] as const]
    const written = all.map(([name, value]) => ` ${name}="${escapeXml(lengths.has(name) ? rounded(value) : value)}"`)
    const inner = this.childNodes.join('')
    return `<${this.tagName}${written.join('')}${inner === '' ? '/>' : `>${inner}</${this.tagName}>`}`
  }
}

const lengths = new Set([
  'd',
  'x',
  'y',
  'x1',
  'x2',
  'y1',
  'y2',
  'cx',
  'cy',
  'r',
  'rx',
  'width',
  'height',
  'points',
  'transform',
])
const rounded = (text: string) =>
  text.replace(/-?\d+\.\d{3,}(e-?\d+)?/g, (number) => String(Number(Number(number).toFixed(2))))

/** A blank document. */
export class Paper {
  readonly documentElement: PaperElement = new PaperElement(this, 'html', namespaces.html)

  createElementNS(namespace: string, name: string): PaperElement {
    return new PaperElement(this, name, namespace)
  }
  createElement(name: string): PaperElement {
    return new PaperElement(this, name, namespaces.html)
  }
  createTextNode(text: string): PaperText {
    return new PaperText(text)
  }
}

/** An element of SVG with these attributes and children; what is undefined is left out.
 *  Example: String(element('circle', { r: 2 }))  // '<circle r="2"/>'  */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>> = {},
  ...children: (PaperElement | string)[]
): PaperElement {
  const made = new PaperElement(blank(), name)
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(key, value)
  made.append(...children)
  return made
}

/** A document for each drawing would do as well; elements do not mind which. */
const blank = () => new Paper()
