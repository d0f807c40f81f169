import { isNumeric } from "./markdown_tables.ts";
import { type Element, elementsOf, textContent } from "./sanitize.ts";

/**
 * Aligns the numbers in tables, such as data frames put out: a cell that holds a number is given the class `number`.
 *
 * @param element Markup that was made safe.
 */
export function alignNumbers(element: Element): void {
  for (const part of [element, ...elementsOf(element)]) {
    // A heading that says nothing is none, such as the corner of a data frame.
    if (part.tagName === "th" && part.childNodes.length === 0) {
      part.tagName = part.nodeName = "td";
    }
    if (part.tagName !== "td" || !isNumeric(textContent(part))) continue;
    const own = part.attrs.find(({ name }) => name === "class");
    if (own) own.value += " number";
    else part.attrs.push({ name: "class", value: "number" });
  }
}
