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
import { safeCss } from "./css.ts";
import { replaceEmbeds } from "./embeds.ts";
import { paintOwnColours } from "./own_colours.ts";
import type { PageIds } from "./page_ids.ts";
import { pageStyle } from "./style.ts";

type Node = DefaultTreeAdapterTypes.ChildNode;
type ParentNode = DefaultTreeAdapterTypes.ParentNode;
export type Element = DefaultTreeAdapterTypes.Element;

const FORBIDDEN_ELEMENTS = new Set(
  ("applet base embed fencedframe frame frameset iframe link meta noembed noframes noscript object plaintext " +
    "portal script template title xmp").split(" "),
);
// Without its form, what stands in it is kept: it may be text. What moves or blinks keeps still.
const UNWRAPPED_ELEMENTS = new Set(
  "blink body button form head html input marquee select textarea".split(" "),
);
// A name makes an element a property of the document, and a popover or a command works on what stands outside.
const FORBIDDEN_ATTRIBUTES =
  /^(on.*|accesskey|attributionsrc|autofocus|command(for)?|contenteditable|form.*|http-equiv|imagesrcset|interestfor|is|name|nonce|part|ping|popover.*|slot|srcdoc|srcset|target)$/;
// Everything by which an element names something to load or to go to.
const URL_ATTRIBUTES =
  /^(action|background|cite|classid|codebase|data|dynsrc|(.*:)?href|icon|longdesc|lowsrc|manifest|poster|profile|src|usemap)$/;

const CSS_ATTRIBUTES =
  /^(style|by|clip-path|cursor|fill|filter|from|marker(-\w+)?|mask|stroke|to|values)$/;

function isAllowedUrl(element: Element, url: string): boolean {
  // Browsers ignore these characters, so that they could hide a scheme.
  // deno-lint-ignore no-control-regex
  const trimmed = url.replace(/[\u0000-\u0020]/g, "");
  if (trimmed.startsWith("#")) return true;
  return element.tagName === "a"
    ? /^(https?:|mailto:|[^:]*$)/i.test(trimmed)
    : element.tagName !== "use" && /^data:(image|audio|video)\//i.test(trimmed);
}

/** All that a radio button needs. */
const CHOICE_ATTRIBUTES =
  /^(aria-.*|checked|class|disabled|id|name|style|type|value)$/;

/**
 * Whether an element is a radio button with a label around it. Outside of a form such a button does nothing but to be
 * chosen, which a style sheet can show.
 */
function isChoice(element: Element): boolean {
  if (element.tagName !== "input") return false;
  if (attribute(element, "type")?.toLowerCase() !== "radio") return false;
  for (
    let parent = element.parentNode;
    parent && tree.isElementNode(parent);
    parent = tree.getParentNode(parent)
  ) {
    if (parent.tagName === "label") return textContent(parent).trim() !== "";
  }
  return false;
}

function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((attr) => attr.name === name)?.value;
}

/** Whether an element is hidden, or has no text. */
function isWordless(element: Element): boolean {
  return textContent(element).trim() === "" ||
    attribute(element, "hidden") !== undefined ||
    /display\s*:\s*none/i.test(attribute(element, "style") ?? "");
}

function isForbidden(element: Element): boolean {
  // An SVG's title is its name, a page's title is not an output's to set.
  if (element.tagName === "title") {
    return element.namespaceURI.endsWith("xhtml");
  }
  return FORBIDDEN_ELEMENTS.has(element.tagName) ||
    (/^(animate|set)/.test(element.tagName) &&
      /href$|^on|^style$/i.test(
        attribute(element, "attributeName")?.trim() ?? "",
      ));
}

/** Parsers allow quotation marks, `=` and `<` in names, which no element or attribute has and which only mislead. */
const PLAIN_NAME = /^[a-z_][\w:.-]*$/i;

