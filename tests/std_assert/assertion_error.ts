/** The error of an assertion that does not hold. */
export class AssertionError extends Error {
  /**
   * @param message What was expected and what was found.
   * @param options The error's cause.
   */
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "AssertionError";
  }
}

/** Throws what an assertion says, then what its caller says of it: `Values are not equal: the first row`. */
export function refuse(state: string, msg?: string, details = ""): never {
  throw new AssertionError(state + (msg ? `: ${msg}` : ".") + details);
}
