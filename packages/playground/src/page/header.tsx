// Name, theme, and what leaves the page: a link, a model file.
import { type Signal, useSignal } from '@preact/signals'
import { shareText } from '../share.ts'
import { Check } from './controls.tsx'
import type { State } from './state.ts'

export function Header({ state, note }: { readonly state: State; readonly note: Signal<string | undefined> }) {
  const withWeights = useSignal(false)
  async function share(): Promise<void> {
    const weights = withWeights.value ? state.view.value?.parameters : undefined
    // Unlike a change of location.hash this opens nothing: what is learned stays.
    history.replaceState(null, '', `#${shareText(state.setup.value, { weights })}`)
    try {
      await navigator.clipboard.writeText(location.href)
      note.value = 'The link is copied, and stands in the address bar.'
    } catch {
      note.value = 'The link stands in the address bar: copy it from there.' // a page without the right to the clipboard
    }
  }
  const download = () =>
    state.save((bytes) => {
      const url = URL.createObjectURL(new Blob([new Uint8Array(bytes)]))
      const link = document.createElement('a')
      link.href = url
      link.download = 'playground.wiggle.safetensors'
      link.click()
      URL.revokeObjectURL(url)
    })
  return (
    <header class="row">
      <h1>
        wigglenet <small>playground</small>
      </h1>
      <div class="row">
        <Check
          label="with weights"
          title="The link holds the learned weights too"
          on={withWeights.value}
          onChange={(on) => (withWeights.value = on)}
        />
        <button type="button" onClick={() => void share()}>
          Copy link
        </button>
        <button type="button" onClick={download}>
          Save model
        </button>
        <button type="button" onClick={toggleTheme}>
          Light / dark
        </button>
      </div>
    </header>
  )
}

/** The other theme than the one shown; until then the page follows the system. */
function toggleTheme(): void {
  const root = document.documentElement
  const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches
  root.dataset.theme = dark ? 'light' : 'dark'
}
