import { join, resolve } from "node:path";

/** The folder in which Deno keeps what it has downloaded, if there is one. */
export function denoDir(): string | undefined {
  const { get } = Deno.env;
  const own = get("DENO_DIR");
  if (own) return resolve(own);
  const home = get("HOME");
  if (Deno.build.os === "darwin") {
    return home && join(home, "Library", "Caches", "deno");
  }
  const caches = get("XDG_CACHE_HOME") ?? (home && join(home, ".cache"));
  return caches && join(caches, "deno");
}
