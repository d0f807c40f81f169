import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** How many cells each notebook has. */
const SIZES = [10, 11, 12, 13, 14, 15];

/**
 * Generates notebooks like those of the book: imports, arithmetic on a small network, text, and a chart at the end.
 *
 * @param folder Where they are written, with a `deno.json` that leads their imports to this project.
 * @param root The project's folder.
 * @returns Their paths.
 */
export async function generate(
  folder: string,
  root: string,
): Promise<string[]> {
  const { imports } = JSON.parse(
    await Deno.readTextFile(join(root, "deno.json")),
  );
  const address = (path: string) => pathToFileURL(join(root, path)).href;
  await Deno.writeTextFile(
    join(folder, "deno.json"),
    JSON.stringify({
      imports: {
        "@observablehq/plot": imports["@observablehq/plot"],
        "backprop": address("lib/backprop/mod.ts"),
        "chart-document": address("lib/figures/document.ts"),
      },
      nodeModulesDir: "none",
    }),
  );
  return await Promise.all(SIZES.map(async (size, i) => {
    const path = join(folder, `notebook-${i + 1}.ipynb`);
    await Deno.writeTextFile(path, JSON.stringify(notebook(size)));
    return path;
  }));
}

function notebook(size: number): unknown {
  const sources = [
    'import * as Plot from "@observablehq/plot";\nimport { Document } from "chart-document";',
    "const alpha: number = 0.5;\nconst target = 0.25;\nlet w = 0.8;\nconst errors: number[] = [];",
    "const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));\nsigmoid(0)",
    ...Array.from(
      { length: size - 5 },
      (_, i) =>
        `// step ${i}\nconst delta${i} = (sigmoid(w) - target) * sigmoid(w) * (1 - sigmoid(w));\nw -= alpha * delta${i};\nerrors.push((sigmoid(w) - target) ** 2 / 2);\n${
          i % 3 === 0 ? "console.log(w.toFixed(6));" : "w"
        }`,
    ),
    `const chart = Plot.plot({
  document: new Document() as never,
  marks: [
    Plot.line(errors.map((error, epoch) => ({ epoch, error })), { x: "epoch", y: "error" }),
    Plot.ruleY([0]),
  ],
});
({ [Symbol.for("Jupyter.display")]: () => ({ "image/svg+xml": String(chart) }) })`,
    "errors.length",
  ];
  return {
    cells: sources.map((source, i) => ({
      cell_type: "code",
      id: `cell-${i + 1}`,
      metadata: {},
      source,
      execution_count: null,
      outputs: [],
    })),
    metadata: {
      kernelspec: {
        name: "deno",
        display_name: "Deno",
        language: "typescript",
      },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
}
