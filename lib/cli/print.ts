import { systemError } from "../notebook/errors.ts";

/**
 * Prints a line on stdout. Whoever reads it may stop doing so, as `head` does, and a terminal may be closed: that is no
 * reason to stop working.
 *
 * @throws {SystemError} If it cannot be written, as to a file on a full disk.
 */
export function print(text = ""): void {
  try {
    console.log(text);
  } catch (error) {
    if (error instanceof Deno.errors.BrokenPipe || isHangUp(error)) return;
    throw systemError("Cannot print", error);
  }
}

/** Prints a line on stderr. If that cannot be done, there is nobody to be told. */
export function printError(text: string): void {
  try {
    console.error(text);
  } catch {
    // See above.
  }
}

/** Whether an error is that of a terminal which is no longer there (EIO). */
function isHangUp(error: unknown): boolean {
  return error instanceof Error && error.message.includes("(os error 5)");
}
