import { assertEquals } from "@std/assert";
import { tsPlugin } from "@sveltejs/acorn-typescript";
import { type Node, Parser } from "acorn";
import config from "../deno.json" with { type: "json" };

const root = new URL("../", import.meta.url);
const parser = Parser.extend(tsPlugin());

/** One import, re-export, dynamic import or import type in a source. */
interface Import {
  /** What is imported, as it is written; undefined if only a run can tell. */
  readonly specifier: string | undefined;
  /** Whether nothing of it is left when the program runs. */
  readonly typeOnly: boolean;
}

/** What a specifier leads to: a file of the project, an npm package, a module of Deno's own, or nothing that lib/ may use. */
type Target =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "npm" | "builtin" | "refused"; readonly name: string };

/** Any node, with whatever it holds. */
type Tree = Node & Record<string, unknown>;

function importsOf(source: string): Import[] {
  const program: unknown = parser.parse(source, {
    ecmaVersion: "latest",
    sourceType: "module",
    locations: true,
  });
  const imports: Import[] = [];
  visit(program as Tree, (node) => {
    if (/^(Import|Export(Named|All))Declaration$/.test(node.type)) {
      if (!node.source) return;
      const kinds = ((node.specifiers ?? []) as Tree[]).map((specifier) =>
        specifier.importKind ?? specifier.exportKind
      );
      imports.push({
        specifier: textOf(node.source as Tree),
        typeOnly: node.importKind === "type" || node.exportKind === "type" ||
          (kinds.length > 0 && kinds.every((kind) => kind === "type")),
      });
    } else if (node.type === "ImportExpression") {
      imports.push({ specifier: textOf(node.source as Tree), typeOnly: false });
    } else if (node.type === "TSImportType") {
      imports.push({
        specifier: textOf(node.argument as Tree),
        typeOnly: true,
      });
    } else if (node.type === "TSExternalModuleReference") {
      imports.push({
        specifier: textOf(node.expression as Tree),
        typeOnly: false,
      });
    }
  });
  return imports;
}

function visit(node: Tree, enter: (node: Tree) => void): void {
  enter(node);
  for (const child of Object.values(node).flat()) {
    if (typeof (child as Tree | null)?.type === "string") {
      visit(child as Tree, enter);
    }
  }
}

/** The text of a string literal, or of a template without holes. */
function textOf(node: Tree): string | undefined {
  if (node.type === "TSLiteralType") return textOf(node.literal as Tree);
  if (node.type === "TemplateLiteral") {
    const [only, ...more] = node.quasis as { value: { cooked: string } }[];
    return more.length === 0 ? only.value.cooked : undefined;
  }
  return typeof node.value === "string" ? node.value : undefined;
}

function targetOf(specifier: string, importer: string): Target {
  if (/^\.{0,2}\//.test(specifier)) {
    const { href } = new URL(specifier, new URL(importer, root));
    return href.startsWith(root.href)
      ? { kind: "file", path: href.slice(root.href.length) }
      : { kind: "refused", name: "it is outside the project" };
  }
  if (specifier.startsWith("node:")) {
    return { kind: "builtin", name: specifier };
  }
  if (/^[a-z]+:/i.test(specifier)) {
    return { kind: "refused", name: "it is not a name from deno.json" };
  }
  const own = Object.entries(config.exports).find(([name]) =>
    config.name + name.slice(1) === specifier
  );
  const named = own ??
    Object.entries(config.imports).find(([name]) =>
      specifier === name || specifier.startsWith(`${name}/`)
    );
  if (!named) return { kind: "refused", name: "deno.json does not name it" };
  const [name, address] = named;
  if (address.startsWith("./")) return targetOf(address, "deno.json");
  return address.startsWith("npm:")
    ? { kind: "npm", name }
    : { kind: "refused", name: `${name} is for tests only` };
}

/** The room of a file: its folder in lib/, or its own name if it stands in lib/ itself. */
function roomOf(path: string): string {
  return path.match(/^lib\/(\w+)/)?.[1] ?? "";
}

interface Rule {
  /** The rule in words. */
  readonly title: string;
  /** The rooms and single files that a room may import besides its own. */
  readonly files: readonly string[];
  /** Whether npm packages may be imported. */
  readonly npm: boolean;
  /** Whether modules of Deno's own, such as node:zlib, may be imported. */
  readonly builtin: boolean;
}

