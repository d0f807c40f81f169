/// <reference lib="dom" />
import { assert, assertEquals } from "@std/assert";
import { renderPage } from "../../lib/page/mod.ts";
import { pageStyle } from "../../lib/page/style.ts";
import { axeViolations } from "./axe.ts";
import { browserTest } from "./browser.ts";
import { code, display, fixture, notebook, prose } from "./fixture.ts";

const render = () => renderPage(fixture, { path: "notebooks/fixture.ipynb" });

browserTest(
  "renderPage() makes a file that opens without a message and asks for nothing but itself",
  render,
  ({ url, requests, messages }) => {
    assertEquals(messages, []);
    assertEquals(requests.filter((request) => !request.startsWith("data:")), [
      url,
    ]);
    return Promise.resolve();
  },
);

browserTest(
  "renderPage() sets formulas in the font that it brings along",
  render,
  async ({ page }) => {
    const { families, faces, bracket, digit } = await page.evaluate(() => {
      const tall = document.querySelector("#matrices mtable")!;
      const fence = document.querySelector("#matrices mo[stretchy=true]")!;
      return {
        families: [...document.querySelectorAll("math")].map((math) =>
          getComputedStyle(math).fontFamily
        ),
        faces: [...document.fonts].map(({ family, status }) =>
          `${family} ${status}`
        ),
        bracket: fence.getBoundingClientRect().height,
        digit: tall.getBoundingClientRect().height,
      };
    });
    assertEquals(faces, ["STIX2 loaded"]);
    assert(
      families.every((family) => family.startsWith("STIX2")),
      families.join(),
    );
    assert(
      bracket >= digit * 0.9,
      `the bracket is ${bracket} px high, the matrix ${digit} px`,
    );
  },
);

browserTest(
  "renderPage() brings every glyph that its formulas need",
  () =>
    renderPage(
      notebook(
        prose(
          String
            .raw`$$abchijk\,ABH\,\alpha\epsilon\phi\,\partial\nabla\,0.5\mathbf{x}\mathrm{e}\,\hat{y}\,\sum\sigma'$$`,
        ),
      ),
      { path: "a.ipynb" },
    ),
  async ({ page }) => {
    const client = await page.createCDPSession();
    await client.send("DOM.enable");
    await client.send("CSS.enable");
    const { root } = await client.send("DOM.getDocument");
    const { nodeIds } = await client.send("DOM.querySelectorAll", {
      nodeId: root.nodeId,
      selector: "mi, mo, mn",
    });
    const used = await Promise.all(
      nodeIds.map((nodeId) =>
        client.send("CSS.getPlatformFontsForNode", { nodeId })
      ),
    );
    const families = used.flatMap(({ fonts }) =>
      fonts.map(({ familyName, isCustomFont }) =>
        isCustomFont ? familyName : `${familyName} of the system`
      )
    );
    assertEquals([...new Set(families)], ["STIX Two Math"]);
  },
);

browserTest(
  "renderPage() makes a page that never scrolls sideways",
  render,
  async ({ page }) => {
    for (const width of [320, 768, 1280]) {
      await page.setViewport({ width, height: 800 });
      const inner = await page.evaluate(() =>
        document.documentElement.scrollWidth
      );
      assertEquals(inner, width);
    }
  },
);

browserTest(
  "renderPage() lets every box that scrolls be reached by keyboard, and makes no other a tab stop",
  render,
  async ({ page }) => {
    for (const width of [320, 1280]) {
      await page.setViewport({ width, height: 800 });
      await page.waitForFunction(() =>
        [...document.querySelectorAll<HTMLElement>("main :is(pre, div, span)")]
          .every((box) => {
            const { overflowX, overflowY } = getComputedStyle(box);
            const scrolls = /auto|scroll/.test(overflowX) &&
                box.scrollWidth > box.clientWidth ||
              /auto|scroll/.test(overflowY) &&
                box.scrollHeight > box.clientHeight;
            return scrolls === (box.tabIndex === 0) &&
              scrolls === box.hasAttribute("aria-label");
          })
      );
    }
  },
);

