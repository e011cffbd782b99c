// Name, views, theme, and what leaves the page or comes into it.
import { firstVariation } from '../variation.ts'
import type { Page } from './app.tsx'
import { copyLink } from './copy-link.ts'
import { FilesMenu } from './files-menu.tsx'
import { toggleTheme } from './theme.ts'

export function Header({ page }: { readonly page: Page }) {
  const { state, variation } = page
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
        <button type="button" onClick={() => void copyLink(page)}>
          Copy link
        </button>
        <FilesMenu page={page} />
        <button type="button" class="icon" title="Light or dark" aria-label="Light or dark" onClick={toggleTheme}>
          ◐
        </button>
      </div>
    </header>
  )
}
