/**
 * The text that the kernel runs for a source, and the way back from positions in it.
 *
 * @module
 */

// By its default export, so that a Deno whose module lacks these names gets as far as being told that it is too old.
import module from "node:module";
import {
  offsetOf,
  type Position,
  positionAt,
  PREFIX_LENGTH,
} from "./source_position.ts";
import { type CompiledClass, compiledClasses, placeOfTag } from "./syntax.ts";

/** A place in the text as it is printed here: line and column from 0. */
interface Place {
  readonly line: number;
  readonly column: number;
}

/** Where a piece of the source is printed, and its position in the source. */
interface Mapping {
  readonly place: Place;
  readonly original: Position;
}

/** A text that stands for a source, and the position in the source of one in the text, of an error with a message. */
interface PlacedSource {
  readonly text: string;
  readonly original: (position: Position, message: string) => Position;
}

/** A source as the kernel prints it. */
export class PrintedSource {
  readonly #source: PlacedSource;
  readonly #lines: readonly string[];
  readonly #classes: readonly CompiledClass[];
  readonly #map: InstanceType<typeof module.SourceMap>;

  /**
   * @param source What has been printed, and what it stands for.
   * @param printed The same as it is printed, with the source map in its last line.
   */
  constructor(source: PlacedSource, printed: string) {
    this.#source = source;
    this.#classes = compiledClasses(source.text) ?? [];
    this.#lines = printed.split("\n").slice(0, -1);
    const encoded = printed.slice(printed.lastIndexOf("base64,") + 7);
    const bytes = Uint8Array.from(atob(encoded), (byte) => byte.charCodeAt(0));
    this.#map = new module.SourceMap(
      JSON.parse(new TextDecoder().decode(bytes)),
    );
  }

  /**
   * Where in the author's source the code stands that the kernel has printed at a position, where that is known.
   *
   * @param printed What V8 told.
   * @param message What is said of the error, if it arose there.
   */
  original(printed: Position, message: string): Position | undefined {
    const place = this.#here(printed);
    // Where V8 has no place it gives one in what the kernel puts before the text.
    if (place.column < 0) return undefined;
    const original = this.#classOf(place) ?? this.#upTo(place)?.original ??
      this.#inLine(place) ?? this.#firstTag(place);
    return original && this.#source.original(original, message);
  }

  /** Whether the kernel has printed a function at a position that it needs to apply decorators. */
  isHelper(printed: Position): boolean {
    if (this.#classes.length === 0) return false;
    const { line, column } = this.#here(printed);
    const first = this.#lines.findLastIndex((text, i) =>
      i <= line && /^[^\s})\]]/.test(text)
    );
    return column >= 0 && first >= 0 &&
      this.#lines[first].startsWith("function ") &&
      [first, line].every((line) => this.#mappings(line).length === 0);
  }

  /** The place here of a position in the kernel's text, which differs by what the kernel puts before it. */
  #here({ line, column }: Position): Place {
    const shift = line === 1 ? PREFIX_LENGTH : 0;
    const here = column - 1 - shift;
    // Of a property's dot, which V8 may name, the printer tells nothing.
    const isDot = this.#lines[line - 1]?.[here] === ".";
    return { line: line - 1, column: isDot ? here + 1 : here };
  }

  /** The last piece of the source that is printed in a line up to a place. */
  #upTo({ line, column }: Place): Mapping | undefined {
    const entry = this.#map.findEntry(line, column);
    return "originalLine" in entry
      ? {
        place: { line: entry.generatedLine, column: entry.generatedColumn },
        original: {
          line: entry.originalLine + 1,
          column: entry.originalColumn + 1,
        },
      }
      : undefined;
  }

  /** The pieces of the source that are printed in a line. */
  #mappings(line: number): Mapping[] {
    const columns = (this.#lines[line] ?? "").length;
    return Array.from({ length: columns }, (_, column) => {
      const mapping = this.#upTo({ line, column });
      return mapping?.place.column === column && !this.#isName(mapping)
        ? [mapping]
        : [];
    }).flat();
  }

  /** The last piece of the source that is printed before a place, in whichever line. */
  #before(place: Place): Mapping | undefined {
    for (let line = place.line; line >= 0; line--) {
      const found = this.#mappings(line).findLast(({ place: { column } }) =>
        line < place.line || column < place.column
      );
      if (found) return found;
    }
    return undefined;
  }

  /** The first piece of the source that is printed behind a place, in whichever line. */
  #after(place: Place): Mapping | undefined {
    for (let line = place.line; line < this.#lines.length; line++) {
      const found = this.#mappings(line).find(({ place: { column } }) =>
        line > place.line || column > place.column
      );
      if (found) return found;
    }
    return undefined;
  }

  /** What stands first in a line that the kernel begins with words of its own, as it does those of an enum. */
  #inLine(place: Place): Position | undefined {
    const next = this.#after(place);
    return next?.place.line === place.line ? next.original : undefined;
  }

  /**
   * The class whose decorators are applied at a place, if the kernel has added what is printed there for that. What it has
   * added has no place of its own in the source, unlike the author's words.
   */
  #classOf(place: Place): Position | undefined {
    if (this.#classes.length === 0) return undefined;
    const upTo = this.#upTo(place);
    const isWord = /^[\w$]/.test(
      this.#lines[place.line]?.slice(place.column) ?? "",
    );
    const isAuthors = upTo &&
      (upTo.place.column === place.column || !isWord || this.#isTag(upTo));
    if (isAuthors) return undefined;
    const around = [this.#before(place), this.#after(place)]
      .flatMap((mapping) => {
        if (!mapping) return [];
        const offset = this.#offsetOf(mapping);
        return this.#classes.filter(({ start, end }) =>
          start <= offset && offset < end
        );
      });
    const [innermost] = around.sort((a, b) =>
      (a.end - a.start) - (b.end - b.start)
    );
    return innermost && positionAt(this.#source.text, innermost.name);
  }

  /** The first tag, for a place before all of the source: there what JSX needs is imported. */
  #firstTag(place: Place): Position | undefined {
    return this.#before(place) ? undefined : placeOfTag(this.#source.text);
  }

  /** Whether a piece of the source is a tag, of which the call that it becomes is printed after its place. */
  #isTag(mapping: Mapping): boolean {
    return this.#source.text[this.#offsetOf(mapping)] === "<";
  }

  /** Whether a piece of the source is the comment that names the cell. */
  #isName(mapping: Mapping): boolean {
    return this.#source.text.startsWith("//# ", this.#offsetOf(mapping));
  }

  #offsetOf({ original }: Mapping): number {
    return offsetOf(this.#source.text, original);
  }
}
