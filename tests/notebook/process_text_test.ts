import { assertEquals } from "@std/assert";
import { textMarker } from "../../lib/notebook/prelude.ts";
import {
  ProcessText,
  withoutMarkers,
} from "../../lib/notebook/process_text.ts";

Deno.test("ProcessText.until() gives what stands before a marker, however it arrives", async () => {
  const text = new ProcessText();
  const first = text.until("1");
  for (const part of `a${textMarker("1")}b`) text.add("stdout", part);
  text.add("stderr", textMarker("1") + "c");
  assertEquals(await first, { stdout: "a", stderr: "" });
  text.add("stdout", textMarker("2"));
  text.add("stderr", textMarker("2"));
  assertEquals(await text.until("2"), { stdout: "b", stderr: "c" });
});

Deno.test("ProcessText.until() passes over markers that nobody waits for", async () => {
  const text = new ProcessText();
  for (const name of ["stdout", "stderr"] as const) {
    text.add(name, `a${textMarker("1")}b${textMarker("2")}`);
  }
  assertEquals(await text.until("2"), { stdout: "ab", stderr: "ab" });
});

Deno.test("ProcessText.take() gives what was written last, once", () => {
  const text = new ProcessText();
  text.add("stdout", "a");
  assertEquals(text.take(), { stdout: "a", stderr: "" });
  assertEquals(text.take(), { stdout: "", stderr: "" });
});

Deno.test("withoutMarkers() leaves text alone that is no marker", () => {
  assertEquals(withoutMarkers(`a\0b${textMarker("x-1")}c`), "a\0bc");
});
