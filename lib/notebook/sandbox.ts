/**
 * A place in which a kernel can run a notebook that nobody trusts.
 *
 * What the notebook's own code may do is decided by a broker outside of its process (see `permission_broker.ts`). What
 * Deno itself does for a notebook without asking is kept in bounds by where it runs: in an empty folder, whose `deno.json`
 * takes over nothing but imports and the way JSX is compiled from the project's, so that no lock file is written, no
 * install script is run and no `.npmrc` is obeyed; with a cache of its own, in which the packages that have been
 * downloaded before can be found, so that `localStorage` leaves nothing behind; with an environment that is empty but for
 * what is allowed; and with a proxy that does not exist, so that nothing is downloaded that may not be.
 *
 * @module
 */

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { denoDir } from "./deno_dir.ts";
import { systemError } from "./errors.ts";
import type { JsonObject } from "./format.ts";
import {
  PermissionBroker,
  type PermissionRequest,
} from "./permission_broker.ts";
import {
  isRefused,
  PERMISSION_NAMES,
  type Permissions,
} from "./permissions.ts";
import { readProject } from "./project.ts";

/** Where nothing listens. */
const NOWHERE = "http://127.0.0.1:9";

/** What the shell that keeps the kernel may put into an environment that does not have it. */
const SET_BY_SHELLS = ["PWD", "OLDPWD", "SHLVL", "_"];

/** A sandbox that is ready for a kernel. */
export class Sandbox {
  /** The folder to start the kernel in. */
  readonly cwd: string;
  /** The kernel's whole environment. */
  readonly env: Record<string, string>;
  /** What the kernel is to execute before the notebook's first cell. */
  readonly code: string;
  /** Whether the notebook can start other processes. */
  readonly hasProcesses: boolean;
  readonly #folder: string;
  readonly #broker: PermissionBroker;

  private constructor(
    place: Pick<Sandbox, "cwd" | "env" | "code" | "hasProcesses">,
    folder: string,
    broker: PermissionBroker,
  ) {
    this.cwd = place.cwd;
    this.env = place.env;
    this.code = place.code;
    this.hasProcesses = place.hasProcesses;
    this.#folder = folder;
    this.#broker = broker;
  }

  /**
   * Makes a sandbox.
   *
   * @param cwd The notebook's folder.
   * @param permissions What the notebook may do.
   * @param ports The ports that the kernel is to listen on.
   */
  static async create(
    cwd: string,
    permissions: Permissions,
    ports: readonly number[],
  ): Promise<Sandbox> {
    const folder = await Deno.makeTempDir({ prefix: "denobook-" })
      .then((path) => Deno.realPath(path))
      .catch((cause) => {
        throw systemError("Cannot make a sandbox: no temporary folder", cause);
      });
    try {
      const home = await Deno.realPath(cwd);
      const [project, cache, inner] = ["project", "cache", "deno"].map((name) =>
        join(folder, name)
      );
      await Deno.mkdir(project);
      await Deno.mkdir(cache);
      await Deno.writeTextFile(
        join(project, "deno.json"),
        JSON.stringify(await innerProject(home)),
      );
      const readable = await linkCaches(cache);
      const socket = `${inner}.sock`;
      const once: PermissionRequest[] = [
        ...ports.map((port) => ({
          permission: "net",
          value: `127.0.0.1:${port}`,
        })),
        { permission: "read", value: home },
      ];
      const broker = new PermissionBroker(socket, {
        permissions,
        home,
        once,
        readable,
      });
      await broker.ready().catch(async (error) => {
        await broker[Symbol.asyncDispose]();
        throw error;
      });
      const allowed = allowedVariables(permissions);
      const own = ownVariables(permissions, cache, socket);
      const env = { ...allowed, ...own, DENOBOOK_SANDBOX: folder };
      const hidden = [...Object.keys(env), ...SET_BY_SHELLS]
        .filter((name) => !(name in allowed));
      const code = innerCode(permissions, home, hidden);
      const hasProcesses = ["run", "ffi"].some((name) =>
        !isRefused(permissions, name as "run" | "ffi")
      );
      const place = { cwd: project, env, code, hasProcesses };
      return new Sandbox(place, folder, broker);
    } catch (error) {
      await Deno.remove(folder, { recursive: true });
      throw error;
    }
  }

