import { systemError } from "../notebook/errors.ts";

/**
 * Prints a line on stdout. Whoever reads it may stop doing so, as `head` does: that is no reason to stop working.
 *
 * @throws {SystemError} If it cannot be written, as to a file on a full disk.
 */
export function print(text = ""): void {
  try {
    console.log(text);
  } catch (error) {
    if (error instanceof Deno.errors.BrokenPipe) return;
    throw systemError("Cannot print", error);
  }
}
