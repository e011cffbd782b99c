// One unit of the diagram: a button around its picture, its state in marks and words.
import { type Column, px, unitSize } from './network-places.ts'

export interface UnitProps {
  readonly column: Column
  readonly unit: number
  readonly label: string
  readonly words: string
  readonly off: boolean
  readonly dead: boolean
  /** Share of its answers in the tails. */
  readonly saturated: number
  readonly onToggle: () => void
  readonly onKey: (event: KeyboardEvent) => void
  readonly onSeen: (seen: boolean) => void
}

export function UnitButton({ column, unit, label, words, off, dead, saturated, ...on }: UnitProps) {
  const inside = (
    <>
      {column.node === 'x' && <span class="input-name">{label}</span>}
      {dead && <span class="dead-mark" aria-hidden="true" />}
      {saturated > 0 && (
        <span class="saturated-mark" aria-hidden="true">
          <span style={{ width: `${100 * saturated}%` }} />
        </span>
      )}
    </>
  )
  const shared = {
    class: `unit${off ? ' off' : ''}${column.hidden ? '' : ' fixed'}`,
    style: {
      left: px(column.x - unitSize / 2),
      top: px(column.y[unit]! - unitSize / 2),
      width: px(unitSize),
      height: px(unitSize),
    },
    title: words,
    onPointerEnter: () => on.onSeen(true),
    onPointerLeave: () => on.onSeen(false),
    onFocus: () => on.onSeen(true),
    onBlur: () => on.onSeen(false),
    onKeyDown: on.onKey,
  }
  if (column.node === 'x') {
    return (
      <div {...shared} role="img" aria-label={words}>
        {inside}
      </div>
    )
  }
  // Only hidden units can be switched off; those of the output take the focus for their numbers and their weights.
  return (
    <button
      type="button"
      {...shared}
      aria-label={words}
      aria-pressed={column.hidden ? !off : undefined}
      aria-disabled={!column.hidden}
      onClick={() => column.hidden && on.onToggle()}
    >
      {inside}
    </button>
  )
}
