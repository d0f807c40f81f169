/**
 * Sees whether a run depended on anything that its key does not cover.
 *
 * Whatever is not the same in every run (the time, chance, files, hosts, variables, other processes, what comes first of
 * two things that race) a notebook has from a global of Deno's or from a module. So the globals are watched from before
 * the first cell; and after the last one V8's debugger tells which scripts there are, those of Deno itself included.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { KernelError } from "./errors.ts";
import type { Json } from "./format.ts";
import { NODE_MODULES, type RunKey } from "./run_key.ts";
import type { Session } from "./session.ts";

const TESTIMONY = "denobook_testimony";

/** Scripts of the kernel, of its cells, of `eval()` and of WebAssembly: they have nothing but what is watched. */
const OWN_SCRIPT = /^$|^(denobook|denobook-cell|wasm):/;

/** What of Deno's own comes with {@linkcode NODE_MODULES}, or when a value is shown. */
const DENO_SCRIPT = /^ext:(deno_node\/string_decoder\.ts$|deno_webgpu\/)/;

/** A package's files of which all scripts are seen, unlike native code. */
const READABLE = /\.([cm]?js|json)$/;

/**
 * What a package may not do: import while it runs, because what comes first is chance; or use a module of Node's that is
 * always there, so that nothing tells of its use.
 */