const rules: Record<string, Rule> = {
  backprop: {
    title: "backprop imports nothing outside itself, no package either",
    files: [],
    npm: false,
    builtin: false,
  },
  figures: {
    title: "figures imports backprop and npm packages",
    files: ["lib/backprop/"],
    npm: true,
    builtin: false,
  },
  notebook: {
    title: "notebook imports packages, and nothing of the other rooms",
    files: [],
    npm: true,
    builtin: true,
  },
  page: {
    title: "page imports packages, and of notebook the format alone",
    files: ["lib/notebook/format.ts"],
    npm: true,
    builtin: true,
  },
  cli: {
    title:
      "cli imports notebook, page, packages, and its version from deno.json",
    files: ["lib/notebook/", "lib/page/", "deno.json"],
    npm: true,
    builtin: true,
  },
};

/** What a file does that its room's rule forbids. */
function violations(path: string, source: string): string[] {
  const room = roomOf(path);
  const rule = rules[room];
  return importsOf(source).flatMap(({ specifier }) => {
    if (specifier === undefined) {
      return [`${path} imports what only a run can tell`];
    }
    const target = targetOf(specifier, path);
    const refuse = (why: string) => [`${path} imports "${specifier}": ${why}`];
    if (target.kind === "refused") return refuse(target.name);
    if (target.kind !== "file") {
      return rule[target.kind] ? [] : refuse(rule.title);
    }
    const allowed = roomOf(target.path) === room ||
      rule.files.some((start) => target.path.startsWith(start));
    return allowed ? [] : refuse(rule.title);
  });
}

/** The cycles of imports that are left when types are gone, each as the files along it. */
function cyclesOf(sources: ReadonlyMap<string, string>): string[] {
  const cycles: string[] = [];
  const done = new Set<string>();
  const follow = (path: string, trail: readonly string[]) => {
    if (trail.includes(path)) {
      cycles.push([...trail.slice(trail.indexOf(path)), path].join(" -> "));
      return;
    }
    if (done.has(path)) return;
    for (const { specifier, typeOnly } of importsOf(sources.get(path) ?? "")) {
      if (typeOnly || specifier === undefined) continue;
      const target = targetOf(specifier, path);
      if (target.kind === "file") follow(target.path, [...trail, path]);
    }
    done.add(path);
  };
  for (const path of sources.keys()) follow(path, []);
  return cycles;
}

function readSources(folder: string): Map<string, string> {
  const sources = new Map<string, string>();
  for (const entry of Deno.readDirSync(new URL(folder, root))) {
    const path = folder + entry.name;
    if (entry.isDirectory) {
      readSources(`${path}/`).forEach((text, path) => sources.set(path, text));
    } else if (/\.[cm]?[jt]sx?$/.test(entry.name)) {
      sources.set(path, Deno.readTextFileSync(new URL(path, root)));
    }
  }
  return sources;
}

const sources = readSources("lib/");

Deno.test("every file of lib/ stands in a room that has a rule", () => {
  const strays = [...sources.keys()].filter((path) =>
    !Object.hasOwn(rules, roomOf(path))
  );
  assertEquals(strays, []);
});

for (const [room, { title }] of Object.entries(rules)) {
  Deno.test(title, () => {
    const files = [...sources].filter(([path]) => roomOf(path) === room);
    assertEquals(
      files.flatMap(([path, source]) => violations(path, source)),
      [],
    );
  });
}

Deno.test("no file of lib/ imports itself by way of others, types aside", () => {
  assertEquals(cyclesOf(sources), []);
});

