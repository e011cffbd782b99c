// A CSV file, chosen, dropped, pasted, or named in the address: read in the page by the library's own reader; the data never leave it.
import { useSignal } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import type { Table } from 'wigglenet'
import { limits } from '../limits.ts'
import { withData } from '../setup.ts'
import { counted } from '../views/drawn-words.ts'
import { SelectField } from './controls.tsx'
import type { State } from './state.ts'
import { type Choice, guessChoice, inputsOf, meaningsOf, rowsOf, settled, targetColumns } from './table-data.ts'

/** Rows that train and test. */
const fewest = 2

/** The file that the address names, `?data=penguins.csv`; a link that holds a setup of its own comes first. */
function besidePage(): string | undefined {
  return location.hash.length > 1 ? undefined : (new URLSearchParams(location.search).get('data') ?? undefined)
}

export function CsvFields({ state }: { readonly state: State }) {
  const table = useSignal<Table | undefined>(undefined)
  const choice = useSignal<Choice | undefined>(undefined)
  const note = useSignal<string | undefined>(undefined)

  function choose(from: Table, next: Choice): void {
    choice.value = next
    const { data, left } = rowsOf(from, next)
    if (data.y.length < fewest) {
      note.value = `At least ${fewest} rows must have a value in each of ${[...data.names, next.target].join(', ')}; got ${data.y.length} of ${from.rows}. Learn from other columns.`
      return
    }
    note.value = `${counted(data.y.length, 'point')} drawn${data.names.length > 2 ? ` in a plane of ${data.names.length} columns` : ''}${left > 0 ? `, ${counted(left, 'row')} left out (a value is missing, or too many rows)` : ''}.`
    state.open(withData(state.setup.value, data))
  }

  async function read(bytes: Uint8Array | string, where: string): Promise<void> {
    const { readCsv } = await import('@wigglenet/io')
    try {
      const found = readCsv(bytes, { where })
      const guess = guessChoice(found)
      if (!guess) {
        note.value = `${where}: there must be a column of at most ${limits.classes} classes and two of numbers, or two columns of numbers; got the columns ${found.columns.map(({ name }) => name).join(', ')}. Give a file that has them.`
        return
      }
      table.value = found
      choose(found, guess)
    } catch (error) {
      note.value = (error as Error).message
    }
  }
  const readFile = async (file: File | undefined) => {
    if (file) await read(new Uint8Array(await file.arrayBuffer()), file.name)
  }
  const readBeside = async (name: string) => {
    const url = new URL(name.split('/').map(encodeURIComponent).join('/'), location.href)
    const response = url.origin === location.origin ? await fetch(url).catch(() => undefined) : undefined
    if (response?.ok) return read(new Uint8Array(await response.arrayBuffer()), name)
    const got = response ? `status ${response.status}` : 'no file'
    note.value = `${name}: the file must lie beside the page, on the same server; got ${got}. Correct the address.`
  }
  const beside = useMemo(besidePage, [])
  useEffect(() => {
    if (beside !== undefined) void readBeside(beside)
  }, [])
  const [shown, chosen] = [table.value, choice.value]
  const inputs = shown && chosen ? inputsOf(shown, chosen.target) : []
  const change = (part: Partial<Choice>) => {
    const next = settled(shown!, { ...chosen!, ...part })
    if (next) choose(shown!, next)
    else
      note.value = `Without ${part.target ?? chosen!.target} there are too few number columns left to learn from: choose another target.`
  }
  return (
    <details
      class="csv"
      open={beside !== undefined}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault()
        void readFile(event.dataTransfer?.files[0])
      }}
    >
      <summary>Your own CSV</summary>
      <label class="field">
        <span>Choose a file, or drop one here</span>
        <input
          type="file"
          accept=".csv,.tsv,.txt,text/csv"
          onChange={(event) => void readFile(event.currentTarget.files?.[0])}
        />
      </label>
      <label class="field">
        <span>Or paste its text</span>
        <textarea
          rows={3}
          spellcheck={false}
          placeholder="x,y,class"
          onChange={(event) => void read(event.currentTarget.value, 'pasted text')}
        />
      </label>
      {shown && chosen && (
        <div class="fields">
          {column('Target', chosen.target, targetColumns(shown), (target) => change({ target }))}
          {column('Predict it as', chosen.as, meaningsOf(shown, chosen.target), (as) => change({ as }))}
          {column('Learn from', chosen.learn, scopes(chosen.as, inputs.length), (learn) => change({ learn }))}
          {chosen.learn === 'all columns' &&
            inputs.length > 2 &&
            column('Draw', chosen.draw, ['projection', 'two columns'], (draw) => change({ draw }))}
          {chosen.draw === 'two columns' && (
            <>
              {column('Across', chosen.x, inputs, (x) => change({ x }))}
              {chosen.learn !== 'one column' && column('Up', chosen.y, inputs, (y) => change({ y }))}
            </>
          )}
        </div>
      )}
      <p class="hint" role="status">
        {note.value ?? 'It is read in this page and sent nowhere.'}
      </p>
    </details>
  )
}

/** What can be learned from: with two columns all are drawn, and classes take two. */
const scopes = (as: Choice['as'], columns: number): Choice['learn'][] => [
  ...(columns > 2 ? ['all columns' as const] : []),
  ...(columns > 1 ? ['two columns' as const] : []),
  ...(as === 'a number' ? ['one column' as const] : []),
]

const column = <Name extends string>(
  label: string,
  value: Name,
  names: readonly Name[],
  onChange: (name: Name) => void,
) => (
  <SelectField label={label} value={value} options={names.map((name) => [name, name] as const)} onChange={onChange} />
)
