import { assertEquals } from "@std/assert";
import { fitted } from "../../lib/cli/progress.ts";

Deno.test("fitted() keeps the time, as much of the place as there is room for, and the end of the path", () => {
  const place = ["cell 2 of 60", "hidden-delta"];
  const shown = [80, 50, 38, 30, 12, 3].map((columns) =>
    fitted("notebooks/xor_gate.ipynb", place, "0.7 s", columns)
  );
  assertEquals(shown, [
    "notebooks/xor_gate.ipynb · cell 2 of 60 · hidden-delta · 0.7 s",
    "…_gate.ipynb · cell 2 of 60 · hidden-delta · 0.7 s",
    "…xor_gate.ipynb · cell 2 of 60 · 0.7 s",
    "…ebooks/xor_gate.ipynb · 0.7 s",
    "…ynb · 0.7 s",
    "… · 0.7 s",
  ]);
});

Deno.test("fitted() counts two columns for characters that take two", () => {
  assertEquals(
    fitted("日本語.ipynb", ["cell 1 of 9"], "0.7 s", 20),
    "日本語.ipynb · 0.7 s",
  );
  assertEquals(
    fitted("日本語.ipynb", [], "0.7 s", 19),
    "…本語.ipynb · 0.7 s",
  );
});