browserTest(
  "renderPage() keeps up with the keyboard, shows all that is focused, and scrolls smoothly for who follows a link by mouse",
  render,
  async ({ page }) => {
    const behaviour = () =>
      page.evaluate(() =>
        getComputedStyle(document.documentElement).scrollBehavior
      );
    await page.setViewport({ width: 320, height: 600 });
    await page.waitForSelector("html:not(.opening)");
    await page.focus(".contents a");
    const hidden: string[] = [];
    for (let i = 0; i < 25; i++) {
      await page.keyboard.press("Tab");
      hidden.push(
        ...await page.evaluate(() => {
          const { activeElement } = document;
          const { left, top, bottom } = activeElement!.getBoundingClientRect();
          return left >= 0 && bottom > 0 && top < innerHeight
            ? []
            : [activeElement!.outerHTML.slice(0, 80)];
        }),
      );
    }
    assertEquals([hidden, await behaviour()], [[], "auto"]);
    await page.hover(".contents a");
    await page.mouse.down();
    assertEquals(await behaviour(), "smooth");
  },
);

browserTest(
  "renderPage() colours code where it stands, also behind the factors of the chain rule",
  () =>
    renderPage(
      notebook(
        code("const dE_dout_o1 = `a ${1}`; // <b>\nclass A {}"),
        code('const dnet_dw1: number = f("b", 2);'),
        code("const = 3"),
      ),
      { path: "a.ipynb" },
    ),
  async ({ page }) => {
    const coloured = await page.evaluate(() =>
      Object.fromEntries(
        [...CSS.highlights].map((
          [name, ranges],
        ) => [name, [...ranges].map(String)]),
      )
    );
    assertEquals(coloured, {
      k: ["const", "class", "const"],
      s: ["`", "a ", "`", '"b"'],
      n: ["1", "2"],
      t: ["number"],
      f: ["f"],
      c: ["// <b>"],
    });
  },
);

browserTest(
  "renderPage() lights up every place of a factor when one is pointed at, without scripts",
  () =>
    renderPage(
      notebook(
        prose(
          "$\\textcolor{#d55e00}{x}$\n\n| a | ∂E/∂out |\n| - | - |\n| b | 1 |",
        ),
        code("dE_dout_o1", [display({ "text/plain": "∂E/∂out" })]),
      ),
      { path: "a.ipynb" },
    ),
  async ({ page }) => {
    await page.setJavaScriptEnabled(false);
    await page.reload();
    const lit = () =>
      page.$$eval(
        ".f1, .of1",
        (all) =>
          all.filter((one) =>
            getComputedStyle(one).backgroundColor !== "rgba(0, 0, 0, 0)"
          ).length,
      );
    assertEquals(await lit(), 0);
    await page.hover("pre .f1");
    assertEquals(await lit(), 5);
  },
);

browserTest(
  "renderPage() lights up every place of a factor when its part of a figure is pointed at, without scripts",
  () =>
    renderPage(
      notebook(
        prose("$\\textcolor{#d55e00}{x}$ and $\\textcolor{#009e73}{y}$"),
        code("draw()", [
          display({
            "image/svg+xml":
              '<svg viewBox="0 0 90 40"><path d="M5 8L80 12" stroke="var(--factor-cost, #d55e00)" stroke-width="6"/>' +
              '<text x="5" y="35" fill="var(--factor-cost, #d55e00)">a</text>' +
              '<path d="M5 20H80" stroke="var(--factor-activation, #009e73)"/></svg>',
          }),
        ]),
        code("dE_dout_o1 * dout_dnet", []),
      ),
      { path: "a.ipynb" },
    ),
  async ({ page }) => {
    await page.setJavaScriptEnabled(false);
    await page.reload();
    /** What is not as it is when nothing is pointed at. */
    const look = () =>
      page.$$eval(
        ".f1, .of1, .f2, .of2, .f3, .of3",
        (all) =>
          all.map((one) => {
            const { backgroundColor, strokeWidth, fontWeight } =
              getComputedStyle(one);
            return `${
              one.getAttribute("class")
            } ${one.localName} ${backgroundColor} ${strokeWidth} ${fontWeight}`;
          }),
      );
    const before = await look();
    await page.hover("svg path.of1");
    const during = await look();
    const lit = before.filter((one, i) => one !== during[i])
      .map((one) => one.split(" ").slice(0, 2).join(" "));
    assertEquals(lit, [
      "f1 mi",
      "of1 path",
      "of1 text",
      "f1 span",
    ]);
    await page.mouse.move(0, 0);
    assertEquals(await look(), before);
  },
);

