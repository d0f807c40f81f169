/**
 * HTML and SVG that code put out, made safe to stand in a page.
 *
 * The page's Content-Security-Policy already forbids scripts and requests. This is the wall within that
 * wall, and it keeps one output from disturbing the rest of the page: markup is balanced by parsing it as a
 * browser does, ids become unique in the page, and style sheets apply to their own output alone.
 *
 * @module
 */

import {
  defaultTreeAdapter as tree,
  type DefaultTreeAdapterTypes,
  parseFragment,
  serialize,
} from "parse5";
import type { PageIds } from "./page_ids.ts";

type Node = DefaultTreeAdapterTypes.ChildNode;
type ParentNode = DefaultTreeAdapterTypes.ParentNode;
export type Element = DefaultTreeAdapterTypes.Element;

const FORBIDDEN_ELEMENTS = new Set(
  ("applet base embed form frame frameset iframe link meta noscript object plaintext portal script " +
    "template title xmp").split(" "),
);
const FORBIDDEN_ATTRIBUTES =
  /^(on.*|autofocus|formaction|http-equiv|ping|srcdoc|srcset)$/;
// Everything by which an element names something to load or to go to.
const URL_ATTRIBUTES =
  /^(action|background|cite|data|href|longdesc|poster|src|usemap)$/;

function isAllowedUrl(element: Element, url: string): boolean {
  // Browsers ignore these characters, so that they could hide a scheme.
  // deno-lint-ignore no-control-regex
  const trimmed = url.replace(/[\u0000-\u0020]/g, "");
  if (trimmed.startsWith("#")) return true;
  return element.tagName === "a"
    ? /^(https?:|mailto:|[^:]*$)/i.test(trimmed)
    : /^data:(image|font)\//i.test(trimmed);
}

function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((attr) => attr.name === name)?.value;
}

function isForbidden(element: Element): boolean {
  // An SVG's title is its name, a page's title is not an output's to set.
  if (element.tagName === "title") {
    return element.namespaceURI.endsWith("xhtml");
  }
  return FORBIDDEN_ELEMENTS.has(element.tagName) ||
    (/^(animate|set)/.test(element.tagName) &&
      /href$/.test(attribute(element, "attributeName") ?? ""));
}

function clean(parent: ParentNode): void {
  for (const node of [...parent.childNodes]) {
    if (tree.isCommentNode(node) || tree.isDocumentTypeNode(node)) {
      tree.detachNode(node);
    } else if (tree.isElementNode(node)) {
      if (isForbidden(node)) {
        tree.detachNode(node);
        continue;
      }
      node.attrs = node.attrs.filter(({ name, value }) =>
        !FORBIDDEN_ATTRIBUTES.test(name) &&
        (!URL_ATTRIBUTES.test(name) || isAllowedUrl(node, value))
      );
      if (node.tagName === "style") scopeStyle(node);
      clean(node);
    }
  }
}

function scopeStyle(style: Element): void {
  const css = style.childNodes.map((node) =>
    tree.isTextNode(node) ? node.value : ""
  ).join("");
  for (const node of [...style.childNodes]) tree.detachNode(node);
  // A `<` could end the element when the markup is parsed again; in CSS it can be written as an escape.
  tree.insertText(style, `@scope { ${css.replaceAll("<", "\\3c ")} }`);
}

export function* elementsOf(parent: ParentNode): Generator<Element> {
  for (const node of parent.childNodes) {
    if (!tree.isElementNode(node)) continue;
    yield node;
    yield* elementsOf(node);
  }
}

const ID_LISTS =
  /^(aria-(controls|describedby|details|flowto|labelledby|owns)|for|headers|list)$/;

function renameIds(fragment: ParentNode, prefix: string, ids: PageIds): void {
  const renamed = new Map<string, string>();
  for (const element of elementsOf(fragment)) {
    const id = attribute(element, "id");
    if (id !== undefined && !renamed.has(id)) {
      renamed.set(id, ids.take(`${prefix}-${id}`));
    }
  }
  if (renamed.size === 0) return;
  const rename = (id: string) => renamed.get(id) ?? id;
  const inUrls = (text: string) =>
    text.replace(
      /url\(\s*(["']?)#([^"')]+?)\1\s*\)/g,
      (_, _quote, id) => `url("#${rename(id)}")`,
    );
  const inSelectors = (css: string) =>
    inUrls(css).replace(
      /#([\w-]+)(?=[^{}"()]*\{)/g,
      (_, id) => `#${rename(id)}`,
    );
  for (const element of elementsOf(fragment)) {
    for (const attr of element.attrs) {
      if (attr.name === "id") attr.value = rename(attr.value);
      else if (ID_LISTS.test(attr.name)) {
        attr.value = attr.value.split(/\s+/).map(rename).join(" ");
      } else if (attr.name === "href" && attr.value.startsWith("#")) {
        attr.value = `#${rename(attr.value.slice(1))}`;
      } else attr.value = inUrls(attr.value);
    }
    if (element.tagName !== "style") continue;
    for (const node of element.childNodes) {
      if (tree.isTextNode(node)) node.value = inSelectors(node.value);
    }
  }
}

/**
 * Makes markup safe, balanced and free of ids that the page has already.
 *
 * @param markup HTML, or SVG as it stands in HTML.
 * @param prefix What the markup's ids begin with in the page.
 * @param ids The page's ids.
 * @param edit Called with each outermost element before it is written.
 * @returns The markup.
 */
export function sanitize(
  markup: string,
  prefix: string,
  ids: PageIds,
  edit: (element: Element) => void = () => {},
): string {
  const fragment = parseFragment(markup);
  clean(fragment);
  renameIds(fragment, prefix, ids);
  for (const node of fragment.childNodes as Node[]) {
    if (tree.isElementNode(node)) edit(node);
  }
  return serialize(fragment);
}
