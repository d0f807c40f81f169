import { assertEquals, assertStringIncludes } from "@std/assert";
import { join } from "node:path";
import { permissionsOf, withBareAllows } from "../../lib/cli/sandbox.ts";
import { code, notebook } from "../notebook/fixture.ts";
import { assertNoStackTrace, denobook, withNotebooks } from "./command_line.ts";

const reads = notebook(code("reads", `Deno.readTextFileSync("data.txt")`));

Deno.test("permissionsOf() reads flags as Deno does, and any of them means a sandbox", () => {
  assertEquals(permissionsOf({}), undefined);
  assertEquals(permissionsOf({ sandbox: true }), {});
  assertEquals(permissionsOf({ allowRead: "", allowNet: "a:1,b" }), {
    read: true,
    net: ["a:1", "b"],
  });
});

Deno.test("withBareAllows() keeps a path from being taken for what is allowed", () => {
  assertEquals(
    withBareAllows([
      "run",
      "--allow-read",
      "a.ipynb",
      "--allow-net=b",
      "--",
      "--allow-env",
    ]),
    ["run", "--allow-read=", "a.ipynb", "--allow-net=b", "--", "--allow-env"],
  );
});

for (
  const command of [["run"], ["verify"], [
    "export",
    "--execute",
    "--out",
    "site",
  ]]
) {
  Deno.test(`denobook ${command.join(" ")} keeps a notebook in a sandbox`, async () => {
    await withNotebooks({ "n.ipynb": reads }, async (folder) => {
      await Deno.writeTextFile(join(folder, "data.txt"), "secret");
      const result = await denobook(folder, ...command, "--sandbox", "n.ipynb");
      assertEquals(result.exitCode, 1);
      assertStringIncludes(
        result.stderr,
        `n.ipynb · cell reads · 1:6\nNotCapable: Requires read access to "data.txt"`,
      );
      assertNoStackTrace(result);
    });
  });
}

Deno.test("denobook run --allow-read allows all reading, and with a list only that", async () => {
  await withNotebooks({ "n.ipynb": reads }, async (folder) => {
    await Deno.writeTextFile(join(folder, "data.txt"), "secret");
    for (
      const [flag, exitCode] of [
        ["--allow-read", 0],
        ["--allow-read=data.txt", 0],
        ["--allow-read=other.txt", 1],
        ["--allow-write", 1],
        ["--allow-net=a:b:c", 1],
      ] as const
    ) {
      const result = await denobook(folder, "run", flag, "n.ipynb");
      assertEquals(result.exitCode, exitCode, flag + result.stderr);
      assertNoStackTrace(result);
    }
  });
});