browserTest(
  "renderPage() shows a symbol's meaning to who goes from link to link, and puts it away at Escape",
  () =>
    renderPage(
      notebook(
        prose(
          "First $w_5$, then $b$.\n\n$$w_5 + b$$\n\n| symbol | meaning | value |\n| - | - | - |\n| $w_5$ | the weight | 0.4 |\n| $b$ | the bias | 1 |",
        ),
      ),
      { path: "a.ipynb" },
    ),
  async ({ page, messages }) => {
    const shown = () =>
      page.$$eval(
        ".tips > p",
        (tips) =>
          tips.filter((tip) => tip.checkVisibility())
            .map(({ textContent }) => textContent!.replace(/\s+/g, " ").trim()),
      );
    const focused = () =>
      page.evaluate(() =>
        (document.activeElement!.ariaLabel ?? "").replace(/\s+/g, " ").trim()
      );
    const met: string[] = [];
    for (let i = 0; i < 4; i++) {
      await page.keyboard.press("Tab");
      const label = await focused();
      if (!/weight|bias/.test(label)) {
        assertEquals(await shown(), []);
        continue;
      }
      met.push(label);
      const [tip, ...more] = await shown();
      assertEquals(more, []);
      assert(label.endsWith(tip!), `${label} does not end with ${tip}`);
      await page.keyboard.press("Escape");
      assertEquals(await shown(), []);
      assertEquals(await focused(), label);
    }
    assertEquals(met.length, 2);
    assertEquals(messages, []);
  },
);

browserTest(
  "renderPage() copies the code of a cell as it was written, by mouse and keyboard, and says so to everyone",
  async () => {
    const source =
      "const a = `<b>&amp;`;\n\n  dE_dout * 2; // a comment \n\tend();";
    return await renderPage(
      notebook(
        code(source, [display({ "text/plain": "an output" })]),
        prose("```js\nfenced();\n```"),
        code("folded()", [], "folded", ["hide-input"]),
      ),
      { path: "a.ipynb" },
    );
  },
  async ({ page, messages }) => {
    /** What the clipboard holds, pasted as a reader would. */
    const copied = async () => {
      const field = await page.evaluateHandle(() => {
        const field = document.createElement("textarea");
        document.body.append(field);
        field.focus();
        return field;
      });
      await page.keyboard.down("v", { commands: ["Paste"] });
      await page.keyboard.up("v");
      return await field.evaluate((field) => {
        field.remove();
        return field.value;
      });
    };
    const said = () =>
      page.$eval("[role=status]", ({ textContent }) => textContent);
    const buttons = await page.$$(".copy");
    assertEquals(buttons.length, 3);
    assertEquals(await said(), "");
    await buttons[0]!.click();
    await page.waitForFunction(() =>
      document.querySelector(".copy")!.textContent === "Copied"
    );
    assertEquals(await said(), "Copied");
    assertEquals(
      await copied(),
      "const a = `<b>&amp;`;\n\n  dE_dout * 2; // a comment \n\tend();",
    );
    await buttons[1]!.focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() =>
      document.querySelectorAll(".copy")[1]!.textContent === "Copied"
    );
    assertEquals(await copied(), "fenced();\n");
    await page.click("summary");
    await buttons[2]!.click();
    await page.waitForFunction(() =>
      document.querySelectorAll(".copy")[2]!.textContent === "Copied"
    );
    assertEquals(await copied(), "folded()");
    // In time all is as it was.
    await page.waitForFunction(() =>
      [...document.querySelectorAll(".copy")].every((button) =>
        button.textContent === "Copy"
      )
    );
    assertEquals(await said(), "");

    await page.evaluate(() =>
      Object.defineProperty(navigator, "clipboard", { value: undefined })
    );
    await buttons[0]!.click();
    await page.waitForFunction(() =>
      document.querySelector(".copy")!.textContent === "Selected"
    );
    assertEquals(await said(), "Selected");
    assertEquals(
      await page.evaluate(() => String(getSelection())),
      "const a = `<b>&amp;`;\n\n  dE_dout * 2; // a comment \n\tend();",
    );
    assertEquals(messages, []);

    await page.setJavaScriptEnabled(false);
    await page.reload();
    assertEquals((await page.$$(".copy, [role=status]")).length, 0);
  },
);

