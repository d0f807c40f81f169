/**
 * How the kernel compiles JSX and decorators. It goes by the project's configuration, and by what comments in the cells
 * so far have said of JSX; it is asked, because how it puts these together is its own affair.
 *
 * @module
 */

import type { Json, JsonObject } from "./format.ts";

/** What of a source says how JSX is compiled, in it and in the cells after it. */
export function pragmasOf(source: string): string {
  return (source.match(/@jsx\w*\s+\S+/gi) ?? []).join("\n");
}

/**
 * A function that shows how the kernel compiles when it is printed; it is not called.
 *
 * @param withJsx Whether to show how it compiles JSX, too, for which it imports what that needs.
 */
export function specimen(withJsx: boolean): string {
  return `() => {
  @denobook class Decorated {}
  return ${withJsx ? "<a><></></a>" : "null"};
}`;
}

/**
 * Reads how the kernel compiles.
 *
 * @param printed How the kernel has printed the {@linkcode specimen}.
 * @returns The compiler options that have the same effect, or nothing if that cannot be told.
 */
export function compilationOf(printed: Json): JsonObject | undefined {
  if (typeof printed !== "string") return undefined;
  const experimentalDecorators = /\b_ts_decorate\(/.test(printed);
  if (/^ +return null;/m.test(printed)) return { experimentalDecorators };
  const [, called, args] =
    printed.match(/^ +return \/\*#__PURE__\*\/ ([\w$.]+)\(("a", .*)$/m) ?? [];
  if (args === '"a", {') {
    const jsx = { _jsx: "react-jsx", _jsxDEV: "react-jsxdev" }[called];
    return jsx
      ? { jsx, jsxImportSource: "any", experimentalDecorators }
      : undefined;
  }
  const [, fragment] =
    args?.match(/^"a", null, \/\*#__PURE__\*\/ \S+\(([\w$.]+), null\)\);$/) ??
      [];
  return fragment === undefined ? undefined : {
    jsx: "react",
    jsxFactory: called,
    jsxFragmentFactory: fragment,
    experimentalDecorators,
  };
}

/**
 * A source without the comment that names the function for JSX, which is an option, too: the comment would be taken for
 * the place of every tag.
 */
export function withoutFactory(
  source: string,
  { jsxFactory }: JsonObject,
): string {
  return source.replace(
    /@(jsx\s+(\S+))/gi,
    (pragma, rest, factory) => factory === jsxFactory ? ` ${rest}` : pragma,
  );
}
