import type { Cell } from "./format.ts";

/** What nbformat allows as an id. */
const ID = /^[a-zA-Z0-9_-]{1,64}$/;

/** How long an id is at most that is made here; a number may follow. */
const LONGEST = 40;

/** Checks that the ids there are are right, and fills in those that there are not. */
export function completeIds(
  cells: Cell[],
  fail: (state: string) => never,
): void {
  const owners = new Map<string, number>();
  cells.forEach(({ id }, i) => {
    if (id === "") return;
    if (!ID.test(id)) {
      fail(
        `id of cell ${
          i + 1
        } must be 1 to 64 letters, digits, "-" or "_", found ${
          JSON.stringify(id.slice(0, 65))
        }`,
      );
    }
    if (owners.has(id)) {
      fail(
        `cells ${owners.get(id)} and ${
          i + 1
        } share the id "${id}"; rename one, or have "denobook clean" do it`,
      );
    }
    owners.set(id, i + 1);
  });
  cells.forEach((cell, i) => {
    if (cell.id !== "") return;
    let n = i + 1;
    while (owners.has(`cell-${n}`)) n += cells.length;
    cell.id = `cell-${n}`;
    owners.set(cell.id, i + 1);
  });
}

/**
 * Gives a readable id to every cell whose own is missing, ill-formed or that of a cell before it: by its heading or
 * first words, or by the first name that its code declares.
 */
export function mendIds(cells: Cell[]): void {
  const taken = new Set(cells.map(({ id }) => id).filter((id) => ID.test(id)));
  const seen = new Set<string>();
  cells.forEach((cell, i) => {
    if (!ID.test(cell.id) || seen.has(cell.id)) {
      const base = slug(cell.id) || slug(nameOf(cell)) || `cell-${i + 1}`;
      let id = base;
      for (let n = 2; taken.has(id) || seen.has(id); n++) id = `${base}-${n}`;
      cell.id = id;
    }
    seen.add(cell.id);
  });
}

/** What a cell is about, in its own words. */
function nameOf({ cell_type, source }: Cell): string {
  if (cell_type === "code") {
    return source.match(
      /^(?:export\s+)?(?:async\s+)?(?:const|let|var|function\*?|class|interface|type|enum)\s+([\p{L}_$][\p{L}\d_$]*)/mu,
    )?.[1] ?? "";
  }
  const heading = source.match(/^#{1,6}\s+(.+)$/m)?.[1];
  return heading ?? source.trim().split(/\s+/).slice(0, 5).join(" ");
}

/** A text as an id: lower case, words joined by hyphens. */
function slug(text: string): string {
  const words = text.replace(/([a-z\d])([A-Z])/g, "$1-$2")
    .normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
    .split(/[^a-z0-9]+/).filter((word) => word !== "");
  let id = "";
  for (const word of words) {
    const longer = id === "" ? word : `${id}-${word}`;
    if (longer.length > LONGEST) break;
    id = longer;
  }
  return id || (words[0] ?? "").slice(0, LONGEST);
}
