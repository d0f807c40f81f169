import { deflateSync } from "node:zlib";
import type { Section } from "./content.ts";
import { escapeHtml } from "./html.ts";
import { type PageLink, renderDocument } from "./layout.ts";
import { searchScript } from "./script.ts";

/** A page whose sections can be found. */
export interface SearchedPage extends PageLink {
  readonly sections: readonly Section[];
}

/**
 * Renders the page that searches a book. It holds the text of all the others, so that it needs neither a server nor the
 * network; without scripts it is a list of all sections.
 *
 * @param pages The book's pages.
 * @param index Where the book begins.
 * @returns The document.
 */
export async function renderSearch(
  pages: readonly SearchedPage[],
  index: PageLink,
): Promise<string> {
  const sections = pages.flatMap(({ href, title, sections }) =>
    sections.map(({ id, heading, text }) => ({
      href: `${href}#${encodeURIComponent(id)}`,
      title,
      heading,
      text: text.replace(/\s+/g, " ").trim(),
    }))
  );
  const packed = deflateSync(JSON.stringify(sections), { level: 9 }).toString(
    "base64",
  );
  const everything = pages.map(({ href, title, sections }) => {
    const items = sections.filter(({ heading }) => heading && heading !== title)
      .map(({ id, heading }) =>
        `<li><a href="${escapeHtml(`${href}#${encodeURIComponent(id)}`)}">${
          escapeHtml(heading)
        }</a></li>`
      ).join("");
    return `<li><a href="${escapeHtml(href)}">${escapeHtml(title)}</a>${
      items ? `<ul>${items}</ul>` : ""
    }</li>`;
  }).join("\n");
  return await renderDocument({
    title: "Search",
    mainId: "main",
    index,
    script: searchScript(),
    content: `<h1>Search</h1>
<div class="search" role="search" hidden><input type="search" aria-label="Search all pages" autocomplete="off" spellcheck="false"><p role="status" class="label"></p></div>
<noscript><p>Searching needs the script of this page, which this browser does not run. These are all sections; the browser’s own search finds words in them.</p></noscript>
<ol class="results"></ol>
<ul class="everything">${everything}</ul>
<script type="text/plain">${packed}</script>`,
  });
}
