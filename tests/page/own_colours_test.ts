import { assert, assertEquals, assertMatch } from "@std/assert";
// @ts-types="@types/culori"
import { converter, wcagContrast } from "culori";
import { PageIds } from "../../lib/page/page_ids.ts";
import { sanitize } from "../../lib/page/sanitize.ts";

const painted = (markup: string) => sanitize(markup, "", new PageIds([]));

/** The colours in markup, in order. */
const coloursIn = (markup: string) =>
  markup.match(/#[\da-f]{6}\b|(?<=[(:, ])(navy|black)(?=[;,)])/g)!;

function assertLegible(text: string, ground: string): void {
  const contrast = wcagContrast(text, ground);
  assert(contrast >= 4.5, `${text} on ${ground}: ${contrast}`);
}

Deno.test("paintOwnColours() keeps a text's hue, and gives it the lightness that light and dark pages need", () => {
  const hue = converter("oklch");
  for (
    const colour
      of "red blue yellow lime navy purple orange #31708f hsl(300,50%,90%) oklch(0.7,0.1,200) rgb(0,128,0)"
        .replace(/oklch\S+/, (text) => text.replaceAll(",", " ")).split(
          / (?=[#a-z])/,
        )
  ) {
    const [light, dark] = coloursIn(
      painted(`<b style="color:${colour}">x</b>`),
    );
    assertLegible(light!, "#f6f4ee");
    assertLegible(dark!, "#1d2027");
    for (const shown of [light!, dark!]) {
      const turned = Math.abs(hue(shown)!.h! - hue(colour)!.h!);
      assert(turned < 6, `${colour} as ${shown} is turned by ${turned}°`);
    }
    assertEquals(
      coloursIn(painted(`<font color="${colour}">x</font>`)),
      [light, dark],
    );
  }
});

Deno.test("paintOwnColours() turns black and white where they would be alone with themselves", () => {
  for (const colour of ["black", "white", "#000", "#fff"]) {
    assertEquals(
      painted(`<b style="color: ${colour} !important">x</b>`),
      '<b style="color: light-dark(#000000,#ffffff)!important">x</b>',
    );
  }
});

Deno.test("paintOwnColours() puts what has a background of its own on paper, and its text in ink that can be read on it", () => {
  for (
    const markup of [
      '<p style="background: rgba(255, 0, 0, 0.2); color: #f00">x</p>',
      '<p style="background: rgb(255 0 0 / 20%)"><b style="color:#f00">x</b></p>',
      '<table><tbody><tr><td bgcolor="navy" class="a">x',
      '<p style="color:green"><b style="background-color:#999999">x</b></p>',
    ]
  ) {
    const html = painted(markup);
    assertMatch(html, /class="(a )?paper"/);
    const [one, other] = coloursIn(html).slice(-2);
    assertLegible(one!, other!);
  }
});

Deno.test("paintOwnColours() puts what has a style sheet with colours on paper as a whole", () => {
  const html = painted(
    '<style>#a { color: yellow; width: 1em } td { background: black; color: #111 }</style><i id="a">x</i><table><tbody><tr><td>y</td></tr></tbody></table>',
  );
  assertMatch(
    html,
    /^<div class="paper"><style>@scope \{ #a\{ color: #\w{6}; width: 1em \}td\{ background: black; color: #\w{6} ?\} \}<\/style><i id="a">x<\/i><table>.*<\/table><\/div>$/,
  );
  const [onPaper, back, onBlack] = coloursIn(html);
  assertLegible(onPaper!, "#fff");
  assertLegible(onBlack!, back!);
});

Deno.test("paintOwnColours() leaves alone what goes by the page's colours, and what has none", () => {
  for (
    const markup of [
      `<p style="color:var(--ink);background:none">x</p>`,
      `<p style="color:inherit;background:transparent;border-color:red">x</p>`,
      `<svg fill="currentColor"><path stroke="red"></path></svg>`,
      `<style>@scope { p { margin: 0 } }</style>`,
    ]
  ) assertEquals(painted(markup.replace(/@scope \{ (.*) \}</, "$1<")), markup);
  assertEquals(
    painted(`<svg><path stroke="black"></path></svg>`),
    `<svg class="paper"><path stroke="black"></path></svg>`,
  );
});

Deno.test("paintOwnColours() puts nothing on paper for the colours of what is not there", () => {
  assertEquals(
    painted(
      "<style>.gone { background: red } p { margin: 0 } .gone:hover p { color: blue }</style><p>x</p>",
    ),
    "<style>@scope { p{ margin: 0 } }</style><p>x</p>",
  );
});
