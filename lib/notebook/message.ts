/**
 * Jupyter's messages: five JSON parts in ZeroMQ frames, signed with a key that only the kernel and its client know.
 *
 * Source: "Messaging in Jupyter", https://jupyter-client.readthedocs.io/en/stable/messaging.html
 *
 * @module
 */

import { createHmac, timingSafeEqual } from "node:crypto";
import { KernelError } from "./errors.ts";
import type { Json, JsonObject } from "./format.ts";

/** The version of the messaging protocol that is spoken here. */
const PROTOCOL_VERSION = "5.3";

const DELIMITER = "<IDS|MSG>";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

/** The header of a message. */
export interface Header {
  readonly msg_id: string;
  readonly msg_type: string;
  readonly session: string;
  readonly username: string;
  readonly date: string;
  readonly version: string;
}

/** A message, to a kernel or from one. */
export interface Message {
  readonly header: Header;
  /** The header of the request that this message belongs to; empty if there is none. */
  readonly parent_header: Partial<Header>;
  readonly metadata: JsonObject;
  readonly content: JsonObject;
  /** Binary attachments. */
  readonly buffers: readonly Uint8Array[];
}

/**
 * Makes a request.
 *
 * @param session An id that all messages of one client share.
 * @param type The message type, such as `execute_request`.
 * @param content What the type asks for.
 * @returns The message, under an id of its own.
 */
export function createRequest(
  session: string,
  type: string,
  content: JsonObject,
): Message {
  return {
    header: {
      msg_id: crypto.randomUUID(),
      msg_type: type,
      session,
      username: "denobook",
      date: new Date().toISOString(),
      version: PROTOCOL_VERSION,
    },
    parent_header: {},
    metadata: {},
    content,
    buffers: [],
  };
}

/**
 * Signs a message and writes its frames.
 *
 * @param message The message.
 * @param key The key of the connection.
 * @returns The frames.
 */
export function encodeMessage(message: Message, key: string): Uint8Array[] {
  const { header, parent_header, metadata, content } = message;
  const parts = [header, parent_header, metadata, content]
    .map((part) => encoder.encode(JSON.stringify(part)));
  return [
    encoder.encode(DELIMITER),
    encoder.encode(sign(parts, key)),
    ...parts,
    ...message.buffers,
  ];
}

/**
 * Reads a message from its frames, once its signature has proved right.
 *
 * @param frames The frames.
 * @param key The key of the connection.
 * @returns The message.
 * @throws {KernelError} If the frames are no message or the signature is wrong.
 */
export function decodeMessage(
  frames: readonly Uint8Array<ArrayBuffer>[],
  key: string,
): Message {
  const refuse = (state: string, cause?: unknown): never => {
    throw new KernelError(
      `Cannot read a message of the kernel: ${state}`,
      { cause },
    );
  };
  // Frames before the delimiter are addresses: a PUB socket puts its topic there.
  const start = frames.findIndex((frame) =>
    frame.length === DELIMITER.length &&
    new TextDecoder().decode(frame) === DELIMITER
  );
  if (start < 0 || frames.length < start + 6) {
    refuse("it lacks the parts that the protocol asks for");
  }
  const signature = frames[start + 1];
  const parts = frames.slice(start + 2, start + 6);
  const expected = encoder.encode(sign(parts, key));
  if (
    signature.length !== expected.length ||
    !timingSafeEqual(signature, expected)
  ) {
    refuse("its signature is wrong");
  }
  let json: Json[] = [];
  try {
    json = parts.map((part) => JSON.parse(decoder.decode(part)));
  } catch (cause) {
    refuse("a part of it is not JSON", cause);
  }
  if (json.some((part) => typeof part !== "object" || part === null)) {
    refuse("a part of it is not a JSON object");
  }
  const [header, parent_header, metadata, content] = json as unknown as [
    Header,
    Partial<Header>,
    JsonObject,
    JsonObject,
  ];
  const buffers = frames.slice(start + 6);
  return { header, parent_header, metadata, content, buffers };
}

function sign(parts: readonly Uint8Array[], key: string): string {
  const hmac = createHmac("sha256", key);
  for (const part of parts) hmac.update(part);
  return hmac.digest("hex");
}
