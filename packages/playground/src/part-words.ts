// Names of the library's parts as a menu shows them. A new part needs no line here: its kind is told with spaces.

const spelled: Readonly<Record<string, string>> = {
  identity: 'none (linear)',
  adam: 'Adam',
  svm: 'multiclass SVM',
  'binary-svm': 'SVM, one score',
  'binary-softmax': 'softmax, one score',
  'mean-squared-error': 'mean squared error',
}

/** A kind as people write it: `leaky-relu` is leaky ReLU, `gradient-descent` gradient descent. */
export function partName(kind: string): string {
  return spelled[kind] ?? kind.split('-').map(unitName).join(' ')
}

/** ReLU, PReLU, ELU, GELU, SiLU and their like end in LU: linear unit. */
function unitName(word: string): string {
  const [, first, middle = '', number] = /^(.*?)(re|i|e)?lu(\d*)$/.exec(word) ?? []
  if (first === undefined) return word
  const inner = middle === 're' ? 'Re' : middle === 'i' ? 'i' : middle.toUpperCase()
  return `${first.toUpperCase()}${inner}LU${number}`
}
