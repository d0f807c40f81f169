/// <reference lib="dom" />
import { assert, assertEquals } from "@std/assert";
import type {
  Cell,
  MimeBundle,
  Notebook,
  Output,
} from "../../lib/notebook/format.ts";
import { parse } from "parse5";
import { renderBook, renderPage, toMarkdown } from "../../lib/page/mod.ts";
import { elementsOf } from "../../lib/page/sanitize.ts";
import { browserTest, type OpenedPage } from "./browser.ts";
import { code, display, notebook, prose } from "./fixture.ts";
import {
  BUNDLES,
  MARKUP,
  NAMES,
  PICTURES,
  PROSE,
  TERMINAL,
} from "./hostile.ts";

const EVIL_SVG =
  `<svg xmlns="http://www.w3.org/2000/svg" onload="globalThis.hacked=1"><script>parent.hacked=1</script></svg>`;

function hostileNotebook(beacon: string) {
  const aim = (text: string) => text.replaceAll("BEACON", beacon);
  const outputs = (type: string, all: string[]): Output[] =>
    all.map((text) => display({ [type]: aim(text), "text/plain": aim(text) }));
  const cells: Cell[] = [
    prose("# Title", "first"),
    ...MARKUP.map((text, i) => prose(aim(text), `markup-${i}`)),
    ...PROSE.map((text, i) =>
      prose(aim(text), `prose-${i}`, {
        attachments: { "evil.svg": { "image/svg+xml": EVIL_SVG } },
      })
    ),
    code("html()", outputs("text/html", MARKUP), "html"),
    code("svg()", outputs("image/svg+xml", PICTURES), "svg"),
    code(
      "markdown()",
      outputs("text/markdown", [...PROSE, ...MARKUP]),
      "markdown",
    ),
    code("latex()", outputs("text/latex", PROSE), "latex"),
    code("json()", [
      display({
        "application/json": Object.fromEntries(MARKUP.map((m) => [m, m])),
      }),
      display({
        "application/x-evil+json": { a: aim(MARKUP[0]!) },
        [`x/"><script>`]: "a",
      }),
    ], "json"),
    code(
      aim(MARKUP.join("\n")),
      [
        {
          output_type: "stream",
          name: "stdout",
          text: aim(MARKUP.join("\u001b[31m\n")),
        },
        {
          output_type: "error",
          ename: MARKUP[0]!,
          evalue: MARKUP[4]!,
          traceback: [`\u001b[31m${MARKUP[4]}\u001b]8;;javascript:x\u0007x`],
        },
        display({
          "image/png": `" onerror="globalThis.hacked=1`,
          "text/plain": `" onerror="globalThis.hacked=1`,
        }),
        ...TERMINAL.flatMap((text): Output[] => [
          { output_type: "stream", name: "stderr", text: aim(text) },
          {
            output_type: "error",
            ename: aim(text),
            evalue: "",
            traceback: [aim(text)],
          },
        ]),
      ],
      "text",
    ),
    code(
      "bundles()",
      BUNDLES.map((data) =>
        JSON.parse(aim(JSON.stringify(display(data as MimeBundle))))
      ),
      "bundles",
    ),
    // What would lie over what stands above it, or below.
    prose(
      [...PROSE, ...MARKUP].map(aim).filter((text) => /cover|kern/.test(text))
        .join("\n\n"),
      "near",
    ),
    prose("Between", "between"),
    code(
      "near()",
      outputs(
        "image/svg+xml",
        PICTURES.filter((text) => text.includes("cover")),
      ),
      "nearer",
    ),
    prose("After", "after"),
  ];
  return notebook(...cells);
}

/** Points at, clicks and focuses whatever may react. */
async function provoke({ page }: OpenedPage): Promise<void> {
  await page.evaluate(() => {
    // A link that a reader would have to choose leads away; nothing else may.
    document.addEventListener("click", (event) => {
      const link = (event.target as Element).closest("a");
      if (link && /^(https?|file):/.test(String(link.href))) {
        event.preventDefault();
      }
    }, true);
    for (const element of document.querySelectorAll("main *")) {
      for (
        const name of [
          "pointerenter",
          "mouseover",
          "focus",
          "click",
          "toggle",
          "error",
          "load",
        ]
      ) {
        element.dispatchEvent(
          new MouseEvent(name, { bubbles: true, cancelable: true }),
        );
      }
    }
  });
  await page.evaluate(() =>
    new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
  );
}

const hits: string[] = [];
const server = Deno.serve({
  hostname: "127.0.0.1",
  port: 0,
  onListen: () => {},
}, (request) => {
  hits.push(request.url);
  return new Response("x", { headers: { "access-control-allow-origin": "*" } });
});
server.unref();
const beacon = `http://127.0.0.1:${server.addr.port}`;

