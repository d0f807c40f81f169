import { assertEquals, assertNotEquals } from "@std/assert";
import { join } from "node:path";
import { ScratchFolder } from "../../../lib/notebook/check/scratch.ts";
import { filesIn, inFolder } from "../fixture.ts";

Deno.test("ScratchFolder has the same path for the same purpose, unless somebody else has it", async () => {
  await inFolder((folder) => {
    const first = new ScratchFolder("a", folder);
    const second = new ScratchFolder("a", folder);
    assertNotEquals(second.path, first.path);
    second[Symbol.dispose]();
    first[Symbol.dispose]();
    const { path } = first;
    using third = new ScratchFolder("a", folder);
    using other = new ScratchFolder("b", folder);
    assertEquals(third.path, path);
    assertNotEquals(other.path, path);
    return Promise.resolve();
  });
});

Deno.test("ScratchFolder takes over what a killed process has left, and leaves nothing itself", async () => {
  await inFolder((folder) => {
    let path;
    {
      using scratch = new ScratchFolder("a", folder);
      path = scratch.path;
    }
    assertEquals(filesIn(folder), []);
    Deno.mkdirSync(path);
    Deno.writeTextFileSync(join(path, "n0.ts"), "left");
    using scratch = new ScratchFolder("a", folder);
    assertEquals([scratch.path, filesIn(folder).length], [path, 1]);
    assertEquals(filesIn(path).includes("n0.ts"), false);
    return Promise.resolve();
  });
});

Deno.test("ScratchFolder is one of the system's where no folder can be made", () => {
  using scratch = new ScratchFolder("a", "/proc");
  assertEquals(scratch.path.startsWith("/proc"), false);
});
