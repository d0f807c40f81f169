/// <reference lib="dom" />

/**
 * Pages as PDF, by way of Chromium.
 *
 * @module
 */

import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Browser } from "puppeteer-core";
import { hrefBetween } from "./page_names.ts";
import { fillSheets } from "./sheets.ts";

/** A PDF cannot be made. */
export class PdfError extends Error {
  override readonly name = "PdfError";
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

/**
 * Finds Chromium, or a browser made from it.
 *
 * @returns The path of the program: what the environment's `CHROMIUM` names, or else the first on the `PATH`; `undefined`
 * if there is none.
 */
export function findChromium(): string | undefined {
  const named = Deno.env.get("CHROMIUM");
  if (named) return named;
  const folders = ["/usr/bin", ...(Deno.env.get("PATH") ?? "").split(":")];
  const names = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
  ];
  return folders.flatMap((folder) => names.map((name) => join(folder, name)))
    .find(isFile);
}

/** The sheets that a page can be printed on. */
export type Paper = "a4" | "letter";

/** How pages are printed. */
export interface PdfOptions {
  /** What they are printed on. By default, A4. */
  readonly paper?: Paper | undefined;
  /** Called with the path of each PDF. */
  readonly onPage?: ((path: string) => void) | undefined;
}

async function launch(executablePath: string): Promise<Browser> {
  // It takes long to load, and only this needs it.
  const { launch } = await import("puppeteer-core");
  try {
    return await launch({
      executablePath,
      args: [
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        // Chromium's sandbox does not start for root.
        ...(Deno.uid() === 0 ? ["--no-sandbox"] : []),
      ],
    });
  } catch (cause) {
    const [reason] = (cause as Error).message.split("\n");
    throw new PdfError(
      `Cannot make PDFs: ${executablePath} does not start: ${reason}`,
      { cause },
    );
  }
}

/** How large each paper is between the margins that the page's style gives it, in CSS pixels. */
const SHEETS = {
  a4: { width: 612, height: 971 },
  letter: { width: 634, height: 904 },
} as const satisfies Record<Paper, object>;

/**
 * Makes room for what is wider than the text, in a page that is shown as it will be printed: it would be cut off. It
 * becomes smaller; a table that would be too small to read becomes several, each with the first column.
 */
export function fitToPaper(): void {
  const { right } = document.querySelector("main")!.getBoundingClientRect();
  const smallest = 0.65;
  for (const table of document.querySelectorAll("table")) {
    const { left, width } = table.getBoundingClientRect();
    const room = (right - left) / smallest;
    const cells = [...table.querySelectorAll<HTMLTableCellElement>("td, th")];
    const [first, ...others] = table.rows[0]?.cells ?? [];
    const isPlain = [...table.rows].every((row) =>
      row.cells.length === others.length + 1
    ) && cells.every(({ colSpan, rowSpan }) => colSpan + rowSpan === 2);
    if (width <= room || !isPlain || !first) continue;
    const head = first.getBoundingClientRect().width;
    const parts = Math.ceil((width - head) / (room - head));
    // The style sheet knows the alignment of columns by their numbers.
    for (const cell of cells) {
      cell.style.textAlign = getComputedStyle(cell).textAlign;
    }
    table.replaceWith(...Array.from({ length: parts }, (_, n) => {
      const part = table.cloneNode(true) as HTMLTableElement;
      part.style.marginBottom = "1rem";
      for (const { cells } of part.rows) {
        [...cells].slice(1).forEach((cell, i) => {
          if (Math.floor(i * parts / others.length) !== n) cell.remove();
        });
      }
      return part;
    }));
  }
  const boxes = document.querySelectorAll<HTMLElement | MathMLElement>(
    "math[display=block], table, .html > div > *",
  );
  // What is within another box first.
  for (const box of [...boxes].toReversed()) {
    const { left, width } = box.getBoundingClientRect();
    const needed = Math.max(width, box.scrollWidth);
    if (left + needed > right + 1) {
      box.style.setProperty("zoom", String((right - left) / needed));
    }
  }
}

/**
 * Has the links of a PDF that lead to files lead to them from where it is: the folder that it was printed in is no other
 * reader's. Those to pages lead to their PDFs.
 */
function withLinksBeside(
  pdf: Uint8Array,
  path: string,
  pages: ReadonlySet<string>,
): Uint8Array {
  const text = new TextDecoder("latin1").decode(pdf);
  const links = /(?<=\/URI )\((file:(?:[^()\\]|\\.)*)\)/g;
  for (const { 0: link, 1: written, index } of text.matchAll(links)) {
    const { href, hash } = new URL(written!.replace(/\\(.)/g, "$1"));
    const target = fileURLToPath(href.slice(0, href.length - hash.length));
    const beside = hrefBetween(
      resolve(path),
      pages.has(target) ? pdfOf(target) : target,
    ) + hash;
    const shown = `(${beside.replace(/[()\\]/g, "\\$&")})`.padEnd(link.length);
    // Where everything is in the file is written at its end, so that nothing may become longer.
    if (shown.length === link.length) {
      pdf.set(new TextEncoder().encode(shown), index);
    }
  }
  return pdf;
}

function pdfOf(page: string): string {
  return page.replace(/\.html$/, ".pdf");
}

/**
 * Prints pages as PDF, by way of Chromium.
 *
 * @param pages The paths of HTML files; the PDF of each is written beside it.
 * @param options What they are printed on.
 * @throws {PdfError} If there is no Chromium, or it does not print.
 */
export async function printPdf(
  pages: readonly string[],
  { paper = "a4", onPage = () => {} }: PdfOptions = {},
): Promise<void> {
  const chromium = findChromium();
  if (!chromium) {
    throw new PdfError(
      "Cannot make PDFs: there is no Chromium on the PATH; install it, or name it in the environment variable CHROMIUM",
    );
  }
  const browser = await launch(chromium);
  try {
    const all = new Set(pages.map((page) => resolve(page)));
    const tab = await browser.newPage();
    await tab.emulateMediaType("print");
    await tab.setViewport(SHEETS[paper]);
    for (const page of pages) {
      const path = pdfOf(page);
      try {
        await tab.goto(pathToFileURL(resolve(page)).href, { timeout: 0 });
        await tab.evaluate(fitToPaper);
        await tab.evaluate(fillSheets, SHEETS[paper].height);
        const pdf = await tab.pdf({
          format: paper,
          printBackground: true,
          outline: true,
          tagged: true,
          timeout: 0,
        });
        await Deno.writeFile(path, withLinksBeside(pdf, path, all));
      } catch (cause) {
        throw new PdfError(
          `Cannot make ${path}: ${(cause as Error).message}`,
          { cause },
        );
      }
      onPage(path);
    }
  } finally {
    await browser.close();
  }
}