browserTest(
  "renderPage() shows what a symbol means when it is pointed at or focused, without scripts",
  () =>
    renderPage(
      notebook(
        prose(
          "so $w_5$ is\n\n| symbol | meaning | value |\n| - | - | - |\n| $w_5$ | the weight | 0.4 |",
        ),
      ),
      { path: "a.ipynb" },
    ),
  async ({ page }) => {
    await page.setJavaScriptEnabled(false);
    await page.reload();
    const shown = () =>
      page.$$eval(
        ".tips > p",
        (tips) =>
          tips.filter((tip) => tip.checkVisibility()).map((tip) =>
            (tip as HTMLElement).innerText.replace(/\s+/g, " ")
          ),
      );
    assertEquals(await shown(), []);
    await page.hover("p .symbol");
    assertEquals((await shown()).length, 1);
    await page.mouse.move(0, 0);
    await page.focus("p .symbol");
    assert(
      (await shown())[0]!.includes("the weight = 0.4"),
      String(await shown()),
    );
  },
);

browserTest(
  "renderPage() breaks a long formula in running text",
  () =>
    renderPage(notebook(prose(`so $${"0.15 + ".repeat(30)}1 = x$ holds`)), {
      path: "a.ipynb",
    }),
  async ({ page }) => {
    await page.setViewport({ width: 320, height: 800 });
    const right = await page.evaluate(() =>
      Math.max(
        ...[...document.querySelectorAll("mn")].map((mn) =>
          mn.getBoundingClientRect().right
        ),
      )
    );
    assert(right < 320, `the formula ends at ${right} px`);
  },
);

browserTest(
  "renderPage() leaves a mark on the line of the formula that it belongs to, however wide the page is",
  () =>
    renderPage(
      notebook(
        prose(
          `${
            "The rates ($a$), then **$b$**: is $c_1$? It is $d$; so ".repeat(9)
          } $${"0.15 + ".repeat(30)}1 = x$.`,
        ),
      ),
      { path: "a.ipynb" },
    ),
  async ({ page }) => {
    for (let width = 320; width < 420; width += 3) {
      await page.setViewport({ width, height: 800 });
      const torn = await page.evaluate(() =>
        [...document.querySelectorAll("math")].flatMap((math) => {
          const box = math.getBoundingClientRect();
          const around = [math.previousSibling, math.nextSibling].map((
            text,
            side,
          ) => {
            const { data = "" } = (text ?? {}) as Text;
            const at = side === 0 ? data.length - 1 : 0;
            if (!/[(),.:;?]/.test(data[at] ?? "")) return undefined;
            const range = new Range();
            range.setStart(text!, at);
            range.setEnd(text!, at + 1);
            const mark = range.getBoundingClientRect();
            return mark.top < box.bottom && mark.bottom > box.top &&
                mark.right < innerWidth
              ? undefined
              : `${data[at]} beside ${math.textContent}`;
          });
          return around.filter(Boolean);
        })
      );
      assertEquals([width, torn], [width, []]);
    }
  },
);

