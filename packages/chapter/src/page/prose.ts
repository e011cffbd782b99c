import { escapeHtml } from './escape-html.ts'

/** Text with numbers as HTML, set as a book would: thousands apart, minus signs before numbers, and no line that breaks before a % or around a ±.
 *  Example: prose('-0.5 % of 30730')  // '−0.5 % of 30,730', with a space that does not break  */
export const prose = (text: string): string =>
  escapeHtml(text)
    .replace(/(?<![\w.,#-])\d{4,}(?![\w-])/g, (digits) => Number(digits).toLocaleString('en-US'))
    .replace(/(?<=^|[\s[])-(?=\.?\d)/g, '−')
    .replace(/ (?=[%±])|(?<=±) /g, '\u00a0')
