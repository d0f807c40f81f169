import { checkList } from "./checks.ts";
import { type Network, parametersOf } from "../backprop/mod.ts";
import type { Domain } from "./contours.ts";
import { seriesColours } from "./palette.ts";

/** Networks on the way down an error, one after each step, to be drawn as one line. */
export interface DescentPath {
  /** What the key of the chart calls it. */
  readonly label: string;
  /** Such as `descend()` returns. */
  readonly networks: readonly Network[];
}

/** A step of a path, as a chart draws it. */
export interface WalkPoint {
  readonly step: number;
  readonly x: number;
  readonly y: number;
  /** Whether it is where the way leaves the picture, and no step. */
  readonly cut?: boolean;
}

/** What a chart shows of the plane. */
export interface Frame {
  readonly x: Domain;
  readonly y: Domain;
}

/**
 * Checks paths and parameters before they are drawn.
 *
 * @throws {RangeError} If a parameter is none of the network's, or of a path's; or there are too many paths to tell apart.
 */
export function checkPaths(
  action: string,
  network: Network,
  parameters: readonly string[],
  paths: readonly DescentPath[],
): void {
  const refuse = (cause: string) => {
    throw new RangeError(`${action}: ${cause}`);
  };
  const check = (owner: string, network: Network) => {
    const known = Object.keys(parametersOf(network));
    for (const parameter of parameters) {
      if (known.includes(parameter)) continue;
      refuse(`${owner} has no ${parameter}, only ${known.join(", ")}`);
    }
  };
  check("the network", network);
  checkList(action, "paths", paths);
  paths.forEach((path, k) => {
    if (typeof path?.label === "string" && Array.isArray(path.networks)) return;
    refuse(
      `path ${
        k + 1
      } is no { label, networks }; give it a label, and what descend() returns as its networks`,
    );
  });
  if (paths.length > seriesColours.length) {
    refuse(
      `${paths.length} paths are too many to tell apart; draw at most ${seriesColours.length}`,
    );
  }
  for (const { label, networks } of paths) {
    if (networks.length < 2) {
      refuse(
        `the path "${label}" has ${networks.length} networks; pass at least 2, from before and after a step`,
      );
    }
    networks.forEach((visited) => check(`the path "${label}"`, visited));
  }
}

/** The labels of the parameters, but for those drawn, in which a path leaves the network that an error is drawn of. */
export function othersMoving(
  network: Network,
  drawn: readonly string[],
  networks: readonly Network[],
): string[] {
  const start = parametersOf(network);
  const moved = new Set<string>();
  for (const visited of networks) {
    for (const [label, value] of Object.entries(parametersOf(visited))) {
      if (value !== start[label]) moved.add(label);
    }
  }
  return Object.keys(start).filter((label) =>
    moved.has(label) && !drawn.includes(label)
  );
}

/** Says that a path leaves what is drawn, if any other parameters move. */
export function leaving(others: readonly string[], drawn: string): string {
  if (others.length === 0) return "";
  const move = others.length === 1 ? "moves" : "move";
  return `; ${others.join(", ")} ${move} too, so it leaves the ${drawn}`;
}

/** A way up to where it leaves the picture. */
export function inside(
  points: readonly WalkPoint[],
  { x, y }: Frame,
): WalkPoint[] {
  const out = points.findIndex((point) =>
    point.x < x[0] || point.x > x[1] || point.y < y[0] || point.y > y[1]
  );
  if (out === -1) return [...points];
  if (out === 0) return [];
  const [a, b] = [points[out - 1], points[out]];
  const shares = [
    ...x.map((edge) => (edge - a.x) / (b.x - a.x)),
    ...y.map((edge) => (edge - a.y) / (b.y - a.y)),
  ].filter((share) => share > 0 && share <= 1);
  // The last step may stand on the edge that the next one crosses.
  const share = shares.length === 0 ? 0 : Math.min(...shares);
  const edge = {
    step: b.step,
    x: a.x + share * (b.x - a.x),
    y: a.y + share * (b.y - a.y),
    cut: true,
  };
  return [...points.slice(0, out), edge];
}

/** Steps that no one could tell from the last one that is drawn, as a share of the frame. */
const UNSEEN = 1 / 400;
/** How many steps may be drawn at most, the longest paths of which go to and fro. */
const MOST_STEPS = 1000;

/** A path without the steps that lie on the one before; the first dozen and the last stay. */
export function thinned(
  points: readonly WalkPoint[],
  { x, y }: Frame,
): WalkPoint[] {
  const kept: WalkPoint[] = [];
  for (const [k, point] of points.entries()) {
    const last = kept.at(-1);
    const isSeen = !last || Math.hypot(
          (point.x - last.x) / (x[1] - x[0]),
          (point.y - last.y) / (y[1] - y[0]),
        ) > UNSEEN;
    const isLast = k === points.length - 1;
    if (k <= 12 || isLast || isSeen && kept.length < MOST_STEPS) {
      kept.push(point);
    }
  }
  return kept;
}
