// The state as a link: in the address bar, and on the clipboard where the page may write to it.
import { shareText, type Weights } from '../share.ts'
import type { Page } from './app.tsx'

/** Longer ones are cut by letters, chats and some browsers. */
const longestLink = 100_000
const count = new Intl.NumberFormat('en')

export async function copyLink({ state, note, variation }: Page, weights?: Weights): Promise<void> {
  const text = shareText(state.setup.value, { weights, variation: variation.value })
  if (text.length > longestLink) {
    note.value = `With these points the link would have ${count.format(text.length)} characters, and more than ${count.format(longestLink)} do not travel well: save the model under Files, and send it with the CSV file.`
    return
  }
  // Unlike a change of location.hash this opens nothing: what is learned stays.
  history.replaceState(null, '', `#${text}`)
  try {
    await navigator.clipboard.writeText(location.href)
    note.value = 'The link is copied, and stands in the address bar.'
  } catch {
    note.value = 'The link stands in the address bar: copy it from there.' // a page without the right to the clipboard
  }
}