for (const bypassCSP of [false, true]) {
  browserTest(
    `renderPage() runs nothing, asks for nothing and keeps everything in its box${
      bypassCSP ? ", by its markup alone" : ""
    }`,
    () =>
      renderPage(hostileNotebook(beacon), {
        path: "hostile.ipynb",
        report: () => {},
      }),
    async (opened) => {
      const { page, url, requests, messages } = opened;
      await provoke(opened);
      const seen = await page.evaluate(() => {
        const onTop = ["#after", "#between", "#first"].map((id) => {
          const cell = document.querySelector(id)!;
          cell.scrollIntoView({ behavior: "instant" });
          const { x, y, width, height } = cell.getBoundingClientRect();
          return [0.02, 0.3, 0.6, 0.98].every((part) =>
            cell.contains(
              document.elementFromPoint(x + width * part, y + height / 2),
            )
          );
        });
        return {
          hacked: "hacked" in globalThis,
          title: document.title,
          place: document.querySelector("main > #after") !== null,
          escaped: [...document.querySelectorAll(".escaped")].filter((e) =>
            !e.closest(".foreign")
          ).length,
          onTop,
          shown: getComputedStyle(document.body).display,
          over: document.documentElement.scrollWidth - innerWidth,
          // The page's own script has gone through it all.
          copy: document.querySelector("#bundles .copy") !== null,
          twice: [...document.querySelectorAll("[id]")].map(({ id }) =>
            id
          )
            .filter((id, i, all) => all.indexOf(id) !== i),
          bad: [...document.querySelectorAll("*:not(:is(head, body) > script)")]
            .flatMap((
              e,
            ) => [
              ...(/^(script|iframe|object|embed|base|form|link|template|animate)$/i
                  .test(e.localName) &&
                  !(e.localName === "animate" &&
                    !e.getAttribute("attributeName")?.endsWith("href"))
                ? [e.localName]
                : []),
              ...[...e.attributes].filter(({ name, value }) =>
                // No link opens a window, which would need to be kept from this one.
                /^on|^srcdoc$|^formaction$|^target$/.test(name) ||
                /^\W*(java|vb)script:/i.test(value)
              ).map(({ name }) => `${e.localName} ${name}`),
            ]),
        };
      });
      assertEquals(seen, {
        hacked: false,
        title: "Title",
        place: true,
        escaped: 0,
        onTop: [true, true, true],
        shown: "block",
        over: 0,
        copy: true,
        twice: [],
        bad: [],
      });
      assertEquals(page.url().split("#")[0], url);
      assertEquals(
        requests.filter((request) => !/^(data:|file:)/.test(request)),
        [],
      );
      assertEquals(requests.filter((request) => request.startsWith("file:")), [
        url,
      ]);
      assertEquals(hits, []);
      assertEquals(
        messages.filter((message) => /Error|Exception/.test(message)),
        [],
      );
    },
    { bypassCSP },
  );
}

browserTest(
  "renderPage() runs the scripts of a notebook that its author trusts, says so, and still asks for nothing",
  () =>
    renderPage(
      notebook(code("run()", [
        display({
          "text/html":
            `<p id="ran"></p><script>document.querySelector("#ran").textContent = "ran"; fetch("${beacon}/trusted")</script>`,
        }),
      ])),
      { path: "a.ipynb", trust: true },
    ),
  async ({ page }) => {
    await page.emulateMediaFeatures([
      { name: "prefers-color-scheme", value: "dark" },
    ]);
    const seen = await page.evaluate(() => ({
      ran: document.querySelector("#ran")!.textContent,
      said: document.body.innerText.includes(
        "This page runs scripts that its notebook brings",
      ),
      copy: document.querySelectorAll(".copy").length,
      paper: getComputedStyle(document.querySelector("#ran")!.closest(".html")!)
        .backgroundColor,
    }));
    assertEquals(seen, {
      ran: "ran",
      said: true,
      copy: 1,
      paper: "rgb(255, 254, 251)",
    });
    assert(
      !hits.some((hit) => hit.includes("trusted")),
      "the page asked for something",
    );
  },
);

