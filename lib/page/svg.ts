import { FACTOR_PROPERTIES } from "./factors.ts";
import { type Element, elementsOf } from "./sanitize.ts";

function value(element: Element, name: string): string | undefined {
  return element.attrs.find((attr) => attr.name === name)?.value;
}

/**
 * Makes a picture readable by screen readers: gives it its text alternative, unless it brings its own.
 *
 * @param svg The picture; other elements are left alone.
 * @param alt What it shows, in words; the empty string if that is not known.
 * @returns The picture's width in pixels; 0 if it does not say.
 */
export function describeSvg(svg: Element, alt: string): number {
  if (svg.tagName !== "svg") return 0;
  const isNamed =
    svg.attrs.some(({ name }) =>
      /^(role|aria-label|aria-labelledby)$/.test(name)
    ) ||
    svg.childNodes.some(({ nodeName }) => nodeName === "title");
  if (!isNamed && alt) {
    svg.attrs.push({ name: "role", value: "img" }, {
      name: "aria-label",
      value: alt,
    });
  }
  // Plot names its marks, and only an element with a role may have a name.
  for (const part of elementsOf(svg)) {
    if (value(part, "aria-label") && !value(part, "role")) {
      const role = part.tagName === "g" ? "group" : "img";
      part.attrs.push({ name: "role", value: role });
    }
  }
  const width = parseFloat(
    value(svg, "width") ?? value(svg, "viewBox")?.split(/[\s,]+/)[2] ?? "",
  );
  return Number.isFinite(width) ? width : 0;
}

/**
 * Gives what a picture draws in the colour of a factor of the chain rule that factor's class, so that pointing at it, or
 * at the factor elsewhere, lights up both.
 *
 * @param svg The picture.
 */
export function markFactorShapes(svg: Element): void {
  for (const part of elementsOf(svg)) {
    const factor = ["stroke", "fill"].map((name) =>
      FACTOR_PROPERTIES[value(part, name)?.match(/--factor-\w+/)?.[0] ?? ""]
    ).find(Boolean);
    if (!factor) continue;
    const own = part.attrs.find(({ name }) => name === "class");
    if (own) own.value += ` o${factor}`;
    else part.attrs.push({ name: "class", value: `o${factor}` });
  }
}