  /** Takes the sandbox away; its kernel has to be gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#broker[Symbol.asyncDispose]();
    // Whoever ends the kernel has tried it first, who may have had a last file of the kernel's in the way.
    await Deno.remove(this.#folder, { recursive: true }).catch((error) => {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    });
  }
}

/** What of the notebook's project holds in the sandbox: its names for modules, and how JSX is compiled. */
async function innerProject(home: string): Promise<JsonObject> {
  const outer = await readProject(home);
  const base = pathToFileURL(outer ? outer.path : join(home, "deno.json")).href;
  const absolute = (address: unknown) =>
    typeof address === "string" && /^\.{0,2}\//.test(address)
      ? new URL(address, base).href
      : address;
  const addresses = (map: unknown): JsonObject =>
    Object.fromEntries(
      Object.entries(map ?? {}).map(([name, address]) => [
        name,
        absolute(address),
      ]),
    ) as JsonObject;
  const config = outer?.config ?? {};
  const options = config.compilerOptions as JsonObject | undefined;
  return {
    imports: addresses(config.imports),
    scopes: Object.fromEntries(
      Object.entries(config.scopes ?? {}).map(([scope, map]) => [
        String(absolute(scope)),
        addresses(map),
      ]),
    ),
    compilerOptions: Object.fromEntries(
      Object.entries(options ?? {}).filter(([key]) => key.startsWith("jsx")),
    ),
    lock: false,
    nodeModulesDir: "none",
  };
}

/** Puts links to what has been downloaded before into a new cache, and says where it can be read. */
async function linkCaches(cache: string): Promise<string[]> {
  const outer = denoDir();
  const readable: string[] = [];
  for (const name of ["npm", "remote"]) {
    const real = outer &&
      await Deno.realPath(join(outer, name)).catch(() => {});
    if (!real) continue;
    await Deno.symlink(real, join(cache, name));
    if (name === "npm") readable.push(real);
  }
  return readable;
}

/** What of this process's environment the notebook may see. */
function allowedVariables({ env }: Permissions): Record<string, string> {
  return Object.fromEntries(
    Object.entries(Deno.env.toObject()).filter(([name]) =>
      env === true ||
      env?.some((pattern) =>
        pattern.endsWith("*")
          ? name.startsWith(pattern.slice(0, -1))
          : name === pattern
      )
    ),
  );
}

/** What the kernel itself goes by. */
function ownVariables(
  { net }: Permissions,
  cache: string,
  socket: string,
): Record<string, string> {
  // Deno downloads packages without asking for a permission.
  const offline = net === true ? {} : {
    ...{ HTTP_PROXY: NOWHERE, HTTPS_PROXY: NOWHERE, ALL_PROXY: NOWHERE },
    NO_PROXY: (net ?? []).map((host) => host.replace(/:\d+$/, "")).join(","),
  };
  const registry = Deno.env.get("NPM_CONFIG_REGISTRY");
  return {
    ...registry && { NPM_CONFIG_REGISTRY: registry },
    ...offline,
    DENO_DIR: cache,
    DENO_NO_PACKAGE_JSON: "1",
    DENO_NO_UPDATE_CHECK: "1",
    DENO_PERMISSION_BROKER_PATH: socket,
    NO_COLOR: "1",
  };
}

/**
 * Goes to the notebook's folder, from which paths are meant, and gives up within the kernel, too, what is not allowed as a
 * whole: where Deno finds that it has all of a permission, it does not ask the broker (as `require` does, for files).
 * A list of all variables leaves out those that only the kernel goes by: to read each of them is refused, and so
 * `JSON.stringify(process.env)` would be.
 */
function innerCode(
  permissions: Permissions,
  home: string,
  hidden: readonly string[],
): string {
  const notWhole = PERMISSION_NAMES.filter((name) =>
    // An environment that is empty can be read.
    name !== "env" && permissions[name] !== true
  );
  return `Deno.chdir(${JSON.stringify(home)});
for (const name of ${
    JSON.stringify(notWhole)
  }) Deno.permissions.revokeSync({ name });
{
  const hidden = ${JSON.stringify(hidden)};
  const shown = (names) => names.filter((name) => !hidden.includes(name));
  const all = Deno.env.toObject;
  Deno.env.toObject = () => {
    const variables = all();
    return Object.fromEntries(shown(Object.keys(variables)).map((name) => [name, variables[name]]));
  };
  process.env = new Proxy(process.env, { ownKeys: (env) => shown(Reflect.ownKeys(env)) });
}`;
}
