import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { InterruptedError, KernelError } from "../../lib/notebook/errors.ts";
import { checkDenoVersion, Kernel } from "../../lib/notebook/kernel.ts";
import type { Message } from "../../lib/notebook/message.ts";
import { Session } from "../../lib/notebook/session.ts";
import { hasEnded, inFolder, isRunning } from "./fixture.ts";
import { greeting, ready } from "./zmtp_bytes.ts";

const CONFIG = fileURLToPath(new URL("../../deno.json", import.meta.url));

for (const version of ["2.9.0", "2.9.6", "2.10.1", "3.0.0", "2.9.0-rc.1"]) {
  Deno.test(`checkDenoVersion() accepts ${version}`, () => {
    checkDenoVersion(version);
  });
}

for (const version of ["2.8.3", "1.46.0", "1.99.0", "2.0.0", "unknown"]) {
  Deno.test(`checkDenoVersion() refuses ${version} and says what to do`, () => {
    assertThrows(
      () => checkDenoVersion(version),
      KernelError,
      `Cannot run notebooks on Deno ${version}: its kernel reports a cell that throws as if all were well; ` +
        `use Deno 2.9.0 or newer ("deno upgrade"`,
    );
  });
}

function execute(kernel: Kernel, code: string): Promise<Message> {
  return kernel.request("execute_request", {
    code,
    silent: false,
    store_history: true,
    user_expressions: {},
    allow_stdin: false,
    stop_on_error: false,
  });
}

/** Has the first port of a kernel be taken by somebody else so many times. */
function takePorts(times: number): Disposable {
  const { listen } = Deno;
  const taken: Deno.Listener[] = [];
  let count = 0;
  Deno.listen = ((options: Deno.TcpListenOptions) => {
    const listener = listen(options);
    if (count++ % 5 > 0 || taken.length === times) return listener;
    taken.push(listener);
    return { addr: listener.addr, close() {} };
  }) as typeof Deno.listen;
  return {
    [Symbol.dispose]() {
      Deno.listen = listen;
      for (const listener of taken) listener.close();
    },
  };
}

Deno.test("Kernel.start() takes other ports if somebody else has taken one in the meantime", async () => {
  using _taken = takePorts(2);
  await using kernel = await Kernel.start({ cwd: "." });
  assertEquals((await execute(kernel, "1")).content.status, "ok");
});

/** Notes the ports that kernels are given, and gives the first of them later to another one again. */
function repeatPort(which: number): Disposable {
  const { listen } = Deno;
  const ports: number[] = [];
  Deno.listen = ((options: Deno.TcpListenOptions) => {
    const listener = listen(options);
    const addr = listener.addr as Deno.NetAddr;
    const port = ports.length === 5 + which ? ports[which] : addr.port;
    ports.push(port);
    return { addr: { ...addr, port }, close: () => listener.close() };
  }) as typeof Deno.listen;
  return {
    [Symbol.dispose]() {
      Deno.listen = listen;
    },
  };
}

for (let which = 0; which < 5; which++) {
  Deno.test(`Session.start() takes other ports if another kernel has port ${which} in the meantime`, async () => {
    using _repeated = repeatPort(which);
    await using _other = await Session.start({ cwd: "." });
    await using session = await Session.start({ cwd: "." });
    const { outputs } = await session.execute({ id: "a", source: "1" });
    assertEquals(outputs.length, 1);
  });
}

/** Has somebody else who speaks ZMTP listen on a kernel's first port, and go away as soon as the kernel was to be met. */
function standIn(): Disposable {
  const { listen } = Deno;
  const meet = async (port: number) => {
    const listener = listen({ hostname: "127.0.0.1", port });
    const connection = await listener.accept();
    listener.close();
    await connection.write(Uint8Array.from([...greeting, ...ready("ROUTER")]));
    for (let left = greeting.length + ready("DEALER").length; left > 0;) {
      left -= await connection.read(new Uint8Array(left)) ?? left;
    }
    connection.close();
  };
  Deno.listen = ((options: Deno.TcpListenOptions) => {
    Deno.listen = listen;
    const listener = listen(options);
    const { addr } = listener;
    const close = () => {
      listener.close();
      meet((addr as Deno.NetAddr).port);
    };
    return { addr, close };
  }) as typeof Deno.listen;
  return {
    [Symbol.dispose]() {
      Deno.listen = listen;
    },
  };
}

