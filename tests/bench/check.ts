/**
 * Measures `denobook check` of the book beside `deno check` of the same code in plain files, turn by turn in one run.
 * No turn may profit from the one before: Deno remembers which files it has checked, so each is a little different.
 *
 * @module
 */

import { join } from "node:path";
import {
  findNotebooks,
  readNotebook,
  serializeNotebook,
} from "../../lib/notebook/mod.ts";
import { median } from "./measure.ts";

const ROUNDS = 7;
const config = decodeURIComponent(
  new URL("../../deno.json", import.meta.url).pathname,
);
const cli = decodeURIComponent(
  new URL("../../lib/cli.ts", import.meta.url).pathname,
);

/** The cells of a notebook as somebody would write them to a file: each import once, and at the top. */
async function plainText(path: string): Promise<string> {
  const { cells } = await readNotebook(path);
  const lines = cells.flatMap((cell) =>
    cell.cell_type === "code" ? cell.source.split("\n") : []
  );
  const isImport = (line: string) => /^import .*";$/.test(line);
  const imports = new Map<string, Set<string>>();
  for (const line of lines.filter(isImport)) {
    const [, type = "", names, from] = line.match(
      /^import (type )?\{(.*)\} from (.*);$/,
    )!;
    const key = `${type}${from}`;
    const all = imports.get(key) ?? new Set();
    names.split(",").forEach((name) => all.add(type + name.trim()));
    imports.set(key, all);
  }
  return [
    ...[...imports].map(([key, names]) =>
      `import { ${[...names].filter(Boolean).join(", ")} } from ${
        key.replace(/^type /, "")
      };`
    ),
    ...lines.filter((line) => !isImport(line)),
    "",
  ].join("\n");
}

function time(args: readonly string[]): number {
  const start = performance.now();
  const { success, stderr, stdout } = new Deno.Command(Deno.execPath(), {
    args: [...args],
    env: { NO_COLOR: "1" },
  }).outputSync();
  const taken = performance.now() - start;
  if (success) return taken;
  throw new Error(new TextDecoder().decode(stderr.length ? stderr : stdout));
}

const folder = await Deno.makeTempDir({ prefix: "denobook-bench-" });
// Beside the book, so that it belongs to the same project.
const book = await Deno.makeTempDir({ dir: "notebooks", prefix: ".bench-" });
try {
  const notebooks = await findNotebooks(["notebooks"]);
  const texts = await Promise.all(notebooks.map(plainText));
  const originals = await Promise.all(notebooks.map(readNotebook));
  const files = texts.map((_, i) => join(folder, `${i}.ts`));
  const copies = texts.map((_, i) => join(book, `${i}.ipynb`));
  const rounds = Array.from({ length: ROUNDS }, (_, round) => {
    const remark = `// ${round} ${Date.now()}`;
    texts.forEach((text, i) =>
      Deno.writeTextFileSync(files[i], `${text}${remark}\n`)
    );
    originals.forEach((notebook, i) => {
      const cells = notebook.cells.map((cell) =>
        cell.cell_type === "code"
          ? { ...cell, source: `${cell.source}\n${remark}` }
          : cell
      );
      const changed = serializeNotebook({ ...notebook, cells });
      Deno.writeTextFileSync(copies[i], changed);
    });
    const plain = time(["check", "--quiet", `--config=${config}`, ...files]);
    const ours = time(["run", "-A", "--no-check", cli, "check", ...copies]);
    return { plain, ours };
  });
  const seconds = (of: (round: { plain: number; ours: number }) => number) =>
    `${(median(rounds.map(of)) / 1000).toFixed(2)} s`;
  const ratio = median(rounds.map(({ plain, ours }) => ours / plain));
  console.log(
    `${notebooks.length} notebooks: denobook check, with lint, layout and rules, ${
      seconds(({ ours }) => ours)
    }; deno check of plain files ${seconds(({ plain }) => plain)}; ratio ${
      ratio.toFixed(2)
    }`,
  );
} finally {
  await Deno.remove(folder, { recursive: true });
  await Deno.remove(book, { recursive: true });
}
