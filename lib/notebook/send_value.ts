/** The message that carries a piece of a value out of a kernel. */
export const CHUNK_TYPE = "denobook_value_chunk";

/** The message that says why a value cannot be sent. */
export const FAILURE_TYPE = "denobook_value_failure";

type Broadcast = (
  type: string,
  content: Record<string, unknown>,
  extra?: { buffers: Uint8Array[] },
) => Promise<void>;

/**
 * Broadcasts a value out of the kernel, or why it cannot travel.
 *
 * This function runs in the kernel, where its source text is sent: it may refer to nothing outside itself.
 *
 * @param evaluate Gives the value.
 * @param broadcast The kernel's broadcast function.
 * @param chunkType The type of the messages that carry the value.
 * @param failureType The type of the message that says why there is none.
 */
export async function sendValue(
  evaluate: () => Promise<unknown>,
  broadcast: Broadcast,
  chunkType: string,
  failureType: string,
): Promise<void> {
  // The kernel has been seen to garble single messages of 6 MB and more.
  const chunkSize = 2 ** 20;
  try {
    const value = await evaluate();
    const obstacle = obstacleIn(value);
    if (obstacle) return await broadcast(failureType, { state: obstacle });
    const { serialize } = await import("node:v8");
    const bytes = serialize(value);
    for (let at = 0; at < bytes.length; at += chunkSize) {
      const buffers = [new Uint8Array(bytes.subarray(at, at + chunkSize))];
      await broadcast(chunkType, {}, { buffers });
    }
  } catch (error) {
    await broadcast(failureType, { state: thrown(error) });
  }

  function thrown(error: unknown): string {
    try {
      return error instanceof Error
        ? `${error.name}: ${error.message}`
        : `it threw ${String(error)}`;
    } catch {
      return "it threw what cannot be shown as text";
    }
  }

  /** What in a value the structured-clone format would refuse, leave out or change in silence. */
  function obstacleIn(root: unknown): string | undefined {
    const seen = new Set<unknown>();
    const open: [value: unknown, path: string][] = [[root, ""]];
    while (open.length > 0) {
      const [value, path] = open.pop()!;
      const kind = unfit(value);
      if (kind) {
        const what = path === "" ? "it" : `its ${path.replace(/^\./, "")}`;
        return `${what} is ${kind}, which cannot leave the kernel`;
      }
      if (typeof value !== "object" || value === null || seen.has(value)) {
        continue;
      }
      seen.add(value);
      if (value instanceof Map) {
        for (const [key, entry] of value) {
          const name = typeof key === "string"
            ? JSON.stringify(key)
            : typeof key === "object" && key !== null
            ? "…"
            : String(key);
          open.push([key, `${path}.keys()`], [entry, `${path}.get(${name})`]);
        }
      } else if (value instanceof Set) {
        for (const entry of value) open.push([entry, `${path}.values()`]);
      } else if (!ArrayBuffer.isView(value)) {
        for (const [key, entry] of Object.entries(value)) {
          open.push([entry, path + accessor(key, Array.isArray(value))]);
        }
      }
    }
    return undefined;
  }

  /** What a value is, in words, if it cannot travel by itself; its parts are looked at in turn. */
  function unfit(value: unknown): string | undefined {
    if (typeof value === "function") return "a function";
    if (typeof value === "symbol") return "a symbol";
    if (typeof value !== "object" || value === null) return undefined;
    const prototype = Object.getPrototypeOf(value);
    const is = (type: { prototype: unknown }) => prototype === type.prototype;
    const plain = prototype === null || [Object, Array].some(is);
    const bare = [
      Map,
      Set,
      Date,
      RegExp,
      Error,
      EvalError,
      RangeError,
      ReferenceError,
      SyntaxError,
      TypeError,
      URIError,
      ArrayBuffer,
      DataView,
      Boolean,
      Number,
      String,
    ].some(is);
    const typedArray = Object.getPrototypeOf(Uint8Array.prototype);
    if (!plain && !bare && Object.getPrototypeOf(prototype) !== typedArray) {
      return `an instance of ${prototype.constructor?.name || "a class"}`;
    }
    // Of these, only what they are made of is carried; the keys of a string are its characters.
    if (bare && !(value instanceof String) && Object.keys(value).length > 0) {
      const name = prototype.constructor.name;
      return `a${/^[AEIOU]/.test(name) ? "n" : ""} ${name} with a property "${
        Object.keys(value)[0]
      }" of its own`;
    }
    return Object.getOwnPropertySymbols(value).length > 0
      ? "an object with a symbol for a key"
      : undefined;
  }

  function accessor(key: string, inArray: boolean): string {
    if (inArray) return `[${key}]`;
    return /^[A-Za-z_$][\w$]*$/.test(key)
      ? `.${key}`
      : `[${JSON.stringify(key)}]`;
  }
}