Deno.test("Session.start() starts another kernel if it was connected to somebody who had the port before", async () => {
  using _other = standIn();
  await using session = await Session.start({ cwd: "." });
  const { outputs } = await session.execute({ id: "a", source: "1" });
  assertEquals(outputs.length, 1);
});

Deno.test("Kernel.start() can be interrupted, in the middle and before it has begun", async () => {
  const interrupt = new AbortController();
  const start = () => Kernel.start({ cwd: ".", signal: interrupt.signal });
  for (const abort of [() => interrupt.abort(), () => {}]) {
    const starting = start();
    abort();
    await assertRejects(
      () => starting,
      InterruptedError,
      "It was interrupted",
    );
  }
});

Deno.test("Kernel.start() says so if its ports are taken again and again", async () => {
  using _taken = takePorts(100);
  await assertRejects(
    () => Kernel.start({ cwd: "." }),
    KernelError,
    "Cannot start a kernel: each of the 3 times another program took one of its ports first",
  );
});

Deno.test("Kernel.request() gives the reply to each request, many at once too", async () => {
  await using kernel = await Kernel.start({ cwd: "." });
  const info = await kernel.request("kernel_info_request", {});
  assertEquals(info.header.msg_type, "kernel_info_reply");
  const replies = await Promise.all(
    Array.from({ length: 20 }, (_, i) => execute(kernel, `${i}`)),
  );
  assertEquals(
    replies.map(({ content }) => content.execution_count),
    Array.from({ length: 20 }, (_, i) => i + 1),
  );
});

Deno.test("Kernel.heartbeat() is answered also while a cell computes without end", async () => {
  await using kernel = await Kernel.start({ cwd: "." });
  assert(await kernel.heartbeat());
  const cell = assertRejects(() => execute(kernel, "while (true) {}"));
  assert(await kernel.heartbeat());
  await kernel.close();
  await cell;
  assertEquals(await kernel.heartbeat(), false);
});

Deno.test("Kernel.close() ends the process, and the requests that it has not answered", async () => {
  const kernel = await Kernel.start({ cwd: "." });
  const published: Message[] = [];
  const shown = Promise.withResolvers<number>();
  kernel.listen((message) => {
    published.push(message);
    if (message.header.msg_type !== "execute_result") return;
    const data = message.content.data as Record<string, string>;
    shown.resolve(Number(data["text/plain"]));
  });
  // The first output may come before the subscription has taken effect: it is asked for until it is there.
  const asking = setInterval(() => {
    execute(kernel, "Deno.pid").catch(() => {});
  }, 20);
  const pid = await shown.promise;
  clearInterval(asking);
  assert(isRunning(pid));
  const pending = assertRejects(
    () => execute(kernel, "await new Promise(() => {})"),
    KernelError,
    "The kernel has been ended",
  );
  await kernel.close();
  await pending;
  await hasEnded(pid);
  await kernel.close();
  await assertRejects(
    () => execute(kernel, "1"),
    KernelError,
    "The kernel has been ended",
  );
});

Deno.test("Kernel.start() needs no file, also where there is no folder for temporary ones", async () => {
  await inFolder(async (folder) => {
    const script = join(folder, "start.ts");
    const lib = new URL("../../lib/notebook/kernel.ts", import.meta.url);
    await Deno.writeTextFile(
      script,
      `import { Kernel } from "${lib}";
       await using kernel = await Kernel.start({ cwd: "." });
       console.log(await kernel.heartbeat());`,
    );
    const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", script],
      env: { TMPDIR: join(folder, "missing"), NO_COLOR: "1" },
    }).output();
    const decoder = new TextDecoder();
    assertEquals(decoder.decode(stdout), "true\n", decoder.decode(stderr));
  });
});

