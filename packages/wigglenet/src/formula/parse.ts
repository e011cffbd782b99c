// Text → formula. A hand-written parser: bounded in length and depth, and it never runs what it reads.
// From loose to tight: `? :` (right), comparisons (one at most), `+ -`, `* /`, unary `-`, `^` (right).
import { deepFreeze, show } from '../check/check.ts'
import { refuse } from '../check/errors.ts'
import { functionNames } from './meaning.ts'
import type { BinaryOperator, Comparison, Formula, FunctionName } from './types.ts'

/** The longest formula, in characters. */
export const maximumLength = 2000
/** The deepest formula: a number or a name is 1 deep. */
export const maximumDepth = 64

interface Token {
  readonly kind: 'number' | 'name' | 'sign' | 'end'
  readonly text: string
  readonly column: number
}

/** What a formula is parsed for. */
export interface ParseOptions {
  /** Where the text stands, for errors: `relu.value`. */
  readonly where: string
  /** The names that the formula may use. */
  readonly names: readonly string[]
}

/** The syntax tree of a formula's text.
 *  Numbers (`2`, `.5`, `1e-3`), names, `+ - * / ^`, comparisons, `a ? b : c` and calls of `functionNames`. A minus before a
 *  number is part of that number; a call of `max` or `min` with more than two arguments becomes nested calls of two.
 *  Options: where, for errors; names, the allowed names
 *  Throws:  OptionError, with the column, when the text is no formula, uses another name, or is too long or too deep
 *  Example: parseFormula('max(0, z)', { where: 'relu.value', names: ['z'] })  */
