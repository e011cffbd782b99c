// Light or dark: what the visitor has chosen, or else what the system shows.

export function isDark(): boolean {
  const chosen = document.documentElement.dataset.theme
  return chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches
}

/** The other theme than the one shown; until then the page follows the system. */
export function toggleTheme(): void {
  document.documentElement.dataset.theme = isDark() ? 'light' : 'dark'
}
