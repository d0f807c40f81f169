import "@fontsource/stix-two-math/package.json" with { type: "json" };

/** The font of formulas, packed as its package has it. */
export const woff: Uint8Array = await Deno.readFile(
  new URL(
    import.meta.resolve(
      "@fontsource/stix-two-math/files/stix-two-math-latin-400-normal.woff",
    ),
  ),
);