function clean(parent: ParentNode): void {
  for (const node of [...parent.childNodes]) {
    if (tree.isCommentNode(node) || tree.isDocumentTypeNode(node)) {
      tree.detachNode(node);
    } else if (tree.isElementNode(node)) {
      if (isForbidden(node)) {
        tree.detachNode(node);
        continue;
      }
      const choice = isChoice(node);
      if (
        !choice &&
        (UNWRAPPED_ELEMENTS.has(node.tagName) ||
          !PLAIN_NAME.test(node.tagName))
      ) {
        clean(node);
        // What was hidden, or no more than a sign, would be a riddle without what it did.
        if (node.tagName === "button" && isWordless(node)) {
          tree.detachNode(node);
          continue;
        }
        for (const child of [...node.childNodes]) {
          tree.detachNode(child);
          tree.insertBefore(parent, child, node);
        }
        tree.detachNode(node);
        continue;
      }
      // What its author does not describe is decoration.
      if (node.tagName === "img" && attribute(node, "alt") === undefined) {
        node.attrs.push({ name: "alt", value: "" });
      }
      // Links lead to names as they do to ids, but names make elements properties of the document.
      const name = node.tagName === "a" && attribute(node, "name");
      if (name && attribute(node, "id") === undefined) {
        node.attrs.push({ name: "id", value: name });
      }
      node.attrs = node.attrs.filter(({ name, value }) =>
        choice ? CHOICE_ATTRIBUTES.test(name) : PLAIN_NAME.test(name) &&
          !FORBIDDEN_ATTRIBUTES.test(name) &&
          (!URL_ATTRIBUTES.test(name) || isAllowedUrl(node, value))
      );
      for (const attr of node.attrs) {
        if (CSS_ATTRIBUTES.test(attr.name)) attr.value = safeCss(attr.value);
      }
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
  tree.insertText(style, `@scope { ${safeCss(css).replaceAll("<", "\\3c ")} }`);
}

/** All elements in a piece of markup, in the order of their start tags. */
export function elementsOf(parent: ParentNode): Element[] {
  const elements: Element[] = [];
  const collect = ({ childNodes }: ParentNode): void => {
    for (const node of childNodes) {
      if (!tree.isElementNode(node)) continue;
      elements.push(node);
      collect(node);
    }
  };
  collect(parent);
  return elements;
}

/** Browsers nest elements no deeper than this. */
const DEEPEST = 512;

function limitDepth(fragment: ParentNode): void {
  let level: ParentNode[] = [fragment];
  for (let depth = 0; level.length; depth++) {
    const next = level.flatMap(({ childNodes }) =>
      childNodes.filter(tree.isElementNode)
    );
    if (depth === DEEPEST) next.forEach((node) => node.childNodes.splice(0));
    level = depth < DEEPEST ? next : [];
  }
}

const ID_LISTS =
  /^(aria-(controls|describedby|details|flowto|labelledby|owns)|for|headers|list)$/;

function renameIds(
  fragment: ParentNode,
  prefix: string,
  ids: PageIds,
  kept: ReadonlySet<string>,
): void {
  const renamed = new Map<string, string>();
  for (const element of elementsOf(fragment)) {
    const id = attribute(element, "id");
    if (id !== undefined && !renamed.has(id) && !kept.has(id)) {
      renamed.set(id, ids.take(prefix ? `${prefix}-${id}` : id));
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

/** Radio buttons of one name exclude each other in all of a page, so each output has names of its own. */
function renameChoices(
  fragment: ParentNode,
  prefix: string,
  ids: PageIds,
): void {
  const renamed = new Map<string, string>();
  for (const element of elementsOf(fragment)) {
    const name = element.tagName === "input" &&
      element.attrs.find((attr) => attr.name === "name");
    if (!name) continue;
    if (!renamed.has(name.value)) {
      const wanted = prefix ? `${prefix}-${name.value}` : name.value;
      renamed.set(name.value, ids.take(wanted));
    }
    name.value = renamed.get(name.value)!;
  }
}

/** The classes that the page's style knows, but for those that programs give to what they put out. */
const PAGE_CLASSES: ReadonlySet<string> = new Set(
  [...pageStyle.matchAll(/\.([a-z][\w-]*)/gi)].map(([, name]) => name!)
    .filter((name) => name !== "dataframe"),
);

/** Gives classes other names where the page means something else by them, such as an error or a factor. */
function renameClasses(fragment: ParentNode): void {
  const rename = (name: string) =>
    PAGE_CLASSES.has(name) ? `output-${name}` : name;
  for (const element of elementsOf(fragment)) {
    for (const attr of element.attrs) {
      if (attr.name !== "class") continue;
      attr.value = attr.value.split(/\s+/).map(rename).join(" ");
    }
    if (element.tagName !== "style") continue;
    for (const node of element.childNodes) {
      if (!tree.isTextNode(node)) continue;
      node.value = node.value.replace(
        /\.([a-z][\w-]*)(?=[^{};]*\{)/gi,
        (_, name) => `.${rename(name)}`,
      );
    }
  }
}

/** What {@linkcode sanitize} may be told. */
export interface SanitizeOptions {
  /** Whether all of the markup is an output's, and none the page's own. */
  readonly isOutput?: boolean;
  /** Called with each outermost element before it is written. */
  readonly edit?: (element: Element) => void;
  /** Ids that the page itself has given to parts of the markup. */
  readonly kept?: ReadonlySet<string>;
  /** A picture of the notebook as a `data:` URL. */
  readonly readImage?: (source: string) => string | undefined;
  /** Where a link leads. */
  readonly resolveLink?: (href: string) => string;
}

/**
 * Makes markup safe, balanced and free of ids that the page has already.
 *
 * @param markup HTML, or SVG as it stands in HTML.
 * @param prefix What the markup's ids begin with in the page; the empty string if those that are free are to stay as they
 * are, for links to them from elsewhere in the page.
 * @param ids The page's ids.
 * @param options What else is to be done to the markup.
 * @returns The markup.
 */
export function sanitize(
  markup: string,
  prefix: string,
  ids: PageIds,
  {
    isOutput = false,
    edit = () => {},
    kept = new Set(),
    readImage = () => undefined,
    resolveLink = (href) => href,
  }: SanitizeOptions = {},
): string {
  const fragment = parseFragment(markup);
  limitDepth(fragment);
  replaceEmbeds(fragment, readImage);
  clean(fragment);
  renameIds(fragment, prefix, ids, kept);
  renameChoices(fragment, prefix, ids);
  if (isOutput) renameClasses(fragment);
  for (const link of elementsOf(fragment)) {
    const href = link.tagName === "a" &&
      link.attrs.find(({ name }) => name === "href");
    if (href) href.value = resolveLink(href.value);
  }
  for (const node of fragment.childNodes as Node[]) {
    if (tree.isElementNode(node)) edit(node);
  }
  paintOwnColours(fragment);
  return serialize(fragment);
}

/** The text in an element. */
export function textContent(parent: ParentNode): string {
  return parent.childNodes.map((node) =>
    tree.isTextNode(node)
      ? node.value
      : tree.isElementNode(node)
      ? textContent(node)
      : ""
  ).join("");
}
