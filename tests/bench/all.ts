/**
 * Runs the benches that its arguments name, or all of them; what begins with a dash is handed on to them.
 *
 * @module
 */

import { fileURLToPath } from "node:url";

const benches = {
  training: "run.ts",
  notebooks: "notebooks.ts",
  export: "export.ts",
  paint: "paint.ts",
  check: "check.ts",
  watch: "watch.ts",
};

const flags = Deno.args.filter((arg) => arg.startsWith("-"));
const names = Deno.args.filter((arg) => !arg.startsWith("-"));
const unknown = names.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  console.error(
    `There is no bench ${unknown[0]}: it is one of ${
      Object.keys(benches).join(", ")
    }`,
  );
  Deno.exit(2);
}
for (const [name, file] of Object.entries(benches)) {
  if (names.length > 0 && !names.includes(name)) continue;
  const script = fileURLToPath(new URL(file, import.meta.url));
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-lock", script, ...flags],
  }).spawn().status;
  if (!success) Deno.exit(1);
}