const UNSEEN =
  /\bimport\s*\(|\b(?:from|import|require\s*\()\s*["'](?:node:)?(?:buffer|console|inspector|module|process|timers|worker_threads)["'/]/;

/**
 * Begins to watch a session.
 *
 * @param session The session, before its first cell.
 * @throws {KernelError} If the kernel does not survive it.
 */
export async function observe(session: Session): Promise<void> {
  await session.evaluate(
    (helper) =>
      `await (${watch})(${helper}, "${TESTIMONY}");\n//# sourceURL=denobook:prelude\n`,
    () => {},
  );
}

/**
 * Says what a run depended on that its key does not cover.
 *
 * @param session A session that is watched, after its last cell.
 * @param key The key of the run.
 * @returns The first such thing in a few words, or nothing if all is covered.
 */
export async function objection(
  session: Session,
  key: RunKey,
): Promise<string | undefined> {
  try {
    const { used, scripts } = await testimonyOf(session);
    if (used.length > 0) return `it uses ${used[0]}`;
    for (const address of new Set(scripts)) {
      if (!await isCovered(address, key)) return `it loads ${address}`;
    }
  } catch (error) {
    if (!(error instanceof KernelError || error instanceof SyntaxError)) {
      throw error;
    }
    return "its kernel does not say what it used";
  }
  return undefined;
}

/** What was seen in a kernel. */
interface Testimony {
  /** What was used of what gives something else each time, or may. */
  readonly used: readonly string[];
  /** The addresses of the scripts that have been loaded since. */
  readonly scripts: readonly string[];
}

async function testimonyOf(session: Session): Promise<Testimony> {
  let content: Json | undefined;
  await session.evaluate(
    (helper) => `await ${helper}.testify();`,
    (message) => {
      if (message.header.msg_type === TESTIMONY) content = message.content;
    },
  );
  if (!content) throw new KernelError("The kernel has not testified");
  return content as unknown as Testimony;
}

async function isCovered(address: string, key: RunKey): Promise<boolean> {
  if (OWN_SCRIPT.test(address) || key.modules.has(address)) return true;
  if (!address.startsWith("file:")) {
    return NODE_MODULES.test(address) || DENO_SCRIPT.test(address);
  }
  const path = fileURLToPath(address);
  return READABLE.test(path) &&
    key.packages.some((folder) => path.startsWith(`${folder}/`)) &&
    !UNSEEN.test(await Deno.readTextFile(path));
}

// deno-lint-ignore no-explicit-any -- what the kernel is made of has no types
type Internal = any;

/**
 * Watches every global that is not known to give the same in every run, so also what a newer Deno adds: that a function
 * is called, or that anything else is looked at.
 *
 * This function runs in the kernel, where its source text is sent: it may refer to nothing outside itself.
 *
 * @param helper What the session has installed in the kernel; it gets the method `testify`.
 * @param testimony The type of the message that `testify` sends.
 */
async function watch(helper: Internal, testimony: string): Promise<void> {
  const lasting = {
    globals:
      "Object Function Array Number parseFloat parseInt Infinity NaN undefined Boolean String Symbol Promise RegExp Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError SuppressedError DisposableStack AsyncDisposableStack DOMException globalThis global self JSON Math Intl Date performance Reflect Proxy Map Set WeakMap WeakSet BigInt Iterator ArrayBuffer SharedArrayBuffer DataView Uint8Array Int8Array Uint16Array Int16Array Uint32Array Int32Array BigUint64Array BigInt64Array Uint8ClampedArray Float16Array Float32Array Float64Array Atomics WebAssembly decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape eval isFinite isNaN console Deno queueMicrotask structuredClone URL URLSearchParams TextEncoder TextDecoder atob btoa location name closed _ _error",
    deno: "internal version build errors inspect jupyter noColor cwd SeekMode",
    console:
      "log debug info warn error dir dirxml table assert count countReset group groupCollapsed groupEnd clear trace indentLevel",
    wasm:
      "validate Module Instance Table Memory Global Tag JSTag Exception CompileError LinkError RuntimeError",
    atomics:
      "load store add sub and or xor exchange compareExchange isLockFree notify",
  };
  const deno = Deno as Internal;
  const { process, setTimeout } = globalThis as Internal;
  const { Session } = process.getBuiltinModule("node:inspector");
  // Loaded now, because it looks at `process` on its own account.
  const { _cache } = process.getBuiltinModule("node:module");

  /** The addresses of all scripts. While the kernel evaluates something, its debugger takes no other client. */
  async function scripts(): Promise<string[]> {
    await new Promise((resolve) => setTimeout(resolve));
    const session = new Session();
    session.connect();
    const addresses: string[] = Object.keys(_cache)
      .map((path) => new URL(`file://${encodeURI(path)}`).href);
    session.on(
      "Debugger.scriptParsed",
      ({ params }: Internal) => addresses.push(params.url),
    );
    await new Promise((resolve) => session.post("Debugger.enable", resolve));
    await new Promise((resolve) => setTimeout(resolve));
    session.disconnect();
    return addresses;
  }

  const before = new Set(await scripts());
  const used = new Set<string>();

  /** The stack frame that looks at what is watched, or calls it; those of this function do not show. */
  function caller(): string {
    return new Error().stack?.split("\n")[1] ?? "";
  }

  /** Replaces a property of a function by a stand-in, of anything else by an accessor. */
  function standIn(
    holder: Internal,
    key: string | symbol,
    name: string,
  ): void {
    const property = Object.getOwnPropertyDescriptor(holder, key)!;
    if (!property.configurable) return;
    const { value, enumerable = false } = property;
    const shown = { enumerable, configurable: true };
    if (typeof value === "function") {
      const proxy: Internal = new Proxy(value, {
        apply(target, self, args) {
          used.add(name);
          return Reflect.apply(target, self, args);
        },
        construct(target, args, newTarget) {
          used.add(name);
          return Reflect.construct(
            target,
            args,
            newTarget === proxy ? target : newTarget,
          );
        },
        get(target, key) {
          const isStatic = typeof key === "string" &&
            !["prototype", "name", "length"].includes(key);
          if (isStatic) used.add(`${name}.${key}`);
          return Reflect.get(target, key);
        },
      });
      Object.defineProperty(holder, key, {
        value: proxy,
        writable: true,
        ...shown,
      });
      return;
    }
    Object.defineProperty(holder, key, {
      get() {
        // Deno's own code looks at some, to tell what a value is.
        if (!used.has(name) && !/^\s+at .*\b(ext|node):/.test(caller())) {
          used.add(name);
        }
        return property.get ? property.get.call(this) : value;
      },
      set(value) {
        Object.defineProperty(this, key, { value, writable: true, ...shown });
      },
      ...shown,
    });
  }

  function watchOthers(holder: Internal, lasting: string, prefix: string) {
    const known = new Set(lasting.split(" "));
    for (const key of Object.getOwnPropertyNames(holder)) {
      if (!known.has(key)) standIn(holder, key, prefix + key);
    }
  }

  watchOthers(globalThis, lasting.globals, "");
  watchOthers(deno, lasting.deno, "Deno.");
  watchOthers(console, lasting.console, "console.");
  watchOthers(WebAssembly, lasting.wasm, "WebAssembly.");
  watchOthers(Atomics, lasting.atomics, "Atomics.");
  watchOthers(Performance.prototype, "constructor", "performance.");
  // That by which it is shown, with the time.
  for (const key of Object.getOwnPropertySymbols(Performance.prototype)) {
    if (key !== Symbol.toStringTag) {
      standIn(Performance.prototype, key, "performance");
    }
  }
  standIn(Math, "random", "Math.random");
  standIn(Intl, "DateTimeFormat", "Intl.DateTimeFormat");

  // The time, but not dates that are given.
  const NativeDate = Date;
  standIn(NativeDate, "now", "Date.now");
  // d3-time makes two dates when it is loaded, which it sets before it reads them.
  const isUnread = () =>
    /^\s+at \S+\/d3-time\/3\.\d+\.\d+\/[\w/.-]+:\d+:\d+$/.test(caller());
  globalThis.Date = new Proxy(NativeDate, {
    get(target, key) {
      // A stand-in does not tell its name in its text.
      if (key === "toString") used.add("Date.toString");
      return Reflect.get(target, key);
    },
    apply(target, self, args) {
      used.add("Date");
      return Reflect.apply(target, self, args);
    },
    construct(target, args, newTarget) {
      if (args.length === 0 && !isUnread()) used.add("new Date()");
      return Reflect.construct(target, args, newTarget);
    },
  });
  Object.defineProperty(NativeDate.prototype, "constructor", {
    value: globalThis.Date,
    writable: true,
    configurable: true,
  });

  helper.testify = async () => {
    const told = [...used];
    const loaded = (await scripts()).filter((url) => !before.has(url));
    await helper.broadcast(testimony, { used: told, scripts: loaded });
  };
  used.clear();
}
