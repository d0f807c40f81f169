/**
 * What HTML would load from elsewhere: a picture that the notebook has stands in the page, and all else becomes a link, so
 * that its reader knows of it and may choose to go there.
 *
 * @module
 */

import {
  defaultTreeAdapter as tree,
  type DefaultTreeAdapterTypes,
  html,
} from "parse5";

type ParentNode = DefaultTreeAdapterTypes.ParentNode;
type Element = DefaultTreeAdapterTypes.Element;

const EMBEDS = /^(audio|embed|iframe|img|object|video)$/;

function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((attr) => attr.name === name)?.value.trim();
}

function addressOf(element: Element): string {
  const source = element.childNodes.find(({ nodeName }) =>
    nodeName === "source"
  ) as Element | undefined;
  return attribute(element, "src") || attribute(element, "data") ||
    (source && attribute(source, "src")) || "";
}

/**
 * Replaces what would be loaded.
 *
 * @param parent Parsed markup, not yet made safe.
 * @param find A picture of the notebook as a `data:` URL.
 * @param isInLink Whether the markup stands in a link, which can hold no other.
 */
export function replaceEmbeds(
  parent: ParentNode,
  find: (source: string) => string | undefined,
  isInLink = false,
): void {
  for (const node of [...parent.childNodes]) {
    if (!tree.isElementNode(node)) continue;
    const address = addressOf(node);
    if (!EMBEDS.test(node.tagName) || /^data:/i.test(address)) {
      replaceEmbeds(node, find, isInLink || node.tagName === "a");
      continue;
    }
    const found = node.tagName === "img" ? find(address) : undefined;
    if (found) {
      node.attrs.find(({ name }) => name === "src")!.value = found;
      continue;
    }
    const text = attribute(node, "alt") || attribute(node, "title") || address;
    if (text) {
      const isLink = /^https?:/i.test(address) && !isInLink;
      const told = tree.createElement(
        isLink ? "a" : "span",
        html.NS.HTML,
        isLink ? [{ name: "href", value: address }] : [],
      );
      tree.insertText(told, text);
      tree.insertBefore(parent, told, node);
    }
    tree.detachNode(node);
  }
}
