import { KernelError } from "./errors.ts";
import {
  isRefused,
  permissionFlags,
  type PermissionName,
  type Permissions,
} from "./permissions.ts";

/** What a permission's kind of thing is called by `Deno.permissions`. */
const KEYS: Record<PermissionName, string> = {
  ...{ read: "path", write: "path", ffi: "path", net: "host", import: "host" },
  ...{ env: "variable", run: "command", sys: "kind" },
};

/**
 * Says whether permissions cover something, exactly as Deno would: a Deno that was started with them is asked. It runs
 * as a process of its own, because what this process may do is another matter.
 */
export class PermissionOracle {
  readonly #permissions: Permissions;
  readonly #process: Deno.ChildProcess | undefined;
  readonly #answers: ReadableStreamDefaultReader<string> | undefined;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array> | undefined;
  /** What it says when it does not understand. */
  readonly #said: Promise<string> | undefined;
  #unread = "";
  #turn: Promise<unknown> = Promise.resolve();

  constructor(permissions: Permissions) {
    this.#permissions = permissions;
    if (Object.keys(KEYS).every((name) => this.#isRefused(name))) return;
    const program = `(${answerQueries})(${JSON.stringify(KEYS)})`;
    this.#process = new Deno.Command(Deno.execPath(), {
      args: [
        ...["run", "--quiet", "--no-config", "--no-lock", "--no-prompt"],
        ...permissionFlags(permissions),
        `data:text/javascript,${encodeURIComponent(program)}`,
      ],
      env: { NO_COLOR: "1" },
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#writer = this.#process.stdin.getWriter();
    this.#said = new Response(this.#process.stderr).text();
    this.#answers = this.#process.stdout
      .pipeThrough(new TextDecoderStream()).getReader();
  }

  /**
   * Whether the permissions cover something.
   *
   * @param name The permission.
   * @param value What of it, such as a path; `null` for all of it.
   * @throws {KernelError} If Deno does not understand the permissions.
   */
  allows(name: string, value: string | null): Promise<boolean> {
    if (this.#isRefused(name)) return Promise.resolve(false);
    return this.#inTurn(name, value);
  }

  #inTurn(name: string, value: string | null): Promise<boolean> {
    const answer = this.#turn.then(() => this.#ask(name, value));
    this.#turn = answer.catch(() => {});
    return answer;
  }

  /**
   * Waits until it can answer.
   *
   * @throws {KernelError} If Deno does not understand the permissions.
   */
  async ready(): Promise<void> {
    if (this.#process) await this.#inTurn("read", null);
  }

  /** Ends its process. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#process) return;
    await this.#writer?.close().catch(() => {});
    await this.#answers?.cancel();
    await this.#said;
    await this.#process.status;
  }

  #isRefused(name: string): boolean {
    return !Object.hasOwn(KEYS, name) ||
      isRefused(this.#permissions, name as PermissionName);
  }

  async #ask(name: string, value: string | null): Promise<boolean> {
    const query = JSON.stringify([name, value]) + "\n";
    await this.#writer!.write(new TextEncoder().encode(query)).catch(() => {});
    while (!this.#unread.includes("\n")) {
      const { value: text } = await this.#answers!.read();
      if (text === undefined) throw await this.#refusal();
      this.#unread += text;
    }
    const end = this.#unread.indexOf("\n");
    const line = this.#unread.slice(0, end);
    this.#unread = this.#unread.slice(end + 1);
    return line === "granted";
  }

  async #refusal(): Promise<KernelError> {
    const [why] = (await this.#said)!.replace(/^error: /, "").split("\n");
    return new KernelError(`Cannot make the sandbox: ${why}`);
  }
}

/**
 * Answers each line of stdin, `[permission, value]`, with its state.
 *
 * This function runs in another process, where its source text is sent: it may refer to nothing outside itself.
 */
async function answerQueries(keys: Record<string, string>): Promise<void> {
  const lines = Deno.stdin.readable.pipeThrough(new TextDecoderStream());
  let unread = "";
  for await (const text of lines) {
    unread += text;
    const whole = unread.split("\n");
    unread = whole.pop()!;
    for (const line of whole) {
      const [name, value] = JSON.parse(line);
      let state = "denied";
      try {
        const query = value === null ? { name } : { name, [keys[name]]: value };
        state = Deno.permissions.querySync(query).state;
      } catch {
        // What Deno does not know, it does not allow.
      }
      console.log(state);
    }
  }
}
