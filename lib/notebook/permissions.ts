/**
 * What a sandboxed notebook may do, each permission with the meaning of Deno's flag of that name: `true` for all of it,
 * or a list of what the flag takes (paths, `host:port`, names). What is not named is refused.
 */
export interface Permissions {
  /** Files and folders to read. */
  readonly read?: true | readonly string[] | undefined;
  /** Files and folders to write. */
  readonly write?: true | readonly string[] | undefined;
  /** Hosts to connect to, or to listen on. */
  readonly net?: true | readonly string[] | undefined;
  /** Environment variables. */
  readonly env?: true | readonly string[] | undefined;
  /** Programs to start. A program is under no sandbox: this is as good as no sandbox at all. */
  readonly run?: true | readonly string[] | undefined;
  /** Native libraries to load. This is as good as no sandbox at all. */
  readonly ffi?: true | readonly string[] | undefined;
  /** What to learn of the system, such as `hostname`. */
  readonly sys?: true | readonly string[] | undefined;
  /** Hosts to import modules from. */
  readonly import?: true | readonly string[] | undefined;
}

/** The names of the permissions. */
export const PERMISSION_NAMES = [
  ...["read", "write", "net", "env", "run", "ffi", "sys", "import"] as const,
];

/** The name of a permission. */
export type PermissionName = typeof PERMISSION_NAMES[number];

/** Whether nothing at all of a permission is given. */
export function isRefused(
  permissions: Permissions,
  name: PermissionName,
): boolean {
  const given = permissions[name];
  return given === undefined || given !== true && given.length === 0;
}

/** The permissions as flags of `deno run`. */
export function permissionFlags(permissions: Permissions): string[] {
  return PERMISSION_NAMES.flatMap((name) => {
    const given = permissions[name];
    // Of imports alone, Deno allows some without being asked to.
    if (isRefused(permissions, name)) {
      return name === "import" ? ["--deny-import"] : [];
    }
    return [`--allow-${name}${given === true ? "" : `=${given!.join(",")}`}`];
  });
}
