/**
 * The least of a DOM in which Observable Plot draws lines, dots, text, rules and axes: elements with attributes and
 * children that write themselves as XML. Whatever else Plot might ask of it is refused by name.
 *
 * @module
 */

import { element as write, escapeXml, round } from "./svg.ts";

/**
 * The prototype behind elements and documents, where only lookups arrive that these could not answer. D3 keeps data
 * of its own in properties that begin with two underscores.
 */
const missing = new Proxy({}, {
  get(_, name): undefined {
    if (typeof name === "symbol" || name.startsWith("__")) return undefined;
    throw new TypeError(
      `Cannot draw the chart: the document has no "${name}"; add it to lib/figures/document.ts`,
    );
  },
});

class Text {
  readonly data: string;

  constructor(data: string) {
    this.data = data;
  }

  toString(): string {
    return escapeXml(this.data);
  }
}

/** An element, with what Plot and we ask of it. */
export class Element {
  readonly ownerDocument: Document;
  readonly namespaceURI: string;
  readonly tagName: string;
  readonly attributes = new Map<string, string>();
  readonly childNodes: (Element | Text)[] = [];

  constructor(document: Document, namespace: string, name: string) {
    this.ownerDocument = document;
    this.namespaceURI = namespace;
    this.tagName = name;
  }

  setAttribute(name: string, value: unknown): void {
    this.attributes.set(name, String(value));
  }

  getAttribute(name: string): string | null {
    return this.attributes.get(name) ?? null;
  }

  hasAttribute(name: string): boolean {
    return this.attributes.has(name);
  }

  removeAttribute(name: string): void {
    this.attributes.delete(name);
  }

  appendChild(child: Element | Text): Element | Text {
    this.childNodes.push(child);
    return child;
  }

  insertBefore(child: Element | Text, next: null): Element | Text {
    if (next === null) return this.appendChild(child);
    throw new TypeError(
      "Cannot draw the chart: insertBefore() only appends; extend it in lib/figures/document.ts",
    );
  }

  set textContent(text: string) {
    this.childNodes.splice(0, this.childNodes.length, new Text(text));
  }

  toString(): string {
    const attributes = [...this.attributes].map(([name, value]) => [
      name,
      // Decimals are coordinates, unless they are in words.
      name.startsWith("aria-") ? value : value.replace(
        /-?\d+\.\d+/g,
        (coordinate) => round(Number(coordinate)),
      ),
    ]);
    return write(
      this.tagName,
      Object.fromEntries(attributes),
      ...this.childNodes.map(String),
    );
  }
}

/** A document that makes elements. */
export class Document {
  readonly documentElement: Element = this.createElementNS("", "html");

  createElementNS(namespace: string, name: string): Element {
    return new Element(this, namespace, name);
  }

  createTextNode(text: string): Text {
    return new Text(text);
  }
}

Object.setPrototypeOf(Element.prototype, missing);
Object.setPrototypeOf(Document.prototype, missing);
