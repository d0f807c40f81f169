/**
 * Outputs that the kernel sends in parts. It writes to its connection from two places at once, and when an output of
 * several megabytes fills it, what the other place has to say comes to stand in the middle. Of outputs of a megabyte that
 * was never seen.
 *
 * @module
 */

import type { Json } from "./format.ts";
import type { Message } from "./message.ts";

/** The message that carries a part of another one. */
export const PART = "denobook_part";

/** How much text a part holds at most, in UTF-16 code units. */
export const PART_LENGTH = 1_000_000;

const OUTPUTS = ["display_data", "update_display_data", "execute_result"];

/** Puts messages together again of which the parts arrive one after the other. */
export class Parts {
  #text: string[] = [];

  /**
   * Takes in the next part.
   *
   * @param message A message of the type {@linkcode PART}.
   * @returns The whole message, with its last part; nothing if it is not an output.
   */
  take(message: Message): Message | undefined {
    const { type, text, isLast } = message.content;
    this.#text.push(String(text));
    if (isLast !== true) return undefined;
    const whole = this.#text.join("");
    this.#text = [];
    const content = read(whole);
    if (!OUTPUTS.includes(String(type)) || !content) return undefined;
    const header = { ...message.header, msg_type: String(type) };
    return { ...message, header, content };
  }
}

/** What a cell has forged need not be JSON. */
function read(text: string): { [key: string]: Json } | undefined {
  try {
    const json: Json = JSON.parse(text);
    return typeof json === "object" && json !== null && !Array.isArray(json)
      ? json
      : undefined;
  } catch {
    return undefined;
  }
}