const forbidden: [path: string, source: string, why: string][] = [
  [
    "lib/backprop/a.ts",
    'import { scale } from "../figures/mod.ts";',
    "figures",
  ],
  [
    "lib/backprop/a.ts",
    'import type { Run } from "../notebook/run.ts";',
    "type",
  ],
  ["lib/backprop/a.ts", 'import "@observablehq/plot";', "a package"],
  ["lib/backprop/a.ts", 'import { inspect } from "node:util";', "node:"],
  ["lib/figures/a.ts", 'export * from "../notebook/mod.ts";', "a re-export"],
  ["lib/figures/a.ts", 'export type { A } from "../page/mod.ts";', "its types"],
  ["lib/figures/a.ts", 'import fs from "node:fs";', "node:"],
  ["lib/notebook/a.ts", 'await import("../backprop/mod.ts");', "dynamically"],
  ["lib/notebook/a.ts", "await import(`../page/mod.ts`);", "by a template"],
  ["lib/notebook/a.ts", 'import { trace } from "backprop";', "by its name"],
  [
    "lib/notebook/a.ts",
    'import { trace } from "@denobook/denobook/backprop";',
    "by its published name",
  ],
  ["lib/notebook/a.ts", 'type T = import("../page/mod.ts").Page;', "in a type"],
  ["lib/page/a.ts", 'import { run } from "../notebook/run.ts";', "page -> run"],
  ["lib/page/a.ts", 'import { run } from "../notebook/mod.ts";', "page -> mod"],
  ["lib/page/live/a.ts", 'import "../../figures/mod.ts";', "from a folder"],
  ["lib/page/a.ts", 'import { main } from "../cli.ts";', "page -> cli"],
  [
    "lib/cli.ts",
    'import { trace } from "./backprop/mod.ts";',
    "cli -> backprop",
  ],
  ["lib/cli.ts", 'import { palette } from "figures";', "cli -> figures"],
  ["lib/cli.ts", 'import temml from "npm:temml@0.13";', "npm:"],
  ["lib/cli.ts", 'import { assert } from "jsr:@std/assert";', "jsr:"],
  ["lib/cli.ts", 'import "https://example.com/mod.ts";', "a URL"],
  ["lib/cli.ts", 'import { assert } from "@std/assert";', "an assertion"],
  ["lib/cli.ts", 'import leftPad from "left-pad";', "an unnamed package"],
  ["lib/cli.ts", 'import "../tests/imports_test.ts";', "a test"],
  ["lib/cli.ts", 'import "../../elsewhere.ts";', "another project"],
  ["lib/page/a.ts", 'import config from "../../deno.json";', "page -> config"],
  ["lib/cli.ts", "await import(Deno.args[0]);", "a computed import"],
];

for (const [path, source, title] of forbidden) {
  Deno.test(`violations() catches ${path}: ${source} (${title})`, () => {
    assertEquals(violations(path, `const a: number = 1;\n${source}`).length, 1);
  });
}

const allowed: [path: string, source: string][] = [
  ["lib/backprop/a.ts", 'export * from "./b.ts"; // import "temml"'],
  ["lib/figures/a.ts", 'import * as Plot from "@observablehq/plot";'],
  ["lib/figures/a.ts", 'import { trace } from "../backprop/mod.ts";'],
  ["lib/notebook/a.ts", 'import { createHmac } from "node:crypto";'],
  ["lib/page/a.ts", 'import type { Cell } from "../notebook/format.ts";'],
  ["lib/page/live/a.ts", 'import { Parser } from "acorn";'],
  ["lib/cli.ts", 'const { run } = await import("./notebook/run.ts");'],
  ["lib/cli.ts", 'import config from "../deno.json" with { type: "json" };'],
  ["lib/cli.ts", 'const text = `import "temml"`;'],
];

for (const [path, source] of allowed) {
  Deno.test(`violations() lets ${path} pass: ${source}`, () => {
    assertEquals(violations(path, source), []);
  });
}

Deno.test("cyclesOf() finds a cycle through several files, and none of types", () => {
  const sources = new Map([
    ["lib/page/a.ts", 'import { type B, b } from "./b.ts";'],
    ["lib/page/b.ts", 'export { c } from "./c.ts";'],
    ["lib/page/c.ts", 'const a = await import("./a.ts");'],
    ["lib/page/d.ts", 'import { type E } from "./e.ts";'],
    ["lib/page/e.ts", 'import type { D } from "./d.ts"; import "./f.ts";'],
    ["lib/page/f.ts", 'export type { E } from "./e.ts";'],
  ]);
  assertEquals(cyclesOf(sources), [
    "lib/page/a.ts -> lib/page/b.ts -> lib/page/c.ts -> lib/page/a.ts",
  ]);
});
