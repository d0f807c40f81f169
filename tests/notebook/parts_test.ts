import { assertEquals } from "@std/assert";
import type { Json } from "../../lib/notebook/format.ts";
import type { Message } from "../../lib/notebook/message.ts";
import { PART, Parts } from "../../lib/notebook/parts.ts";

function message(type: string, content: { [key: string]: Json }): Message {
  return {
    header: {
      msg_id: "1",
      session: "s",
      username: "",
      date: "",
      msg_type: type,
      version: "5.3",
    },
    parent_header: {},
    metadata: {},
    content,
    buffers: [],
  };
}

function part(type: Json, text: Json, isLast: Json): Message {
  return message(PART, { type, text, isLast });
}

Deno.test("Parts.take() gives a message with its last part, and then begins anew", () => {
  const parts = new Parts();
  for (const n of [1, 2]) {
    assertEquals(parts.take(part("display_data", '{ "dat', false)), undefined);
    assertEquals(
      parts.take(part("display_data", `a": { "n": ${n} } }`, true)),
      message("display_data", { data: { n } }),
    );
  }
});

Deno.test("Parts.take() gives nothing of parts that a cell has forged", () => {
  const parts = new Parts();
  for (
    const forged of [
      part("display_data", "{ no JSON", true),
      part("display_data", "[]", true),
      part("display_data", null, true),
      part("denobook_marker", "{}", true),
      part(null, "{}", true),
      message(PART, {}),
    ]
  ) {
    assertEquals(parts.take(forged), undefined);
  }
});
