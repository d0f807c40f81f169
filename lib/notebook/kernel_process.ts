/**
 * The operating-system process of a kernel.
 *
 * A kernel must not outlive whoever started it, however that one ends: a SIGKILL leaves no time to clean up. So the
 * kernel runs under a small shell script, which holds the reading end of a pipe whose writing end only we hold. When
 * we close the pipe, or are gone and the system closes it for us, the script kills the kernel.
 *
 * @module
 */

import { KernelError } from "./errors.ts";
import type { Permissions } from "./permissions.ts";
import { ProcessText, withoutMarkers } from "./process_text.ts";
import type { Sandbox } from "./sandbox.ts";

/**
 * Runs its arguments as a command until its standard input ends, then kills it and whatever it has started. The exit
 * status is the command's. It leads a process group of its own, so that a Ctrl-C in the terminal is for us alone to
 * answer. The first line of the input, which tells the kernel where to listen and holds the key, becomes the input of the
 * command: as a file it would have to be removed, and whoever was to do so may be gone. The folder of a sandbox goes when
 * the kernel goes. What some set for colours in their terminal or CI would colour the outputs.
 */
const KEEPER = `
unset FORCE_COLOR
read -r connection
exec 3<&0
printf '%s' "$connection" | "$@" /dev/stdin 3<&- &
kernel=$!
{
  trap '' HUP INT TERM
  while read -r _; do :; done
  kill -9 $kernel
  [ -z "$DENOBOOK_SANDBOX" ] || rm -rf "$DENOBOOK_SANDBOX"
  kill -9 0
} <&3 >/dev/null 2>&1 &
keeper=$!
wait $kernel 2>/dev/null
status=$?
kill -9 $keeper 2>/dev/null
exit $status
`;

/** How a kernel is started. */
export interface KernelOptions {
  /** The folder that the kernel runs in; what a cell imports is resolved from there. */
  readonly cwd: string;
  /** What the notebook may do; without it, everything. See {@linkcode Permissions}. */
  readonly sandbox?: Permissions | undefined;
  /** Ends the start when it is aborted; what has started goes on. */
  readonly signal?: AbortSignal | undefined;
}

/** How a kernel process ended, and the last that it wrote. */
export interface Ending {
  readonly code: number;
  readonly log: string;
}

/** A kernel process that has been started, and how to reach it. */
export interface StartedProcess {
  readonly process: Deno.ChildProcess;
  readonly ended: Promise<Ending>;
  /** What the process itself writes, which is not what its cells put out. */
  readonly text: ProcessText;
  readonly key: string;
  readonly ports: Ports;
  /** The sandbox that it is in, if it is in one. */
  readonly sandbox: Sandbox | undefined;
}

interface Ports {
  readonly shell_port: number;
  readonly iopub_port: number;
  readonly stdin_port: number;
  readonly control_port: number;
  readonly hb_port: number;
}

/** Processes that were started before anybody asked for them, by the folder that they run in. */
const ahead = new Map<string, Promise<StartedProcess>>();

/**
 * Starts a process for a kernel that will most likely be asked for. One that is not ends with this program.
 *
 * @returns When the kernel knows where to listen. Until then it would wait for all that is loaded meanwhile.
 */
export async function startAhead(cwd: string): Promise<void> {
  const started = spawnProcess({ cwd });
  ahead.set(cwd, started);
  // Whoever asks for it sees its error.
  await started.catch(() => {});
}

/**
 * Starts a kernel process on free ports, under the keeper.
 *
 * @throws {KernelError} If it cannot be started.
 */
export function startProcess(options: KernelOptions): Promise<StartedProcess> {
  const { cwd, sandbox } = options;
  const started = sandbox ? undefined : ahead.get(cwd);
  if (!started) return spawnProcess(options);
  ahead.delete(cwd);
  return started;
}

