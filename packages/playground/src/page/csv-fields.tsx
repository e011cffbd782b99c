// A CSV file, chosen, dropped, pasted, or named in the address: read in the page by the library's own reader; the data never leave it.
import { useSignal } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import type { Table } from 'wigglenet'
import { withData } from '../setup.ts'
import { SelectField } from './controls.tsx'
import type { State } from './state.ts'
import { type Choice, classColumns, guessChoice, numericColumns, pointsOf } from './table-data.ts'

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
    const { data, left } = pointsOf(from, next)
    note.value = `${data.y.length} points drawn${data.names.length > 2 ? ` in a plane of ${data.names.length} columns` : ''}${left > 0 ? `, ${left} rows left out (a value is missing, or too many rows)` : ''}.`
    state.open(withData(state.setup.value, data))
  }

  async function read(bytes: Uint8Array | string, where: string): Promise<void> {
    const { readCsv } = await import('@wigglenet/io')
    try {
      const found = readCsv(bytes, { where })
      const guess = guessChoice(found)
      if (!guess) {
        note.value = `${where}: there must be two number columns and a column of at most 10 classes; got the columns ${found.columns.map(({ name }) => name).join(', ')}. Give a file that has them.`
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
  const inputs = shown && chosen ? numericColumns(shown).filter((name) => name !== chosen.label) : []
  /** Another class column must not be drawn too, and the two axes are never the same column. */
  const chooseColumn = (part: 'x' | 'y' | 'label') => (name: string) => {
    const next = { ...chosen!, [part]: name }
    const free = numericColumns(shown!).filter((own) => own !== next.label)
    const x = free.includes(next.x) && (part === 'x' || next.x !== next.y) ? next.x : free.find((own) => own !== next.y)
    const y = free.includes(next.y) && next.y !== x ? next.y : free.find((own) => own !== x)
    if (x !== undefined && y !== undefined) choose(shown!, { ...next, x, y })
    else note.value = `Without ${next.label} there are no two number columns left to draw: choose another class.`
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
          {column('Class', chosen.label, classColumns(shown), chooseColumn('label'))}
          {inputs.length > 2 && (
            <>
              {column('Learn from', chosen.learn, ['all columns', 'the two drawn'], (learn) =>
                choose(shown, { ...chosen, learn, ...(learn === 'the two drawn' && { draw: 'two columns' }) }),
              )}
              {chosen.learn === 'all columns' &&
                column('Draw', chosen.draw, ['projection', 'two columns'], (draw) =>
                  choose(shown, { ...chosen, draw }),
                )}
            </>
          )}
          {chosen.draw === 'two columns' && (
            <>
              {column('Across', chosen.x, inputs, chooseColumn('x'))}
              {column('Up', chosen.y, inputs, chooseColumn('y'))}
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

const column = <Name extends string>(
  label: string,
  value: Name,
  names: readonly Name[],
  onChange: (name: Name) => void,
) => (
  <SelectField label={label} value={value} options={names.map((name) => [name, name] as const)} onChange={onChange} />
)
