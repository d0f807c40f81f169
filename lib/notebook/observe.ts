/**
 * Sees whether a run depended on anything that its key does not cover.
 *
 * Whatever is not the same in every run (the time, chance, files, hosts, variables, other processes, what comes first of
 * two things that race) a notebook has from a global of Deno's or from a module. So the globals are watched from before
 * the first cell; and after the last one V8's debugger tells which scripts there are, so that their texts can be looked at
 * for what cannot be watched (see `unseen.ts`).
 *
 * @module
 */

import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { KernelError } from "./errors.ts";
import type { Json } from "./format.ts";
import type { RunKey } from "./run_key.ts";
import type { Session } from "./session.ts";
import { unseenIn } from "./unseen.ts";

const TESTIMONY = "denobook_testimony";

/** The scripts between which a notebook's own are. */
const BEGIN = "denobook:watch";
const END = "denobook:testify";

/**
 * Scripts of the kernel, of its cells, of `eval()` and of WebAssembly: they have nothing but what is watched. And Deno's
 * own: what it gives is watched, or the text of who loads it tells.
 */
const OWN_SCRIPT = /^$|^(denobook|denobook-cell|wasm|ext|node):/;

/** A package's files of which all scripts are seen, unlike native code. */
const READABLE = /\.([cm]?js|json)$/;

/**
 * Begins to watch a session.
 *
 * @param session The session, before its first cell.
 * @throws {KernelError} If the kernel does not survive it.
 */
export async function observe(session: Session): Promise<void> {
  await session.evaluate(
    (helper) =>
      `(${watch})(${helper}, "${TESTIMONY}", "${BEGIN}", "${END}");\n//# sourceURL=${BEGIN}\n`,
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
      const objected = await objectionTo(address, key);
      if (objected !== undefined) return objected;
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
    (helper) => `await ${helper}.testify();\n//# sourceURL=${END}\n`,
    (message) => {
      if (message.header.msg_type === TESTIMONY) content = message.content;
    },
  );
  if (!content) throw new KernelError("The kernel has not testified");
  return content as unknown as Testimony;
}

async function objectionTo(
  address: string,
  key: RunKey,
): Promise<string | undefined> {
  if (OWN_SCRIPT.test(address) || key.modules.has(address)) return undefined;
  const path = address.startsWith("file:") ? fileURLToPath(address) : "";
  const folder = key.packages.find((folder) => path.startsWith(`${folder}/`));
  if (!folder || !READABLE.test(path)) return `it loads ${address}`;
  const unseen = path.endsWith(".json")
    ? undefined
    : unseenIn(await Deno.readTextFile(path));
  return unseen && `${relative(join(folder, "../.."), path)} ${unseen}`;
}

// deno-lint-ignore no-explicit-any -- what the kernel is made of has no types
type Internal = any;

/**
 * Watches every global that is not known to give the same in every run, so also what a newer Deno adds.
 *
 * A notebook must not see that it is watched, nor put out anything else for it. So whatever can be called, the getter of
 * an accessor too, has its place taken by a proxy, which is shown as what it stands for; that the proxy is touched at all
 * is a use. Everything else stays as it is, and nothing of Node's is loaded before the last cell has run.
 *
 * This function runs in the kernel, where its source text is sent: it may refer to nothing outside itself.
 *
 * @param helper What the session has installed in the kernel; it gets the method `testify`.
 * @param testimony The type of the message that `testify` sends.
 * @param begin The `sourceURL` of the script that calls this function.
 * @param end The `sourceURL` of the script that calls `testify`.
 */
