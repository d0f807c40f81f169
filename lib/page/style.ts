/** The style of every page. */

import adaptCss from "./style/adapt.css" with { type: "text" };
import bookCss from "./style/book.css" with { type: "text" };
import cellsCss from "./style/cells.css" with { type: "text" };
import coloursCss from "./style/colours.css" with { type: "text" };
import contentsCss from "./style/contents.css" with { type: "text" };
import formulasCss from "./style/formulas.css" with { type: "text" };
import frameCss from "./style/frame.css" with { type: "text" };
import outputsCss from "./style/outputs.css" with { type: "text" };
import printCss from "./style/print.css" with { type: "text" };
import proseCss from "./style/prose.css" with { type: "text" };
import tablesCss from "./style/tables.css" with { type: "text" };

/** Style without comments and the white space that only people need. */
export function compact(css: string): string {
  return css.replace(/\/\*[^]*?\*\//g, "").replace(/\s+/g, " ")
    .replace(/\s*([{};,])\s*/g, "$1").replace(/: /g, ":").replaceAll(
      ";}",
      "}\n",
    ).trim();
}

/** The style sheets, those that hold only in some places behind those that they change. */
export const pageStyle: string = compact([
  coloursCss,
  frameCss,
  proseCss,
  contentsCss,
  bookCss,
  cellsCss,
  outputsCss,
  tablesCss,
  formulasCss,
  adaptCss,
  printCss,
].join("\n"));
