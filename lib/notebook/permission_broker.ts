/**
 * Answers a kernel's every question for a permission, from outside of the kernel's process: with
 * `DENO_PERMISSION_BROKER_PATH` set, Deno asks on that socket, a line of JSON each way, before it opens a file, connects,
 * starts a program, and so on, whatever its own permissions are. So nothing that a notebook does to the JavaScript in
 * its kernel can change the answers.
 *
 * Source: "Permission broker", https://docs.deno.com/runtime/fundamentals/security/
 *
 * @module
 */

import { basename, dirname, isAbsolute, join } from "node:path";
import { KernelError } from "./errors.ts";
import { PermissionOracle } from "./permission_oracle.ts";
import type { Permissions } from "./permissions.ts";

/** A question of the kernel's. */
export interface PermissionRequest {
  readonly permission: string;
  /** A path, a `host:port`, a name; `null` for all there is. */
  readonly value: string | null;
}

interface BrokerOptions {
  /** What the notebook may do. */
  readonly permissions: Permissions;
  /** The notebook's folder. */
  readonly home: string;
  /** What is granted once, to the kernel itself, before the notebook runs. */
  readonly once: readonly PermissionRequest[];
  /** Folders that may always be read. */
  readonly readable: readonly string[];
}

/**
 * Variables that this process sets for the kernel, or that would have it download; all others are absent from its
 * environment unless they are allowed.
 */
const GUARDED = /^(DENO_|NPM_CONFIG_|(HTTPS?|ALL|NO)_PROXY$)/i;

/** A listening broker. */
export class PermissionBroker {
  readonly #listener: Deno.UnixListener;
  readonly #oracle: PermissionOracle;
  readonly #once: PermissionRequest[];
  readonly #readable: readonly string[];
  /** Where the kernel may be: its code can have gone to any folder that it was allowed to read. */
  readonly #folders: Set<string>;
  readonly #connections = new Set<Deno.UnixConn>();

  /**
   * @param path Where the socket is to be.
   * @param options What is allowed.
   */
  constructor(path: string, options: BrokerOptions) {
    this.#oracle = new PermissionOracle(withRealPaths(options.permissions));
    this.#once = [...options.once];
    this.#readable = options.readable;
    this.#folders = new Set([options.home]);
    this.#listener = Deno.listen({ transport: "unix", path });
    this.#serve();
  }

  /**
   * Waits until it can answer.
   *
   * @throws {KernelError} If Deno does not understand the permissions.
   */
  async ready(): Promise<void> {
    await this.#oracle.ready();
  }

  /** Ends the broker; a kernel that asks afterwards ends, too. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    for (const connection of this.#connections) connection.close();
    await this.#oracle[Symbol.asyncDispose]();
  }

  async #serve(): Promise<void> {
    for await (const connection of this.#listener) {
      this.#connections.add(connection);
      this.#answer(connection)
        .catch(() => {
          // The kernel has ended, or speaks in a way that Deno does not; either way it gets no answer.
        })
        .finally(() => {
          if (this.#connections.delete(connection)) close(connection);
        });
    }
  }

  async #answer(connection: Deno.UnixConn): Promise<void> {
    const encoder = new TextEncoder();
    const decoder = new TextDecoder();
    const bytes = new Uint8Array(65536);
    let unread = "";
    while (true) {
      const count = await connection.read(bytes);
      if (count === null) return;
      unread += decoder.decode(bytes.subarray(0, count), { stream: true });
      const lines = unread.split("\n");
      unread = lines.pop()!;
      for (const line of lines) {
        const request = JSON.parse(line);
        const reason = await this.refuses(request).catch((error) => {
          if (error instanceof KernelError) return error.message;
          throw error;
        });
        const answer = reason === undefined
          ? { id: request.id, result: "allow" }
          : { id: request.id, result: "deny", reason };
        const text = encoder.encode(JSON.stringify(answer) + "\n");
        for (let at = 0; at < text.length;) {
          at += await connection.write(text.subarray(at));
        }
      }
    }
  }

  /** Why a request is refused, or nothing if it is granted. */
  async refuses(request: PermissionRequest): Promise<string | undefined> {
    const { permission, value } = request;
    const grant = this.#once.findIndex((once) =>
      once.permission === permission && once.value === value
    );
    if (grant >= 0) {
      this.#once.splice(grant, 1);
      return undefined;
    }
    if (await this.#allows(permission, value)) return undefined;
    const what = value === null ? "" : ` to ${JSON.stringify(value)}`;
    return `Requires ${permission} access${what}, which the notebook's sandbox does not give it; ` +
      `run it with --allow-${permission} if you trust it so far`;
  }

  async #allows(permission: string, value: string | null): Promise<boolean> {
    if (permission === "env") {
      return value === null || !GUARDED.test(value) ||
        await this.#oracle.allows(permission, value);
    }
    if (value === null || permission !== "read" && permission !== "write") {
      return await this.#oracle.allows(permission, value);
    }
    // Deno names no place for a temporary file, so only all places together will do.
    if (/^<\w+>$/.test(value)) {
      return await this.#oracle.allows(permission, null);
    }
    // A path that begins nowhere begins, for all that is known here, in any of the folders.
    const paths = isAbsolute(value)
      ? [value]
      : [...this.#folders].map((folder) => join(folder, value));
    for (const path of paths) {
      // A link counts as what it leads to.
      const real = await realPath(path);
      if (!await this.#allowsPath(permission, real)) return false;
      if (permission === "read" && await isFolder(real)) {
        this.#folders.add(real);
      }
    }
    return true;
  }

  async #allowsPath(
    permission: "read" | "write",
    path: string,
  ): Promise<boolean> {
    if (
      permission === "read" &&
      this.#readable.some((folder) =>
        path === folder || path.startsWith(`${folder}/`)
      )
    ) return true;
    return await this.#oracle.allows(permission, path);
  }
}

async function isFolder(path: string): Promise<boolean> {
  const stat = await Deno.stat(path).catch(() => undefined);
  return stat?.isDirectory ?? false;
}

function close(connection: Deno.UnixConn): void {
  try {
    connection.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BadResource)) throw error;
  }
}

/** Where a path leads when all links in it are followed, also if there is nothing there yet. */
async function realPath(path: string): Promise<string> {
  try {
    return await Deno.realPath(path);
  } catch {
    const parent = dirname(path);
    return parent === path
      ? path
      : join(await realPath(parent), basename(path));
  }
}

/** Permissions whose paths are named as their links' targets, too. */
function withRealPaths(permissions: Permissions): Permissions {
  const real = (paths: true | readonly string[] | undefined) =>
    paths === undefined || paths === true ? paths : paths.flatMap((path) => {
      try {
        const target = Deno.realPathSync(path);
        return target === path ? [path] : [path, target];
      } catch {
        return [path];
      }
    });
  const { read, write } = permissions;
  return { ...permissions, read: real(read), write: real(write) };
}
