/**
 * Pictures as `data:` URLs.
 *
 * @module
 */

import { Buffer } from "node:buffer";
import { readFileSync, realpathSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import type { MimeBundle } from "../notebook/format.ts";
import { percentDecoded } from "./html.ts";
import { PageError } from "./page_error.ts";

/**
 * An image of a MIME bundle as a URL.
 *
 * @param mimeType The image's type.
 * @param data The image: markup for SVG, base64 for all others.
 * @returns A `data:` URL.
 */
export function imageUrl(mimeType: string, data: string): string {
  return mimeType === "image/svg+xml"
    ? `data:${mimeType},${encodeURIComponent(data)}`
    : `data:${mimeType};base64,${data.replace(/\s+/g, "")}`;
}

/**
 * A picture that a cell brings along.
 *
 * @param encodedName The attachment's name as it stands in a URL.
 * @param cell The cell, and who is told if it has no such attachment.
 * @returns A `data:` URL; `undefined` if there is none.
 */
export function attachmentUrl(
  encodedName: string,
  cell: {
    readonly notebook: string;
    readonly cellId: string;
    readonly attachments?: { [name: string]: MimeBundle } | undefined;
    report(error: PageError): void;
  },
): string | undefined {
  const name = percentDecoded(encodedName);
  const bundle = cell.attachments?.[name] ?? {};
  const found = Object.entries(bundle).find(([type]) =>
    type.startsWith("image/")
  );
  if (found) return imageUrl(found[0], String(found[1]));
  const reason = `the cell has no attachment: ${name}`;
  cell.report(new PageError("Cannot show an image", reason, cell));
  return undefined;
}

/**
 * Says that a picture is not there, if it is the notebook that should have it.
 *
 * @param source The picture's address in the notebook.
 * @param cell The cell, and who is told.
 */
export function reportMissing(
  source: string,
  cell: {
    readonly notebook: string;
    readonly cellId: string;
    report(error: PageError): void;
  },
): void {
  if (!source || /^([a-z][a-z\d+.-]*:|\/\/)/i.test(source)) return;
  const reason =
    `there is no picture ${source} in the notebook's folder; put it there, or correct its name`;
  cell.report(new PageError("Cannot show an image", reason, cell));
}

const TYPES: readonly [type: string, start: RegExp][] = [
  ["image/png", /^\x89PNG/],
  ["image/jpeg", /^\xff\xd8\xff/],
  ["image/gif", /^GIF8/],
  ["image/webp", /^RIFF....WEBP/s],
  [
    "image/svg+xml",
    /^(\xef\xbb\xbf)?\s*(<\?xml[^]*?|<!--[^]*?-->\s*)*<svg[\s>]/,
  ],
];

/** A picture in a file. */
export interface ImageFile {
  /** Where it stands, from the notebook's folder. */
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * A picture in a file beside a notebook. Only pictures are read, and only from the notebook's folder and below, so that
 * no notebook takes anything else into its page.
 *
 * @param notebook The notebook's path.
 * @param source The picture's address in the notebook.
 * @returns The picture; `undefined` if there is none.
 */
export function findImage(
  notebook: string,
  source: string,
): ImageFile | undefined {
  if (/^[a-z][a-z\d+.-]*:|^\/|^#/i.test(source) || source === "") {
    return undefined;
  }
  const folder = dirname(notebook);
  try {
    const name = percentDecoded(source.replace(/[?#].*/, ""));
    const path = realpathSync(join(folder, name));
    if (relative(realpathSync(folder), path).startsWith("..")) return undefined;
    const bytes = readFileSync(path);
    const start = bytes.subarray(0, 1000).toString("latin1");
    const type = TYPES.find(([, pattern]) => pattern.test(start))?.[0];
    return type === undefined
      ? undefined
      : { name: normalize(name), type, bytes };
  } catch {
    // The picture is not there: its text stands in its place, as in a browser.
    return undefined;
  }
}

/**
 * A picture beside a notebook, to stand in its page.
 *
 * @param notebook The notebook's path.
 * @param source The picture's address in the notebook.
 * @returns A `data:` URL; `undefined` if there is no such picture.
 */
export function readImage(
  notebook: string,
  source: string,
): string | undefined {
  const image = findImage(notebook, source);
  return image &&
    `data:${image.type};base64,${Buffer.from(image.bytes).toString("base64")}`;
}
