import type { Place } from "./chart.ts";
import type { Frame } from "./descent_path.ts";
import {
  type Box,
  crossing,
  overlap,
  type Point,
  type Segment,
} from "./geometry.ts";
import { element, escapeXml } from "./svg.ts";
import { FONT_SIZE, textWidth } from "./text.ts";

/** What is around the labels of a chart, and where they may stand. */
export interface Surroundings {
  /** The part of the plane that no label leaves. */
  readonly frame: Frame;
  readonly place: Place;
  /** What no label covers, in units of the figure. */
  readonly marks: readonly Box[];
  /** Lines that no label covers, in units of the figure. */
  readonly lines: readonly Segment[];
  /** Where a label may stand, the best place first: how far to the right and down of its mark, from −1 to 1. */
  readonly sides: readonly (readonly [right: number, down: number])[];
  /** How far a label across the corner of its mark is from the mark's centre; straight to a side it is twice as far. */
  readonly gap: number;
  /** Whether a label covers a line rather than be left out. */
  readonly isNeeded: boolean;
}

/**
 * Finds places for labels beside marks of a chart where they cover nothing.
 *
 * @param surroundings What there is besides, and where.
 * @returns What writes a label at a mark as SVG, and keeps its place from the next; where there is no room, that is "".
 */
export function labelWriter(
  { frame, place, marks, lines, sides, gap, isNeeded }: Surroundings,
): (text: string, at: Point) => string {
  const taken = [...marks];
  const [left, right] = frame.x.map(place.x);
  const [bottom, top] = frame.y.map(place.y);
  const hasRoom = (box: Box) =>
    box.x - box.width / 2 >= left && box.x + box.width / 2 <= right &&
    box.y - box.height / 2 >= top && box.y + box.height / 2 <= bottom &&
    taken.every((other) => overlap(box, other) === 0);
  const isClear = (box: Box) => lines.every((line) => !crossing(line, box));
  const away = (towards: number, across: number, size: number) =>
    towards * (size / 2 + (Math.abs(across) < 1 ? 2 * gap : gap));
  return (text, at) => {
    const [width, height] = [textWidth(text), FONT_SIZE];
    const places = sides.map(([right, down]): Box => ({
      x: at.x + away(right, down, width),
      y: at.y + away(down, right, height),
      width,
      height,
    })).filter(hasRoom);
    const box = places.find(isClear) ?? (isNeeded ? places[0] : undefined);
    if (!box) return "";
    taken.push(box);
    const baseline = box.y + FONT_SIZE * 0.35;
    return element("text", { x: box.x, y: baseline }, escapeXml(text));
  };
}