/** A notebook in which everything that has a name has this one. */
function named(name: string): Notebook {
  const picture = { "image/png": "AA==" };
  const own = { alt: name, width: name, height: name };
  const cells = [
    prose(`# ${name}\n\n## ${name}\n\n## A\n\n## B`, name, {
      attachments: { [name]: picture, own: { [`image/png${name}`]: name } },
    }),
    prose(
      [
        `![${name}](attachment:${name}) ![](<attachment:${name}>) ![](attachment:own)`,
        `[x](${name}.ipynb#${name}) [y](<${name}.ipynb> "${name}") <a href='${name}.ipynb' title='${name}'>z</a>`,
        `text[^${name}] and [^b]\n\n[^${name}]: ${name}[^${name}]\n\n[^b]: ${name}[^c]\n\n[^c]: c[^b]`,
        `$$x \\label{${name}} \\tag{${name}}$$ \\eqref{${name}} $\\ref{${name}}$ $$y \\label{${name}}$$`,
        `| symbol | meaning | value |\n| - | - | - |\n| $x$ | ${name} | ${name} |\n| $\\text{${name}}$ | b | |\n\n$x$ $y$`,
        `$\\newcommand{\\${name}}{x}\\def\\a{${name}}\\a$`,
        `\`\`\`${name}\n${name}\n\`\`\``,
      ].join("\n\n"),
      `${name}2`,
    ),
    {
      ...code("x = 1", [
        display({ ...picture, "text/plain": name }, {
          "image/png": own,
          needs_background: name,
          isolated: true,
        }),
        display({ [name]: name, [`application/${name}+json`]: name }),
        { output_type: "stream", name: name as "stdout", text: `x = ${name}` },
        {
          output_type: "error",
          ename: name,
          evalue: name,
          traceback: [name],
        },
      ], `${name}3`),
      metadata: { tags: [name], name, [name]: name },
    } as Cell,
  ];
  const settings = { name, language: name, display_name: name, version: name };
  return {
    cells,
    metadata: {
      lang: name,
      title: name,
      authors: [{ name }],
      kernelspec: settings,
      language_info: settings,
      denobook: { [name]: name },
      [name]: name,
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
}

for (const name of NAMES) {
  Deno.test(`renderBook() writes names as text: ${JSON.stringify(name)}`, async () => {
    const file = `book/${name.replaceAll("/", "")}`;
    const notebooks = [`${file}.ipynb`, "book/index.ipynb"].map((path) => ({
      path,
      notebook: named(name),
    }));
    for (const { html } of await renderBook(notebooks, { report: () => {} })) {
      const elements = [...elementsOf(parse(html))];
      assertEquals(
        elements.filter(({ tagName, attrs }) =>
          /^(iframe|object|embed|base|form)$/.test(tagName) ||
          attrs.some(({ name, value }) =>
            /^on|^srcdoc$|^formaction$/.test(name) ||
            (/^(href|src)$/.test(name) && /^[^\w#]*javascript:/i.test(value)) ||
            (name === "src" && !value.startsWith("data:"))
          )
        ).map(({ tagName, attrs }) => [tagName, attrs]),
        [],
      );
      const scripts = elements.filter(({ tagName }) => tagName === "script")
        .map(({ childNodes }) => (childNodes[0] as { value: string }).value);
      assert(
        scripts.every((script) => !script.includes("hacked")),
        "a script of the notebook stands in the page",
      );
      const ids = elements.flatMap(({ attrs }) =>
        attrs.filter(({ name }) => name === "id").map(({ value }) => value)
      );
      assertEquals(ids, [...new Set(ids)]);
    }
    assertEquals(toMarkdown(notebooks, { report: () => {} }).length > 2, true);
  });
}

browserTest(
  "renderSearch() shows what it finds as text, whatever stands in a book",
  async () => {
    const hostile = [...NAMES, ...PROSE, ...MARKUP].map((text) =>
      text.replaceAll("BEACON", beacon)
    );
    const pages = await renderBook(
      hostile.map((text, i) => ({
        path: `book/${i}.ipynb`,
        notebook: notebook(
          prose(`# needle \`${text.replace(/[\n\`]/g, " ")}\``, "title"),
          code(text, [], "code"),
          prose(`## needle\n\n    ${text.replaceAll("\n", "\n    ")}`, "prose"),
        ),
      })),
      { report: () => {} },
    );
    return pages.find(({ name }) => name === "search.html")!.html;
  },
  async ({ page, url, requests, messages }) => {
    for (const words of ["needle", "<img", "script", "onerror=", "</"]) {
      await page.$eval("input", (input) => input.select());
      await page.keyboard.type(words);
      await page.waitForFunction(
        (words) =>
          decodeURIComponent(location.hash.slice(1)) === words &&
          document.querySelector(".results > li"),
        {},
        words,
      );
      const seen = await page.evaluate(() => ({
        hacked: "hacked" in globalThis,
        elements: [
          ...new Set(
            [...document.querySelectorAll(".results :not(mark), .everything *")]
              .map((
                { localName },
              ) => localName),
          ),
        ].sort().join(),
        links: [...document.querySelectorAll<HTMLAnchorElement>("main a")]
          .filter(({ protocol }) => protocol !== "file:").length,
      }));
      assertEquals(seen, {
        hacked: false,
        elements: "a,li,p,span,ul",
        links: 0,
      });
    }
    assertEquals(requests, [url]);
    assertEquals([messages, hits], [[], []]);
  },
);
