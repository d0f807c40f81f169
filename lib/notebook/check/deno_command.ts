/** What a run of a `deno` command gave. */
export interface CommandResult {
  readonly success: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where a `deno` command runs, and what ends it early. */
export interface CommandPlace {
  readonly cwd: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs a `deno` command, such as `check`.
 *
 * @throws Whatever the signal was aborted with.
 */
export async function denoCommand(
  args: readonly string[],
  { cwd, signal }: CommandPlace,
): Promise<CommandResult> {
  signal?.throwIfAborted();
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd,
    env: { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" },
    stdin: "null",
    ...(signal && { signal }),
  }).output();
  signal?.throwIfAborted();
  const decoder = new TextDecoder();
  return {
    success,
    stdout: decoder.decode(stdout),
    stderr: decoder.decode(stderr),
  };
}
