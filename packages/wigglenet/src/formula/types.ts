// The syntax tree of a formula: frozen data, JSON in and out.

export type FunctionName =
  | 'max'
  | 'min'
  | 'abs'
  | 'sign'
  | 'sqrt'
  | 'exp'
  | 'log'
  | 'tanh'
  | 'sigmoid'
  | 'erf'
  | 'sin'
  | 'cos'
  | 'floor'
export type BinaryOperator = '+' | '-' | '*' | '/' | '^'
export type Comparison = '<' | '<=' | '>' | '>=' | '==' | '!='

export type Formula =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'negate'; readonly of: Formula }
  | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: Formula; readonly right: Formula }
  | { readonly kind: 'compare'; readonly operator: Comparison; readonly left: Formula; readonly right: Formula }
  | { readonly kind: 'choose'; readonly when: Formula; readonly then: Formula; readonly otherwise: Formula }
  | { readonly kind: 'call'; readonly name: FunctionName; readonly of: readonly Formula[] }

/** One operation of a schedule: its arguments are the indices of earlier operations.
 *  `number` and `name` have none; `negate` one; `binary` and `compare` two; `choose` three (when, then, otherwise); `call` its own. */
export type Operation =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'negate'; readonly of: number }
  | { readonly kind: 'binary'; readonly operator: BinaryOperator; readonly left: number; readonly right: number }
  | { readonly kind: 'compare'; readonly operator: Comparison; readonly left: number; readonly right: number }
  | { readonly kind: 'choose'; readonly when: number; readonly then: number; readonly otherwise: number }
  | { readonly kind: 'call'; readonly name: FunctionName; readonly of: readonly number[] }

/** Several formulas as one straight list of operations in which nothing is computed twice.
 *  `results[i]` is the index of the operation that gives the i-th formula. */
export interface OperationList {
  readonly operations: readonly Operation[]
  readonly results: readonly number[]
}
