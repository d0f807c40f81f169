import { isNotebookError } from "../notebook/errors.ts";

/** Errors of a room that is loaded only when a command needs it; their classes are not at hand to compare with. */
const EXPECTED_NAMES = ["BookError", "PageError", "PdfError"];

/** Whether an error is about the input or the system, and its message all that its reader needs. */
export function isExpected(error: unknown): error is Error {
  return isNotebookError(error) ||
    error instanceof Error && EXPECTED_NAMES.includes(error.name);
}
