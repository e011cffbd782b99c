// What leaves the page as a file, and the model file that comes into it.
import type { Model } from 'wigglenet'
import type { Page } from './app.tsx'
import { copyLink } from './copy-link.ts'
import { isDark } from './theme.ts'

const name = 'playground'

export function FilesMenu({ page }: { readonly page: Page }) {
  const { state, note } = page

  /** The model as it stands, once the worker has sent it. */
  const model = (): Promise<Model> =>
    new Promise((resolve, reject) =>
      state.save((bytes) => {
        import('wigglenet').then(({ modelFromBytes }) => resolve(modelFromBytes(bytes)), reject)
      }),
    )

  /** What cannot be made is told, and never lost in the console. */
  const told = (work: () => Promise<void>) => () =>
    void work().catch((error: Error) => {
      note.value = error.message
    })

  const saveModel = () =>
    state.save((bytes) => download(`${name}.wiggle.safetensors`, new Blob([new Uint8Array(bytes)])))

  const saveCode = told(async () => {
    const { modelCode } = await import('./model-code.ts')
    const opened = state.opened.value!
    const row = Array.from(opened.train.X.subarray(0, opened.names.length), (x) => Number(x.toPrecision(3)))
    download(`${name}.ts`, new Blob([modelCode(await model(), row)], { type: 'text/typescript' }))
  })

  const savePicture = (kind: 'svg' | 'png') =>
    told(async () => {
      const { pictureSvg, pictureBlob } = await import('./picture.ts')
      const svg = pictureSvg(await model(), state.opened.value!, isDark() ? 'dark' : 'light')
      download(
        `${name}.${kind}`,
        kind === 'svg' ? new Blob([svg], { type: 'image/svg+xml' }) : await pictureBlob(svg, 2),
      )
    })

  const openModel = (file: File) =>
    told(async () => {
      const { modelFromBytes } = await import('wigglenet')
      const { setupOfModel } = await import('./model-import.ts')
      const read = modelFromBytes(new Uint8Array(await file.arrayBuffer()), file.name)
      const shared = setupOfModel(read, state.setup.value)
      if ('problem' in shared) note.value = shared.problem
      else {
        page.variation.value = undefined
        state.open(shared.setup, { run: false, weights: shared.weights })
        note.value = `${file.name} is open: its network, its weights and how it was trained.`
      }
    })

  return (
    <details
      class="menu"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        close(event)
        event.currentTarget.querySelector('summary')?.focus()
      }}
      onFocusOut={(event) => {
        // Opening a file leaves the page for a moment without going anywhere else.
        const next = event.relatedTarget as Node | null
        if (next && !event.currentTarget.contains(next)) close(event)
      }}
    >
      <summary>Files</summary>
      <div>
        <label class="file-button">
          Open a model file …
          <input
            type="file"
            accept=".safetensors"
            onChange={(event) => {
              const [file] = event.currentTarget.files ?? []
              if (file) openModel(file)()
              event.currentTarget.value = ''
              close(event)
            }}
          />
        </label>
        <Item onClick={() => void copyLink(page, state.view.value?.parameters)}>Copy link with weights</Item>
        <Item onClick={saveModel}>Save model</Item>
        <Item onClick={saveCode}>Save as TypeScript</Item>
        <Item onClick={savePicture('svg')}>Save picture as SVG</Item>
        <Item onClick={savePicture('png')}>Save picture as PNG</Item>
      </div>
    </details>
  )
}

function Item({ children, onClick }: { readonly children: string; readonly onClick: () => void }) {
  return (
    <button
      type="button"
      onClick={(event) => {
        onClick()
        close(event)
      }}
    >
      {children}
    </button>
  )
}

const close = ({ currentTarget }: { readonly currentTarget: Element }) =>
  currentTarget.closest('details')?.removeAttribute('open')

function download(file: string, blob: Blob): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = file
  link.click()
  URL.revokeObjectURL(url)
}
