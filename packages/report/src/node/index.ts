// What needs Node's files: SVG as PNG, with the fonts that come along.
export { type PngOptions, svgToPng } from './png.ts'
