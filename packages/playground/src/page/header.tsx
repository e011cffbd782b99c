// Name, views, theme, and what leaves the page or comes into it.
import { useSignal } from '@preact/signals'
import { shareText } from '../share.ts'
import { firstVariation } from '../variation.ts'
import type { Page } from './app.tsx'
import { Check } from './controls.tsx'
import { FilesMenu } from './files-menu.tsx'
import { toggleTheme } from './theme.ts'

/** Longer links are cut by many programs. */
const longestLink = 30_000
const count = new Intl.NumberFormat('en')

export function Header({ page }: { readonly page: Page }) {
  const { state, note, variation } = page
  const withWeights = useSignal(false)
  async function share(): Promise<void> {
    const weights = withWeights.value ? state.view.value?.parameters : undefined
    // Unlike a change of location.hash this opens nothing: what is learned stays.
    history.replaceState(null, '', `#${shareText(state.setup.value, { weights, variation: variation.value })}`)
    if (location.hash.length > longestLink) {
      note.value = `The link stands in the address bar, but with ${count.format(location.hash.length)} characters it is too long for most letters and chats: send the data as a file beside it.`
      return
    }
    try {
      await navigator.clipboard.writeText(location.href)
      note.value = 'The link is copied, and stands in the address bar.'
    } catch {
      note.value = 'The link stands in the address bar: copy it from there.' // a page without the right to the clipboard
    }
  }
  return (
    <header class="row">
      <h1>
        wigglenet <small>playground</small>
      </h1>
      <fieldset class="views">
        <legend class="only-read">What is shown</legend>
        <button type="button" aria-pressed={!variation.value} onClick={() => (variation.value = undefined)}>
          One network
        </button>
        <button
          type="button"
          aria-pressed={variation.value !== undefined}
          onClick={() => {
            state.pause()
            variation.value ??= firstVariation('units', state.setup.value)
          }}
        >
          Compare
        </button>
      </fieldset>
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
        <FilesMenu page={page} />
        <button type="button" onClick={toggleTheme}>
          Light / dark
        </button>
      </div>
    </header>
  )
}