// axe gives up on text before a gradient, which code has for its shadow.
browserTest(
  "renderPage() gives code and the factors of the chain rule a contrast of 4.5 in light and dark",
  () => Promise.resolve(`<!doctype html><style>${pageStyle}</style>`),
  async ({ page }) => {
    for (const value of ["light", "dark"]) {
      await page.emulateMediaFeatures([{
        name: "prefers-color-scheme",
        value,
      }]);
      const weak = await page.evaluate(() => {
        const root = getComputedStyle(document.documentElement);
        const luminance = (name: string) => {
          const hex = root.getPropertyValue(name).trim().slice(1);
          const [r, g, b] = [0, 2, 4].map((i) => {
            const channel = parseInt(hex.slice(i, i + 2), 16) / 255;
            return channel <= 0.04045
              ? channel / 12.92
              : ((channel + 0.055) / 1.055) ** 2.4;
          }) as [number, number, number];
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const foregrounds = [
          ...["keyword", "string", "number", "type", "function", "comment"].map(
            (name) => `--syntax-${name}`,
          ),
          ...["cost", "activation", "net"].map((name) => `--factor-${name}`),
          ...["--ink", "--ink-soft", "--link"],
        ];
        const pairs = foregrounds.flatMap((front) =>
          ["--paper", "--surface"].map((back) => [front, back])
        );
        pairs.push(["--error", "--error-surface"], [
          "--ink-soft",
          "--error-surface",
        ]);
        return pairs.map(([front, back]) => {
          const [light, dark] = [luminance(front!), luminance(back!)].sort((
            a,
            b,
          ) => b - a);
          return { front, back, contrast: (light! + 0.05) / (dark! + 0.05) };
        }).filter(({ contrast }) => !(contrast >= 4.5));
      });
      assertEquals(weak, []);
    }
  },
);

browserTest(
  "renderPage() makes charts follow the colour scheme",
  render,
  async ({ page }) => {
    for (
      const [value, paper] of [["light", "#fffefb"], [
        "dark",
        "#15171c",
      ]] as const
    ) {
      await page.emulateMediaFeatures([{
        name: "prefers-color-scheme",
        value,
      }]);
      const colours = await page.evaluate(() => {
        const svg = getComputedStyle(document.querySelector("#plot svg")!);
        const body = getComputedStyle(document.body);
        return {
          halo: svg.getPropertyValue("--plot-background"),
          ink: svg.fill === body.color,
        };
      });
      assertEquals(colours, { halo: paper, ink: true });
    }
  },
);

browserTest(
  "renderPage() applies an output's style sheet to that output alone",
  () =>
    renderPage(
      notebook(
        prose("Prose"),
        code("a", [
          display({
            "text/html": "<style>p { color: rgb(1, 2, 3) }</style><p>In</p>",
          }),
        ]),
      ),
      { path: "a.ipynb" },
    ),
  async ({ page }) => {
    const colours = await page.evaluate(() =>
      [...document.querySelectorAll("p")].map((p) =>
        getComputedStyle(p).color === "rgb(1, 2, 3)"
      )
    );
    assertEquals(colours, [false, true]);
  },
);

browserTest(
  "renderPage() makes a page in which axe finds no fault, in light and dark, on a phone and a desk",
  render,
  async ({ page }) => {
    for (const value of ["light", "dark"]) {
      for (const width of [320, 1280]) {
        await page.setViewport({ width, height: 800 });
        await page.emulateMediaFeatures([{
          name: "prefers-color-scheme",
          value,
        }]);
        await page.reload();
        assertEquals(await axeViolations(page), []);
      }
    }
  },
  { bypassCSP: true },
);

const HOSTILE = notebook(
  prose(
    "<script>document.title = 'hacked'</script> <img src=x onerror=\"document.title = 'hacked'\">\n\n" +
      "[link](javascript:document.title='hacked') ![pixel](https://example.com/pixel.png)",
  ),
  code("attack()", [
    display({
      "image/svg+xml":
        `<svg><script>document.title = 'hacked'</script><a href="javascript:alert(1)">
        <rect width="10" height="10" onclick="alert(1)"/></a><image href="https://example.com/x.png"/>
        <style>&lt;img src=x onerror=alert(1)&gt; rect { fill: url(https://example.com/y.svg) }</style>`,
    }),
    display({
      "text/html":
        `<meta http-equiv="refresh" content="0; url=https://example.com"><base href="https://example.com">
        <img src=x onerror="document.title = 'hacked'"><iframe srcdoc="<script>parent.alert(1)</script>"></iframe>
        <a href="java&#10;script:document.title='hacked'">link</a><form action="https://example.com"><button>go</button></form>
        <link rel=stylesheet href="https://example.com/style.css"></div></section></main><object data="x"></object>`,
    }),
  ]),
  prose("After", "after"),
);

browserTest(
  "renderPage() runs nothing and fetches nothing that a notebook brings",
  () => renderPage(HOSTILE, { path: "hostile.ipynb", report: () => {} }),
  async ({ page, url, requests }) => {
    const title = await page.title();
    for (
      const link of await page.$$(
        "main a:not([href^=https]), main button, main rect",
      )
    ) {
      await link.evaluate((element) =>
        element.dispatchEvent(new MouseEvent("click", { cancelable: false }))
      );
    }
    assertEquals(await page.title(), title);
    assertEquals(page.url().split("#")[0], url);
    assertEquals(requests.filter((request) => !request.startsWith("data:")), [
      url,
    ]);
    const inner = await page.evaluate(() =>
      document.querySelector("main > #after") !== null
    );
    assert(inner, "the output's end tags closed the page's own elements");
  },
);

browserTest(
  "renderPage() is safe by its markup, even without the page's policy",
  () => renderPage(HOSTILE, { path: "hostile.ipynb", report: () => {} }),
  async ({ page, url, requests, messages }) => {
    const found = await page.evaluate(() => {
      const all = [
        ...document.querySelectorAll("*:not(:is(head, body) > script)"),
      ];
      return {
        elements: all.map(({ localName }) => localName)
          .filter((name) =>
            /^(script|iframe|object|base|form|link)$/.test(name)
          ),
        attributes: all.flatMap((element) => [...element.attributes])
          .filter(({ name, value }) =>
            /^on|^srcdoc$/.test(name) || /^\s*java/.test(value)
          )
          .map(({ name, value }) => `${name}=${value}`),
      };
    });
    assertEquals(found, { elements: [], attributes: [] });
    assertEquals(messages, []);
    assertEquals(page.url(), url);
    assertEquals(
      requests.filter((request) =>
        request.startsWith("http") && !request.endsWith("y.svg")
      ),
      [],
    );
  },
  { bypassCSP: true },
);

const phone = () =>
  renderPage(
    notebook(
      prose(
        '<a name="top"></a>\n\n# Backpropagation, worked by hand\n\nFirst.',
      ),
      code("table(rows)", [
        display({
          "text/markdown": "| start | E | after |\n|---|--:|--:|\n" +
            "| output too high | 0.123456789 | 0.123456789 |",
        }),
        display({
          "text/html":
            "<table><tr><td>epoch 10<td>0.123456789<td>0.123456789<td>0.123456789</table>",
        }),
        display({
          "text/html":
            "<table><tr><td>a name that is too long for a phone<td>1</table>",
        }),
      ]),
    ),
    { path: "phone.ipynb" },
  );

browserTest(
  "renderPage() keeps words whole in titles, and short names in tables on a line, on a phone",
  phone,
  async ({ page }) => {
    await page.setViewport({ width: 320, height: 800 });
    const lines = await page.evaluate(() => {
      const linesOf = (text: Node, end: number) => {
        const range = new Range();
        range.setStart(text, 0);
        range.setEnd(text, end);
        return new Set([...range.getClientRects()].map(({ top }) => top)).size;
      };
      return {
        word: linesOf(
          document.querySelector("h1")!.firstChild!,
          "Backpropagation".length,
        ),
        names: [...document.querySelectorAll("tbody td:first-child")].map((
          { firstChild },
        ) => linesOf(firstChild!, firstChild!.nodeValue!.length)),
        space: document.querySelector("h1")!.getBoundingClientRect().top -
          document.querySelector("main")!.getBoundingClientRect().top -
          parseFloat(
            getComputedStyle(document.querySelector("main")!).paddingTop,
          ),
      };
    });
    assertEquals(lines.word, 1);
    assertEquals(lines.names.slice(0, 2), [1, 1]);
    assert(lines.names[2]! > 1);
    // What stands before the title is an empty paragraph.
    assert(lines.space < 40, `${lines.space} px above the title`);
  },
);

browserTest(
  "renderPage() leaves code its forced colours, in which what a script marks would look selected",
  () =>
    renderPage(
      notebook(prose("# Title"), code('const text = "of a line"; // note')),
      { path: "forced.ipynb" },
    ),
  async ({ page }) => {
    await page.emulateMediaFeatures(
      // Puppeteer's types do not name this one, Chromium does.
      [{ name: "forced-colors", value: "active" }] as never,
    );
    const line = (await page.$("pre"))!;
    const coloured = await line.screenshot();
    await page.evaluate(() => CSS.highlights.clear());
    assertEquals(await line.screenshot(), coloured);
  },
);

browserTest(
  "renderPage() underlines every link, and draws lines and small print darker, for who prefers more contrast",
  render,
  async ({ page }) => {
    const looks = () =>
      page.evaluate(() => ({
        bare: [...document.querySelectorAll("a:not(.skip)")].filter((link) =>
          getComputedStyle(link).textDecorationLine === "none"
        ).length,
        label: getComputedStyle(document.querySelector(".label")!).color ===
          getComputedStyle(document.body).color,
      }));
    const before = await looks();
    assert(before.bare > 0);
    assertEquals(before.label, false);
    await page.emulateMediaFeatures([
      { name: "prefers-contrast", value: "more" },
    ]);
    assertEquals(await looks(), { bare: 0, label: true });
  },
);
