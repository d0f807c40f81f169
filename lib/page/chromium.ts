import { join } from "node:path";

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
      const output = await new Deno.Command(chromium, {
        args: [
          "--headless",
          "--disable-gpu",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--no-first-run",
          "--no-pdf-header-footer",
          "--generate-pdf-document-outline",
          `--user-data-dir=${profile}`,
          // Chromium's sandbox does not start for root.
          ...(Deno.uid() === 0 ? ["--no-sandbox"] : []),
          `--print-to-pdf=${await Deno.realPath(join(page, "..")).then((
            folder,
          ) => join(folder, path.split(/[\\/]/).at(-1)!))}`,
          new URL(
            `file://${
              encodeURI(await Deno.realPath(page)).replaceAll("#", "%23")
                .replaceAll("?", "%3F")
            }`,
          ).href,
        ],
      }).output().catch((cause) => {
        throw new PdfError(
          `Cannot make ${path}: ${chromium} does not start: ${cause.message}`,
          { cause },
        );
      });
      if (!output.success || !isFile(path)) {
        const reason = new TextDecoder().decode(output.stderr).trim().split(
          "\n",
        ).at(-1);
        throw new PdfError(
          `Cannot make ${path}: ${chromium} did not print it: ${reason}`,
        );
      }
      onPage(path);
    }
  } finally {
    await Deno.remove(profile, { recursive: true });
  }
}