Deno.test("Kernel gives a cell nothing of what it was told about its connection", async () => {
  await using session = await Session.start({ cwd: "." });
  const { outputs } = await session.execute({
    id: "look",
    source: `[
      Deno.readTextFileSync("/dev/stdin"),
      Deno.readTextFileSync("/proc/" + Deno.ppid + "/environ").includes("hmac"),
      Deno.readTextFileSync("/proc/" + Deno.ppid + "/cmdline").includes("hmac"),
    ]`,
  });
  const [output] = outputs;
  assert(output.output_type === "execute_result");
  assertEquals(output.data["text/plain"], '[ "", false, false ]');
});

Deno.test("Kernel colours no output, also where colours are asked for", async () => {
  Deno.env.set("FORCE_COLOR", "1");
  try {
    await using session = await Session.start({ cwd: "." });
    const { outputs } = await session.execute({ id: "a", source: "[1, 'a']" });
    const [output] = outputs;
    assert(output.output_type === "execute_result");
    assertEquals(output.data["text/plain"], '[ 1, "a" ]');
  } finally {
    Deno.env.delete("FORCE_COLOR");
  }
});

Deno.test("Kernel.failed tells how the kernel ended, with the last that it wrote", async () => {
  const kernel = await Kernel.start({ cwd: "." });
  execute(kernel, "Deno.exit(3)").catch(() => {});
  await assertRejects(
    () => kernel.failed,
    KernelError,
    "The kernel exited with code 3",
  );
  await kernel.close();
});

/** A program that opens a session, lets a cell tell the kernel's process id, and waits without end. */
const holder = `
import { Session } from "${new URL(
  "../../lib/notebook/session.ts",
  import.meta.url,
)}";
const session = await Session.start({ cwd: "." });
if (Deno.args[0]) await session.execute({ id: "setup", source: Deno.args[0] });
const { outputs: [output] } = await session.execute({ id: "pid", source: "Deno.pid" });
console.log(output.data["text/plain"]);
await session.execute({ id: "wait", source: Deno.args[1] });
`;

/** A cell after which the kernel itself takes no notice of signals that can be caught. */
const deaf = `for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  Deno.addSignalListener(signal, () => {});
}`;

const endings: [
  title: string,
  signal: Deno.Signal,
  toGroup: boolean,
  setup: string,
  wait: string,
][] = [
  ["SIGKILL", "SIGKILL", false, "", "await new Promise(() => {})"],
  ["SIGKILL while a cell computes", "SIGKILL", false, "", "while (true) {}"],
  ["SIGTERM", "SIGTERM", false, "", "await new Promise(() => {})"],
  ["SIGINT", "SIGINT", false, "", "while (true) {}"],
  ["SIGINT to its group", "SIGINT", true, "", "while (true) {}"],
  [
    "SIGTERM to its group, of which the kernel takes no notice",
    "SIGTERM",
    true,
    deaf,
    "await new Promise(() => {})",
  ],
  [
    "SIGHUP to its group, of which the kernel takes no notice",
    "SIGHUP",
    true,
    deaf,
    "await new Promise(() => {})",
  ],
];
for (const [title, signal, toGroup, setup, wait] of endings) {
  Deno.test(`Kernel dies when its parent is ended by ${title}`, async () => {
    await inFolder(async (folder) => {
      const script = join(folder, "holder.ts");
      await Deno.writeTextFile(script, holder);
      const child = new Deno.Command("setsid", {
        args: [
          ...[Deno.execPath(), "run", "-A", "--no-check", "--config", CONFIG],
          ...[script, setup, wait],
        ],
        stdout: "piped",
        stderr: "null",
      }).spawn();
      const reader = child.stdout.pipeThrough(new TextDecoderStream())
        .getReader();
      const { value } = await reader.read();
      const kernel = Number(value);
      assert(kernel > 0 && isRunning(kernel), `not a process: ${value}`);
      Deno.kill(toGroup ? -child.pid : child.pid, signal);
      await child.status;
      await reader.cancel();
      await hasEnded(kernel);
    });
  });
}
