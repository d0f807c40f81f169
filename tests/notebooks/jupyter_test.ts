import { assertEquals } from "@std/assert";
import { findNotebooks } from "../../lib/notebook/mod.ts";

const notebooks = await findNotebooks(["notebooks"]);
const hasJupyter = await succeeds("jupyter", ["execute", "--version"]);

if (!hasJupyter) {
  console.warn(
    "Jupyter is not installed, so the notebooks are not run in it (Debian: jupyter-core, python3-nbclient)",
  );
}

// Jupyter's own client files outputs wrongly for this kernel, so what is asked of it is that every cell runs.
Deno.test({
  name: "every notebook runs in Jupyter, as jupyter execute runs it",
  ignore: !hasJupyter,
  fn: async () => {
    const folder = await Deno.makeTempDir();
    try {
      await writeKernelSpec(`${folder}/kernels/deno`);
      const { success, stderr } = await new Deno.Command("jupyter", {
        args: ["execute", "--kernel_name=deno", "--timeout=300", ...notebooks],
        // Nothing of the user's Jupyter is used, and nothing of this is left in it.
        env: {
          HOME: folder,
          JUPYTER_CONFIG_DIR: folder,
          JUPYTER_DATA_DIR: folder,
          JUPYTER_PATH: folder,
          JUPYTER_RUNTIME_DIR: `${folder}/runtime`,
          IPYTHONDIR: folder,
          DENO_DIR: await denoDir(),
          NO_COLOR: "1",
        },
        stdout: "null",
        stderr: "piped",
      }).output();
      assertEquals(success, true, new TextDecoder().decode(stderr));
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

/** What `deno jupyter --install` writes, but for the folder. */
async function writeKernelSpec(folder: string): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(
    `${folder}/kernel.json`,
    JSON.stringify({
      argv: [
        Deno.execPath(),
        "jupyter",
        "--kernel",
        "--conn",
        "{connection_file}",
      ],
      display_name: "Deno",
      language: "typescript",
    }),
  );
}

/** Where Deno keeps packages, which the changed home would hide. */
async function denoDir(): Promise<string> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json"],
  }).output();
  return JSON.parse(new TextDecoder().decode(stdout)).denoDir;
}

async function succeeds(command: string, args: string[]): Promise<boolean> {
  try {
    const { success } = await new Deno.Command(command, {
      args,
      stdout: "null",
      stderr: "null",
    }).output();
    return success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
