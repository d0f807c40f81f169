/**
 * A strict reader of the XML that figures are written in, for tests to ask what a figure holds.
 *
 * @module
 */

import { assert } from "@std/assert";

export interface XmlElement {
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly children: (XmlElement | string)[];
}

const TOKEN =
  /<\/(?<close>[\w:-]+)>|<(?<open>[\w:-]+)(?<attributes>(?:\s+[\w:-]+="[^"<]*")*)\s*(?<empty>\/?)>|(?<text>[^<>]+)/y;

/** Reads a document of one root element; anything that is not well-formed fails the test. */
export function parseXml(source: string): XmlElement {
  const root: XmlElement = { name: "", attributes: {}, children: [] };
  const open = [root];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const at = TOKEN.lastIndex;
    const groups = TOKEN.exec(source)?.groups;
    assert(groups, `Not XML: ${source.slice(at, at + 60)}`);
    const parent = open.at(-1)!;
    if (groups.close) {
      assert(parent.name === groups.close, `</${groups.close}> closes nothing`);
      open.pop();
    } else if (groups.open) {
      const attributes: Record<string, string> = {};
      for (
        const [, name, value] of groups.attributes.matchAll(
          /([\w:-]+)="([^"]*)"/g,
        )
      ) {
        assert(!(name in attributes), `${name} is given twice`);
        attributes[name] = unescape(value);
      }
      const element = { name: groups.open, attributes, children: [] };
      parent.children.push(element);
      if (!groups.empty) open.push(element);
    } else {
      parent.children.push(unescape(groups.text));
    }
  }
  assert(open.length === 1, `<${open.at(-1)!.name}> is never closed`);
  assert(root.children.length === 1, "There is not one root element");
  return root.children[0] as XmlElement;
}

const ENTITIES: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
};

function unescape(text: string): string {
  return text.replace(/&(\w*;?)/g, (entity, name: string) => {
    const character = ENTITIES[name.replace(";", "")];
    assert(name.endsWith(";") && character, `Not an entity: ${entity}`);
    return character;
  });
}

/** Every element below one, itself included. */
export function elements(root: XmlElement): XmlElement[] {
  return [
    root,
    ...root.children.flatMap((child) =>
      typeof child === "string" ? [] : elements(child)
    ),
  ];
}

/** The text in an element. */
export function textOf(element: XmlElement): string {
  return element.children
    .map((child) => typeof child === "string" ? child : textOf(child)).join("");
}

/** Every text of a figure, in order. */
export function textsOf(root: XmlElement): string[] {
  return elements(root).filter(({ name }) => name === "text").map(textOf);
}
