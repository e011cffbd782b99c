// Reads XML strictly, for tests: tags that do not match, raw `<` and `&`, and attributes without quotes are errors.

export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: XmlElement[]
  text: string
}

const tag = /^<(\/?)([A-Za-z][\w:-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/
const entity = /&(?:amp|lt|gt|quot|#39);/g

const plain = (text: string) => {
  if (text.replace(entity, '').includes('&')) throw new Error(`raw & in ${JSON.stringify(text.slice(0, 80))}`)
  const known: Readonly<Record<string, string>> = {
    '&amp;': '&',
    '&lt;': '<',
    '&gt;': '>',
    '&quot;': '"',
    '&#39;': "'",
  }
  return text.replace(entity, (name) => known[name]!)
}

export function parseXml(text: string): XmlElement {
  const root: XmlElement = { name: '', attributes: {}, children: [], text: '' }
  const open = [root]
  for (let rest = text; rest !== ''; ) {
    const end = rest.indexOf('<')
    if (end !== 0) {
      const content = plain(end < 0 ? rest : rest.slice(0, end))
      for (const element of open) element.text += content
      rest = end < 0 ? '' : rest.slice(end)
      continue
    }
    const found = tag.exec(rest)
    if (!found) throw new Error(`no tag: ${rest.slice(0, 80)}`)
    const [whole, closing, name, attributes, empty] = found as unknown as [string, string, string, string, string]
    rest = rest.slice(whole.length)
    if (closing === '/') {
      const last = open.pop()!
      if (last.name !== name) throw new Error(`</${name}> where <${last.name}> is open`)
      continue
    }
    const pairs = Array.from(
      attributes.matchAll(/([\w:-]+)="([^"]*)"/g),
      ([, key, value]) => [key!, plain(value!)] as const,
    )
    if (new Set(pairs.map(([key]) => key)).size < pairs.length) throw new Error(`an attribute twice: ${whole}`)
    const element: XmlElement = { name, attributes: Object.fromEntries(pairs), children: [], text: '' }
    open.at(-1)!.children.push(element)
    if (empty === '') open.push(element)
  }
  if (open.length !== 1 || root.children.length !== 1) throw new Error('not one whole element')
  return root.children[0]!
}

/** All elements of that name, in document order. */
export function all(element: XmlElement, name: string): XmlElement[] {
  return element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...all(child, name)])
}

/** The group that Plot has labelled so. */
export function group(element: XmlElement, label: string): XmlElement {
  const found = all(element, 'g').find(({ attributes }) => attributes['aria-label'] === label)
  if (!found) throw new Error(`no group ${label}`)
  return found
}

/** What is written in the picture, without what is told where a reader points. */
export const texts = (element: XmlElement): string[] => all(element, 'text').map(({ text }) => text)
export const titles = (element: XmlElement): string[] => all(element, 'title').map(({ text }) => text)
