/**
 * A notebook as one self-contained HTML page, and a set of notebooks as a book.
 *
 * A page needs nothing but itself: no network and no second file. It runs nothing of the notebook's and changes
 * nothing: what it shows is what the notebook holds. Markdown and TypeScript are other ways out.
 *
 * @module
 */

export * from "./book.ts";
export {
  findChromium,
  type Paper,
  PdfError,
  type PdfOptions,
  printPdf,
} from "./chromium.ts";
export { type PageOptions, renderPage } from "./page.ts";
export * from "./page_error.ts";
export { pageNames } from "./page_names.ts";
export { Preview } from "./preview.ts";
export { toMarkdown, type WrittenFile } from "./to_markdown.ts";
export { toTypeScript, type WrittenModule } from "./to_typescript.ts";