export function parseFormula(text: string, { where, names }: ParseOptions): Formula {
  const fail = (expected: string, received: string, fix: string): never => {
    refuse(where, expected, received, fix)
  }
  if (typeof text !== 'string') fail('a formula must be a text', show(text), "Write it as a text, such as 'max(0, z)'.")
  if (text.length > maximumLength) {
    fail(`a formula must have at most ${maximumLength} characters`, `${text.length} characters`, 'Shorten it.')
  }
  const tokens = tokenize(text, fail)
  const depths = new Map<Formula, number>()
  let position = 0
  let nesting = 0

  const peek = () => tokens[position]!
  const take = (...texts: string[]): Token | undefined =>
    peek().kind === 'sign' && texts.includes(peek().text) ? tokens[position++] : undefined
  const received = () => (peek().kind === 'end' ? 'the end' : show(peek().text))
  const need = (sign: string): void => {
    if (!take(sign)) fail(`column ${peek().column} must be ${show(sign)}`, received(), 'Correct the formula.')
  }
  const tooDeep = (column: number) =>
    fail(
      `a formula must be at most ${maximumDepth} levels deep`,
      `a deeper one at column ${column}`,
      'Use fewer nested parts.',
    )
  const build = (node: Formula, column: number, ...parts: readonly Formula[]): Formula => {
    const depth = 1 + Math.max(0, ...parts.map((part) => depths.get(part)!))
    if (depth > maximumDepth) tooDeep(column)
    depths.set(node, depth)
    return node
  }
  // A level of the tree costs at most two entries here, so this bounds the stack and refuses no tree that is allowed.
  const nested = (parse: () => Formula): Formula => {
    if (++nesting > 2 * maximumDepth) tooDeep(peek().column)
    const formula = parse()
    nesting--
    return formula
  }

  const chooseLevel = (): Formula => {
    const when = compareLevel()
    const sign = take('?')
    if (!sign) return when
    const then = nested(chooseLevel)
    need(':')
    const otherwise = nested(chooseLevel)
    return build({ kind: 'choose', when, then, otherwise }, sign.column, when, then, otherwise)
  }
  const compareLevel = (): Formula => {
    const left = sumLevel()
    const sign = take('<', '<=', '>', '>=', '==', '!=')
    if (!sign) return left
    const right = sumLevel()
    return build({ kind: 'compare', operator: sign.text as Comparison, left, right }, sign.column, left, right)
  }
  const chain = (parse: () => Formula, ...operators: BinaryOperator[]): Formula => {
    let left = parse()
    for (let sign = take(...operators); sign; sign = take(...operators)) {
      const right = parse()
      left = build({ kind: 'binary', operator: sign.text as BinaryOperator, left, right }, sign.column, left, right)
    }
    return left
  }
  const sumLevel = () => chain(productLevel, '+', '-')
  const productLevel = () => chain(unaryLevel, '*', '/')
  const unaryLevel = (): Formula => {
    const sign = take('-')
    if (!sign) return powerLevel()
    const of = nested(unaryLevel)
    if (of.kind === 'number') return build({ kind: 'number', value: -of.value }, sign.column)
    return build({ kind: 'negate', of }, sign.column, of)
  }
  const powerLevel = (): Formula => {
    const left = primary()
    const sign = take('^')
    if (!sign) return left
    const right = nested(unaryLevel)
    return build({ kind: 'binary', operator: '^', left, right }, sign.column, left, right)
  }
  const primary = (): Formula => {
    if (take('(')) {
      const inner = nested(chooseLevel)
      need(')')
      return inner
    }
    const token = peek()
    if (token.kind !== 'number' && token.kind !== 'name') {
      fail(`column ${token.column} must be a number, a name, "-" or "("`, received(), 'Correct the formula.')
    }
    position++
    if (token.kind === 'number') return build({ kind: 'number', value: Number(token.text) }, token.column)
    if (take('(')) return call(token)
    if (!names.includes(token.text)) {
      const list = names.length === 0 ? 'none, since no names are allowed here' : `one of ${names.join(', ')}`
      fail(`the name at column ${token.column} must be ${list}`, show(token.text), 'Correct the name.')
    }
    return build({ kind: 'name', name: token.text }, token.column)
  }
  const call = (token: Token): Formula => {
    const name = token.text as FunctionName
    if (!functionNames().includes(name)) {
      const list = functionNames().join(', ')
      fail(`the function at column ${token.column} must be one of ${list}`, show(name), 'Choose a name from the list.')
    }
    const values = [nested(chooseLevel)]
    while (take(',')) values.push(nested(chooseLevel))
    need(')')
    const isMany = name === 'max' || name === 'min'
    if (isMany ? values.length < 2 : values.length > 1) {
      const count = isMany ? 'two or more arguments' : 'one argument'
      fail(`${name} at column ${token.column} must have ${count}`, String(values.length), 'Correct the arguments.')
    }
    if (!isMany) return build({ kind: 'call', name, of: values }, token.column, ...values)
    return values.reduce((left, right) => build({ kind: 'call', name, of: [left, right] }, token.column, left, right))
  }

  const formula = chooseLevel()
  if (peek().kind !== 'end') {
    fail(`column ${peek().column} must be an operator or the end`, received(), 'Correct the formula.')
  }
  return deepFreeze(formula)
}

function tokenize(text: string, fail: (expected: string, received: string, fix: string) => never): Token[] {
  const pattern = /\s*(?:((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|([A-Za-z_]\w*)|([<>=!]=|[-+*/^<>?:(),]))/y
  const tokens: Token[] = []
  const end = text.trimEnd().length
  while (pattern.lastIndex < end) {
    const start = pattern.lastIndex
    const match = pattern.exec(text)
    if (!match) {
      const column = start + text.slice(start).search(/\S/) + 1
      const character = String.fromCodePoint(text.codePointAt(column - 1)!)
      return fail(`column ${column} must be a number, a name or an operator`, show(character), 'Correct the formula.')
    }
    const found = match[1] ?? match[2] ?? match[3]!
    const column = pattern.lastIndex - found.length + 1
    if (match[1] !== undefined && !Number.isFinite(Number(found))) {
      fail(`the number at column ${column} must be finite`, found, 'Write a smaller number.')
    }
    const kind = match[1] !== undefined ? 'number' : match[2] !== undefined ? 'name' : 'sign'
    tokens.push({ kind, text: found, column })
  }
  tokens.push({ kind: 'end', text: '', column: end + 1 })
  return tokens
}