async function spawnProcess(
  { cwd, sandbox: permissions }: KernelOptions,
): Promise<StartedProcess> {
  const key = crypto.randomUUID();
  const ports = freePorts();
  const sandbox = permissions &&
    // Most kernels are in no sandbox, and start sooner without it.
    await (await import("./sandbox.ts")).Sandbox.create(
      cwd,
      permissions,
      Object.values(ports),
    );
  try {
    const deno = Deno.execPath();
    const command = [deno, "jupyter", "--quiet", "--kernel", "--conn"];
    const process = new Deno.Command("/bin/sh", {
      args: ["-c", KEEPER, "sh", ...command],
      cwd: sandbox?.cwd ?? cwd,
      env: sandbox?.env ?? { NO_COLOR: "1" },
      clearEnv: sandbox !== undefined,
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
      detached: true,
    }).spawn();
    await tell(process, { key, ...ports });
    const text = new ProcessText();
    const ended = watch(process, text).finally(() =>
      sandbox?.[Symbol.asyncDispose]()
    );
    return { process, ended, text, key, ports, sandbox };
  } catch (cause) {
    await sandbox?.[Symbol.asyncDispose]();
    throw new KernelError(
      `Cannot start a kernel in ${cwd}: ${
        (cause as Error).message
      } (it runs under the POSIX shell /bin/sh)`,
      { cause },
    );
  }
}

/** Tells a kernel, by way of its keeper, where to listen. */
async function tell(
  { stdin }: Deno.ChildProcess,
  place: Ports & { readonly key: string },
): Promise<void> {
  const connection = JSON.stringify({
    transport: "tcp",
    ip: "127.0.0.1",
    signature_scheme: "hmac-sha256",
    kernel_name: "deno",
    ...place,
  });
  const writer = stdin.getWriter();
  // If the keeper has ended, its status says why.
  await writer.write(new TextEncoder().encode(`${connection}\n`))
    .catch(() => {});
  writer.releaseLock();
}

/** Five ports that nobody listens on, taken together so that they differ. */
function freePorts(): Ports {
  const listeners = Array.from(
    { length: 5 },
    () => Deno.listen({ hostname: "127.0.0.1", port: 0 }),
  );
  const [shell_port, iopub_port, stdin_port, control_port, hb_port] = listeners
    .map((listener) => (listener.addr as Deno.NetAddr).port);
  for (const listener of listeners) listener.close();
  return { shell_port, iopub_port, stdin_port, control_port, hb_port };
}

/**
 * Waits for a process to end, reading along what it writes so that it never blocks, and keeping the last of it. What it
 * has started and left running ends with it.
 */
async function watch(
  process: Deno.ChildProcess,
  text: ProcessText,
): Promise<Ending> {
  let log = "";
  const read = async (
    name: "stdout" | "stderr",
    stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  ) => {
    for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
      text.add(name, chunk);
      log = (log + chunk).slice(-4000);
    }
  };
  const status = process.status.then(({ code }) => {
    try {
      Deno.kill(-process.pid, "SIGKILL");
    } catch {
      // Nothing is left of its group.
    }
    return code;
  });
  const [code] = await Promise.all([
    status,
    read("stdout", process.stdout),
    read("stderr", process.stderr),
  ]);
  return { code, log: withoutMarkers(log).trim() };
}

/** Ends a process under the keeper, which kills the kernel as soon as its standard input is closed. */
export async function kill(process: Deno.ChildProcess): Promise<void> {
  try {
    await process.stdin.close();
    await process.stdin.close();
  } catch {
    // It is closed already.
  }
}

/** What is said of a kernel that has ended without having been asked to. */
export function endedError({ code, log }: Ending): KernelError {
  const memory = /out of memory|heap limit/i.test(log);
  const how = memory
    ? "ran out of memory"
    : code === 128 + 9
    ? "was killed (signal 9), by someone or for want of memory"
    : code > 128
    ? `was ended by signal ${code - 128}`
    : `exited with code ${code}`;
  const said = memory ? "" : log;
  return new KernelError(
    `The kernel ${how}${said === "" ? "" : `; it wrote:\n${said}`}`,
  );
}
