import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** A PDF cannot be made. */
export class PdfError extends Error {
  override readonly name = "PdfError";
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

/**
 * Finds Chromium, or a browser made from it.
 *
 * @returns The path of the program: what the environment's `CHROMIUM` names, or else the first on the `PATH`; `undefined`
 * if there is none.
 */
export function findChromium(): string | undefined {
  const named = Deno.env.get("CHROMIUM");
  if (named) return named;
  const folders = ["/usr/bin", ...(Deno.env.get("PATH") ?? "").split(":")];
  const names = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
  ];
  return folders.flatMap((folder) => names.map((name) => join(folder, name)))
    .find(isFile);
}

const ARGUMENTS = [
  "--headless",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--no-pdf-header-footer",
  "--generate-pdf-document-outline",
];

/** Runs a program, and says what kept it from its work. */
async function run(
  program: string,
  args: string[],
): Promise<string | undefined> {
  try {
    const { success, stderr } = await new Deno.Command(program, { args })
      .output();
    if (success) return undefined;
    const last = new TextDecoder().decode(stderr).trim().split("\n").at(-1);
    return `${program} failed: ${last}`;
  } catch (error) {
    return `${program} does not start: ${(error as Error).message}`;
  }
}

/**
 * Prints pages as PDF, by way of Chromium.
 *
 * @param pages The paths of HTML files; the PDF of each is written beside it.
 * @param onPage Called with the path of each PDF.
 * @throws {PdfError} If there is no Chromium, or it does not print.
 */
export async function printPdf(
  pages: readonly string[],
  onPage: (path: string) => void = () => {},
): Promise<void> {
  const chromium = findChromium();
  if (!chromium) {
    throw new PdfError(
      "Cannot make PDFs: there is no Chromium on the PATH; install it, or name it in the environment variable CHROMIUM",
    );
  }
  const profile = await Deno.makeTempDir({ prefix: "denobook-chromium-" });
  try {
    for (const page of pages) {
      const path = page.replace(/\.html$/, ".pdf");
      const args = [...ARGUMENTS, `--user-data-dir=${profile}`];
      // Chromium's sandbox does not start for root.
      if (Deno.uid() === 0) args.push("--no-sandbox");
      args.push(
        `--print-to-pdf=${resolve(path)}`,
        pathToFileURL(resolve(page)).href,
      );
      const reason = await run(chromium, args);
      if (reason !== undefined || !isFile(path)) {
        throw new PdfError(
          `Cannot make ${path}: ${reason ?? "nothing was printed"}`,
        );
      }
      onPage(path);
    }
  } finally {
    await Deno.remove(profile, { recursive: true });
  }
}
