import type { Command } from "commander";
import { PERMISSION_NAMES, type Permissions } from "../notebook/permissions.ts";

/** The flags of a sandbox, as `addSandboxOptions()` has them read. */
export interface SandboxFlags {
  readonly sandbox?: boolean;
  readonly allowRead?: string;
  readonly allowWrite?: string;
  readonly allowNet?: string;
  readonly allowEnv?: string;
  readonly allowRun?: string;
  readonly allowFfi?: string;
  readonly allowSys?: string;
  readonly allowImport?: string;
}

/** What each of Deno's flags takes. */
const TAKES = {
  ...{ read: "paths", write: "paths", net: "hosts", env: "names" },
  ...{ run: "programs", ffi: "libraries", sys: "names", import: "hosts" },
};

/** Adds the options of a sandbox to a command that runs notebooks. */
export function addSandboxOptions(command: Command): Command {
  command.option("--sandbox", "allow notebooks nothing but what is named");
  for (const name of PERMISSION_NAMES) {
    command.option(
      `--allow-${name} [=${TAKES[name]}]`,
      `in a sandbox, allow what Deno allows with --allow-${name}`,
    );
  }
  return command;
}

/**
 * Brings `--allow-read` into a form in which the argument after it is not taken for its value: as with Deno, only what
 * follows an equals sign is.
 */
export function withBareAllows(args: readonly string[]): string[] {
  const end = args.indexOf("--");
  return args.map((arg, i) =>
    /^--allow-(read|write|net|env|run|ffi|sys|import)$/.test(arg) &&
      (end < 0 || i < end)
      ? `${arg}=`
      : arg
  );
}

/** What notebooks may do by the flags; nothing if they are in no sandbox. */
export function permissionsOf(flags: SandboxFlags): Permissions | undefined {
  const given = PERMISSION_NAMES.flatMap((name) => {
    const key = `allow${name[0].toUpperCase()}${name.slice(1)}`;
    const value = flags[key as keyof SandboxFlags];
    if (value === undefined) return [];
    return [[name, value === "" ? true : String(value).split(",")] as const];
  });
  return flags.sandbox || given.length > 0
    ? Object.fromEntries(given)
    : undefined;
}
