/**
 * HTML and SVG as text in which only what a reader could see makes a difference: one tag or text a line, attributes in
 * alphabetical order, white space that shows nothing left out. So two pictures can be compared, and shown line by line.
 *
 * @module
 */

import { type DefaultTreeAdapterTypes, parseFragment } from "parse5";

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

/** Elements whose white space counts as it stands. */
const VERBATIM = new Set(["pre", "textarea", "script", "style"]);

/** The commands of a path's data. */
const COMMAND = /[MLHVCSQTAZ]/gi;

/** Elements of SVG whose text is drawn; between others of SVG, white space is nothing. */
const DRAWN_TEXT = new Set(["text", "tspan", "textPath"]);

/** Elements that stand in a line of text, where a space beside them shows. */
const INLINE = new Set(
  ("a abbr b bdi bdo button cite code data del dfn em i img input ins kbd label mark math q ruby s samp select small " +
    "span strong sub sup svg time tspan textPath u var").split(" "),
);

/**
 * Brings markup into a form in which equal markup is equal text.
 *
 * @param markup HTML, or SVG.
 * @returns Its lines: a tag or a text each, indented by depth.
 */
export function canonicalMarkup(markup: string): string {
  const lines: string[] = [];
  // What stands before an <svg> that is a file of its own is of no account in a page.
  const bare = markup.replace(
    /^\s*(<\?xml[^>]*>\s*)?(<!DOCTYPE[^>]*>\s*)?/i,
    "",
  );
  write(parseFragment(bare).childNodes, 0, { verbatim: false, drawn: true });
  return lines.join("\n");

  function write(
    nodes: readonly Node[],
    depth: number,
    context: { verbatim: boolean; drawn: boolean },
  ): void {
    const shown = nodes.filter((node) => node.nodeName !== "#comment");
    shown.forEach((node, i) => {
      const indent = " ".repeat(depth);
      if ("value" in node) {
        const text = context.verbatim
          ? node.value
          : collapse(node.value, shown[i - 1], shown[i + 1], context.drawn);
        if (text !== "") lines.push(indent + escape(text));
      } else if ("tagName" in node) {
        lines.push(indent + openingTag(node));
        write(childrenOf(node), depth + 1, {
          verbatim: context.verbatim || keepsSpace(node),
          drawn: drawsText(node),
        });
      }
    });
  }
}

/** A text that cannot be taken for a tag. */
function escape(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
}

function childrenOf(element: Element): readonly Node[] {
  return element.tagName === "template" && "content" in element
    ? (element as DefaultTreeAdapterTypes.Template).content.childNodes
    : element.childNodes;
}

function openingTag({ tagName, attrs }: Element): string {
  const shown = attrs.map(({ prefix, name, value }) => {
    const full = prefix ? `${prefix}:${name}` : name;
    // A path's commands need no space before their numbers, but may have one.
    const spaced = name === "d" ? value.replace(COMMAND, " $& ") : value;
    return ` ${full}=${JSON.stringify(spaced.trim().replace(/\s+/g, " "))}`;
  });
  return `<${tagName}${shown.sort().join("")}>`;
}

/** Whether the white space in an element counts as it stands. */
function keepsSpace({ tagName, attrs }: Element): boolean {
  return VERBATIM.has(tagName) ||
    attrs.some(({ prefix, name, value }) =>
      prefix === "xml" && name === "space" && value === "preserve" ||
      name === "style" && /\bwhite-space:\s*(pre|break-spaces)\b/.test(value)
    );
}

function drawsText({ namespaceURI, tagName }: Element): boolean {
  return !namespaceURI.endsWith("/svg") || DRAWN_TEXT.has(tagName);
}

/** A text with each run of white space as one space, and none where it would not show. */
function collapse(
  text: string,
  before: Node | undefined,
  after: Node | undefined,
  drawn: boolean,
): string {
  let collapsed = text.replace(/[ \t\n\r\f]+/g, " ");
  if (!drawn || !isInline(before)) collapsed = collapsed.replace(/^ /, "");
  if (!drawn || !isInline(after)) collapsed = collapsed.replace(/ $/, "");
  return collapsed;
}

function isInline(node: Node | undefined): boolean {
  return node !== undefined && INLINE.has(node.nodeName);
}
