import { assertEquals } from "@std/assert";
import { PageIds } from "../../lib/page/page_ids.ts";

Deno.test("PageIds.take() gives each id once and leaves the cells theirs", () => {
  const ids = new PageIds(["cost", "delta-2"]);
  assertEquals(
    ["rule", "rule", "rule", "cost", "delta", "delta"].map((id) =>
      ids.take(id)
    ),
    ["rule", "rule-2", "rule-3", "cost-2", "delta", "delta-3"],
  );
});