function watch(
  helper: Internal,
  testimony: string,
  begin: string,
  end: string,
): void {
  const lasting = {
    globals:
      "Object Function Array Number parseFloat parseInt Infinity NaN undefined Boolean String Symbol Promise RegExp Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError SuppressedError DisposableStack AsyncDisposableStack DOMException globalThis global self JSON Math Intl Date Temporal performance Reflect Proxy Map Set WeakMap WeakSet BigInt Iterator ArrayBuffer SharedArrayBuffer DataView Uint8Array Int8Array Uint16Array Int16Array Uint32Array Int32Array BigUint64Array BigInt64Array Uint8ClampedArray Float16Array Float32Array Float64Array Atomics WebAssembly decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape eval isFinite isNaN console Deno queueMicrotask structuredClone URL URLSearchParams TextEncoder TextDecoder atob btoa location name closed _ _error GPUBuffer GPUTexture",
    deno: "internal version build errors inspect jupyter noColor cwd SeekMode",
    console:
      "log debug info warn error dir dirxml table assert count countReset group groupCollapsed groupEnd clear trace indentLevel",
    // The kernel's streams are pipes.
    members: "constructor isTerminal",
    temporal:
      "Instant PlainDateTime PlainDate PlainTime PlainYearMonth PlainMonthDay Duration ZonedDateTime",
    wasm:
      "validate Module Instance Table Memory Global Tag JSTag Exception CompileError LinkError RuntimeError",
    atomics:
      "load store add sub and or xor exchange compareExchange isLockFree notify",
  };
  const { process, setTimeout } = Object.getOwnPropertyDescriptors(
    globalThis as Internal,
  );
  const { readTextFileSync } = Deno;
  const { prepareStackTrace } = Error;
  const used = new Set<string>();
  const originals = new WeakMap<object, object>();

  /** The stack frames above that which touches what is watched, this one included; those of this function do not show. */
  function frames(): string[] {
    // One of the author's would see what is none of its business.
    if (Error.prepareStackTrace !== prepareStackTrace) return [];
    const { stackTraceLimit } = Error;
    try {
      Error.stackTraceLimit = 100;
      return new Error().stack!.split("\n").slice(1);
    } catch {
      return [];
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  }

  /** Notes a use; unless it is of Node's part of Deno, which looks at the process while it is loaded. */
  function use(name: string): void {
    if (used.has(name)) return;
    const [first = "", ...others] = frames();
    const isLoading = /^\s+at .*\b(ext:deno_node\/|node:)/.test(first) &&
      others.some((frame) => /\b(lazyLoad|loadExtScript) \(ext:/.test(frame));
    if (!isLoading) used.add(name);
  }

  /** What is looked at to tell what a value is, or to show it, and is always the same. */
  const lastingParts: unknown[] = [
    ...["prototype", "name", "length"],
    Symbol.hasInstance,
  ];

  /** A proxy of a function, which is shown as what it stands for; almost any way of touching it is a use. */
  function standIn(value: Internal, name: string): Internal {
    const traps = Object.getOwnPropertyNames(Reflect).map((trap) => [
      trap,
      (target: Internal, ...args: Internal[]) => {
        const [key] = args;
        if (trap !== "get") use(name);
        else if (!lastingParts.includes(key)) use(`${name}.${String(key)}`);
        return (Reflect as Internal)[trap](
          target,
          ...args.map((arg) => arg === proxy ? target : arg),
        );
      },
    ]);
    const proxy = new Proxy(value, Object.fromEntries(traps));
    takePlace(value, proxy);
    return proxy;
  }

  /** Has a proxy give its function's text, and take the place of a class in its prototype, too. */
  function takePlace(value: Internal, proxy: Internal): void {
    originals.set(proxy, value);
    const made = Object.getOwnPropertyDescriptor(
      value.prototype ?? {},
      "constructor",
    );
    if (made?.value !== value) return;
    Object.defineProperty(value.prototype, "constructor", {
      ...made,
      value: proxy,
    });
  }

  /** A function in place of an accessor's own. It is no proxy, because V8's console calls a getter without a text. */
  function accessor(own: Internal, name: string): Internal {
    const { stand } = {
      stand(this: unknown, ...args: unknown[]) {
        use(name);
        return Reflect.apply(own, this, args);
      },
    };
    for (const key of ["name", "length"]) {
      Object.defineProperty(
        stand,
        key,
        Object.getOwnPropertyDescriptor(own, key)!,
      );
    }
    originals.set(stand, own);
    return stand;
  }

  /** Watches a property. Of an object it is the object's own that are watched. */
  function watchProperty(
    holder: Internal,
    key: string | symbol,
    name: string,
  ): void {
    const property = Object.getOwnPropertyDescriptor(holder, key)!;
    if (!property.configurable) return;
    const { value, get, set, ...shown } = property;
    if (get || set) {
      Object.defineProperty(holder, key, {
        get: get && accessor(get, name),
        set: set && accessor(set, name),
        ...shown,
      });
    } else if (typeof value === "function") {
      Object.defineProperty(holder, key, {
        value: standIn(value, name),
        ...shown,
      });
    } else if (typeof value === "object" && value !== null) {
      watchOthers(value, lasting.members, `${name}.`);
      const prototype = Object.getPrototypeOf(value);
      if (prototype && prototype !== Object.prototype) {
        watchOthers(prototype, lasting.members, `${name}.`);
      }
    } else {
      Object.defineProperty(holder, key, {
        get: accessor(() => value, name),
        enumerable: shown.enumerable ?? false,
        configurable: true,
      });
    }
  }

  function watchOthers(holder: Internal, lasting: string, prefix: string) {
    const known = new Set(lasting.split(" "));
    for (const key of Object.getOwnPropertyNames(holder)) {
      if (!known.has(key)) watchProperty(holder, key, prefix + key);
    }
  }

  watchOthers(globalThis, lasting.globals, "");
  watchOthers(Deno, lasting.deno, "Deno.");
  watchOthers(console, lasting.console, "console.");
  watchOthers(Temporal, lasting.temporal, "Temporal.");
  watchOthers(WebAssembly, lasting.wasm, "WebAssembly.");
  watchOthers(Atomics, lasting.atomics, "Atomics.");
  watchOthers(Performance.prototype, "constructor", "performance.");
  // That by which it is shown, with the time.
  for (const key of Object.getOwnPropertySymbols(Performance.prototype)) {
    if (key !== Symbol.toStringTag) {
      watchProperty(Performance.prototype, key, "performance");
    }
  }
  watchProperty(Math, "random", "Math.random");
  watchProperty(Intl, "DateTimeFormat", "Intl.DateTimeFormat");

  // The text of a stand-in is that of what it stands for.
  const { toString } = Function.prototype;
  Function.prototype.toString = new Proxy(toString, {
    apply(target, self, args) {
      if (typeof self !== "function") used.add("Function.toString");
      return Reflect.apply(target, originals.get(self) ?? self, args);
    },
  });
  takePlace(toString, Function.prototype.toString);
  const { structuredClone } = globalThis;
  globalThis.structuredClone = new Proxy(structuredClone, {
    apply(target, self, args) {
      try {
        return Reflect.apply(target, self, args);
      } catch (error) {
        used.add("structuredClone of what has no clone");
        throw error;
      }
    },
  });
  takePlace(structuredClone, globalThis.structuredClone);

  // The time, but not dates that are given. Where code of an object's own runs, or
  // an error arises, the stand-in takes one of the frames that a stack trace has.
  const NativeDate = Date;
  watchProperty(NativeDate, "now", "Date.now");
  // d3-time makes two dates when it is loaded, which it sets before it reads them.
  const isUnread = () =>
    /^\s+at \S+\/d3-time\/3\.\d+\.\d+\/[\w/.-]+:\d+:\d+$/.test(
      frames()[0] ?? "",
    );
  globalThis.Date = new Proxy(NativeDate, {
    apply(target, self, args) {
      used.add("Date");
      return Reflect.apply(target, self, args);
    },
    construct(target, args, newTarget) {
      if (args.length === 0 && !isUnread()) used.add("new Date()");
      const isPlain = (arg: unknown) =>
        Object(arg) !== arg || arg instanceof NativeDate;
      if (!args.every(isPlain)) used.add("new Date() of an object");
      try {
        return Reflect.construct(target, args, newTarget);
      } catch (error) {
        used.add("new Date() of what is no date");
        throw error;
      }
    },
  });
  takePlace(NativeDate, globalThis.Date);

  /**
   * Where the stacks of threads may begin, behind a few pages that nobody may touch, and how many KiB of each have been
   * used: what has been stays in memory.
   */
  function stacks(): Map<string, number> {
    let map = "";
    try {
      map = readTextFileSync("/proc/self/smaps");
    } catch {
      // The system does not tell.
    }
    const found = new Map<string, number>();
    let guard = "";
    for (const region of map.split(/^(?=[\da-f]+-[\da-f]+ )/m)) {
      const [start, end] = region.split(/[- ]/, 2);
      const size = (of: string) =>
        Number(region.match(new RegExp(`^${of}: +(\\d+)`, "m"))?.[1]);
      if (start === guard) found.set(start, size("Rss") + size("Swap"));
      guard = /^\S+ ---p/.test(region) && size("Size") <= 64 ? end : "";
    }
    return found;
  }

  const before = stacks();

  /**
   * Whether calls nested deep. V8 lets them have 984 KiB of their thread's stack; how many that are is chance, because
   * code that is optimized in the meantime takes a part of the room.
   */
  function isStackDeep(): boolean {
    const deep = 256;
    return [...stacks()].some(([start, size]) =>
      size > deep && before.get(start)! <= deep
    );
  }

  /** The addresses of the scripts that were loaded since the watch began, up to now. */
  async function scripts(): Promise<string[]> {
    // While the kernel evaluates something, its debugger takes no other client.
    await new Promise((resolve) => setTimeout.value(resolve));
    const { getBuiltinModule } = process.get!.call(globalThis);
    const { _cache } = getBuiltinModule("node:module");
    const { Session } = getBuiltinModule("node:inspector");
    const session = new Session();
    session.connect();
    const found: { scriptId: string; url: string }[] = [];
    session.on(
      "Debugger.scriptParsed",
      ({ params }: Internal) => found.push(params),
    );
    await new Promise((resolve) => session.post("Debugger.enable", resolve));
    await new Promise((resolve) => setTimeout.value(resolve));
    session.disconnect();
    // V8 numbers scripts as they are compiled.
    const idOf = (name: string) =>
      Number(found.find(({ url }) => url === name)!.scriptId);
    const [first, last] = [idOf(begin), idOf(end)];
    return [
      ...found.flatMap(({ scriptId, url }) =>
        Number(scriptId) > first && Number(scriptId) < last ? [url] : []
      ),
      ...Object.keys(_cache).map((path) =>
        new URL(`file://${encodeURI(path)}`).href
      ),
    ];
  }

  used.clear();

  helper.testify = async () => {
    if (isStackDeep()) used.add("a deep stack");
    const told = [...used];
    await helper.broadcast(testimony, {
      used: told,
      scripts: await scripts(),
    });
  };
}
