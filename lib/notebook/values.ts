/**
 * Values brought back from a notebook's kernel, typed and exact.
 *
 * The kernel evaluates the expression, checks that the value can travel, writes it in V8's structured-clone format and
 * broadcasts the bytes; here they are read again. That format keeps every float64 bit for bit, NaN, ±Infinity and −0,
 * `undefined`, bigints, typed arrays, Maps, Sets, Dates, sparse arrays, shared references and cycles. What it would
 * change in silence, such as an instance of a class, which would come back without its class, is refused instead.
 *
 * @module
 */

import { Buffer } from "node:buffer";
import { deserialize } from "node:v8";
import { ValueError } from "./errors.ts";
import { CHUNK_TYPE, FAILURE_TYPE, sendValue } from "./send_value.ts";
import type { Session } from "./session.ts";
import { diagnoseSyntax } from "./printer.ts";

/**
 * Evaluates an expression in a session's kernel and brings its value back.
 *
 * @typeParam T The type that the value is known to have; nothing checks it.
 * @param session The session.
 * @param expression Any TypeScript expression; `await` is allowed, and a promise is waited for.
 * @returns The value.
 * @throws {ValueError} If the expression throws, or its value cannot leave the kernel.
 */
export async function evaluate<T>(
  session: Session,
  expression: string,
): Promise<T> {
  const fail = (state: string): never => {
    throw new ValueError(`Cannot get the value of "${expression}": ${state}`);
  };
  // Only an expression can stand between brackets of either kind; "1), (2" could between the first.
  const syntax = diagnoseSyntax(`(\n${expression}\n)`) ??
    diagnoseSyntax(`[\n${expression}\n]`);
  if (syntax) fail(`SyntaxError: ${syntax.message}`);

  const chunks: Uint8Array[] = [];
  let failure: string | undefined;
  const sent = session.evaluate(
    (helper) =>
      `await (${sendValue})(async () => (\n${expression}\n), ` +
      `${helper}.broadcast, "${CHUNK_TYPE}", "${FAILURE_TYPE}");`,
    ({ header, content, buffers }) => {
      if (header.msg_type === CHUNK_TYPE) chunks.push(...buffers);
      if (header.msg_type === FAILURE_TYPE) failure = String(content.state);
    },
  );
  await sent.catch((error) => {
    // What only V8 refuses, such as a regular expression that is none.
    if (error instanceof SyntaxError) fail(`SyntaxError: ${error.message}`);
    throw error;
  });
  if (failure !== undefined) fail(failure);
  try {
    return deserialize(Buffer.concat(chunks));
  } catch (error) {
    return fail(
      `what the kernel sent is no value: ${(error as Error).message}`,
    );
  }
}
