import { basename, dirname, isAbsolute, join, normalize } from "node:path";
import { systemError } from "../notebook/errors.ts";

/**
 * Decides where `--out` puts notebooks: one notebook in a file if `out` ends in `.ipynb`, otherwise all of them in a
 * folder, under the paths that they have below the current one. Makes the folders that are missing.
 *
 * @returns The place of each notebook, by its path.
 * @throws {Deno.errors.AlreadyExists} If two notebooks would get the same place, or one its own.
 */
export async function placesFor(
  paths: readonly string[],
  out: string,
): Promise<Map<string, string>> {
  const isFile = out.endsWith(".ipynb");
  if (isFile && paths.length > 1) {
    throw new Deno.errors.AlreadyExists(
      `Cannot write ${paths.length} notebooks to ${out}, which is one: name a folder`,
    );
  }
  const places = new Map(
    isFile
      ? [[paths[0], out]]
      : paths.map((path) => [path, join(out, below(path))]),
  );
  const taken = new Map<string, string>(
    paths.map((path) => [normalize(path), path]),
  );
  for (const [path, place] of places) {
    const other = taken.get(normalize(place));
    if (other !== undefined) {
      throw new Deno.errors.AlreadyExists(
        `Cannot write notebook ${path} to ${place}: that is the place of ${other}`,
      );
    }
    taken.set(normalize(place), path);
  }
  for (const folder of new Set([...places.values()].map(dirname))) {
    await Deno.mkdir(folder, { recursive: true }).catch((cause) => {
      throw systemError(`Cannot write notebooks to ${folder}`, cause);
    });
  }
  return places;
}

/** A path below the current folder; of one that lies elsewhere, its name. */
function below(path: string): string {
  const normal = normalize(path);
  return isAbsolute(normal) || normal.startsWith("..")
    ? basename(normal)
    : normal;
}
