import { assertEquals } from "@std/assert";
import type { JsonObject, Output } from "../../lib/notebook/format.ts";
import { createRequest, type Message } from "../../lib/notebook/message.ts";
import { type Displays, OutputArea } from "../../lib/notebook/output_area.ts";

function message(type: string, content: JsonObject): Message {
  return createRequest("session", type, content);
}

function stream(name: string, text: string): Message {
  return message("stream", { name, text });
}

function display(text: string, id?: string): Message {
  return message("display_data", {
    data: { "text/plain": text },
    metadata: {},
    transient: id === undefined ? {} : { display_id: id },
  });
}

function update(text: string, id: string): Message {
  return message("update_display_data", {
    data: { "text/plain": text },
    metadata: { updated: true },
    transient: { display_id: id },
  });
}

function area(messages: readonly Message[], displays: Displays = new Map()) {
  const area = new OutputArea(displays);
  for (const message of messages) area.add(message);
  return area.outputs;
}

function shown(outputs: readonly Output[]) {
  return outputs.map((output) =>
    output.output_type === "stream"
      ? output.text
      : output.output_type === "error"
      ? output.ename
      : output.data["text/plain"]
  );
}

Deno.test("OutputArea.add() joins text of one stream in a row", () => {
  assertEquals(
    area([
      stream("stdout", "1\n"),
      stream("stdout", "2"),
      stream("stderr", "3"),
      stream("stdout", "4"),
      display("5"),
      stream("stdout", "6"),
    ]).map((output) => output.output_type === "stream" ? output : null),
    [
      { output_type: "stream", name: "stdout", text: "1\n2" },
      { output_type: "stream", name: "stderr", text: "3" },
      { output_type: "stream", name: "stdout", text: "4" },
      null,
      { output_type: "stream", name: "stdout", text: "6" },
    ],
  );
});

Deno.test("OutputArea.add() keeps results, displays and errors as nbformat has them", () => {
  assertEquals(
    area([
      message("display_data", {
        data: { "text/plain": "a", "application/json": [1] },
        metadata: { m: 1 },
        transient: {},
      }),
      message("execute_result", {
        data: { "text/plain": "b" },
        metadata: {},
        execution_count: 7,
      }),
      message("error", { ename: "E", evalue: "m", traceback: ["E: m"] }),
    ]),
    [
      {
        output_type: "display_data",
        data: { "text/plain": "a", "application/json": [1] },
        metadata: { m: 1 },
      },
      {
        output_type: "execute_result",
        data: { "text/plain": "b" },
        metadata: {},
        execution_count: 7,
      },
      {
        output_type: "error",
        ename: "E",
        evalue: "m",
        traceback: ["E: m"],
      },
    ],
  );
});

Deno.test("OutputArea.add() passes over what is no output", () => {
  assertEquals(
    area([
      message("status", { execution_state: "busy" }),
      message("execute_input", { code: "1" }),
      message("comm_open", {}),
      message("of a cell's own", {}),
    ]),
    [],
  );
});

Deno.test("OutputArea.add() makes text of a value that nbformat stores as text", () => {
  const [output] = area([
    message("display_data", {
      data: { "text/plain": { a: 1 }, "application/geo+json": { a: 1 } },
      metadata: {},
    }),
  ]);
  assertEquals(
    output.output_type === "display_data" && output.data,
    { "text/plain": '{"a":1}', "application/geo+json": { a: 1 } },
  );
});

Deno.test("OutputArea.add() clears at once, or with the next output if it is asked to wait", () => {
  const clear = (wait: boolean) => message("clear_output", { wait });
  assertEquals(shown(area([display("1"), clear(false)])), []);
  assertEquals(shown(area([display("1"), clear(true)])), ["1"]);
  for (
    const [next, after] of [
      [display("2"), "2"],
      [stream("stdout", "2"), "2"],
      [message("error", { ename: "2", evalue: "", traceback: [] }), "2"],
    ] as const
  ) {
    assertEquals(shown(area([display("1"), clear(true), next])), [after]);
    assertEquals(
      shown(area([display("1"), clear(true), next, display("3")])),
      [after, "3"],
    );
  }
  assertEquals(
    shown(area([display("1"), clear(true), clear(false), display("2")])),
    ["2"],
  );
});

Deno.test("OutputArea.add() does not join the text before a clearing with that after it", () => {
  assertEquals(
    shown(area([
      stream("stdout", "1"),
      message("clear_output", { wait: true }),
      stream("stdout", "2"),
    ])),
    ["2"],
  );
});

Deno.test("OutputArea.add() changes each display of an id, in whichever cell it stands", () => {
  const displays: Displays = new Map();
  const first = area([display("1", "a"), display("2", "b")], displays);
  const second = area([display("3", "a"), update("4", "a")], displays);
  assertEquals(shown(first), ["4", "2"]);
  assertEquals(shown(second), ["4"]);
  assertEquals(
    first[0].output_type === "display_data" && first[0].metadata,
    { updated: true },
  );
});

Deno.test("OutputArea.add() passes over an update of a display that is not there", () => {
  const displays: Displays = new Map();
  const outputs = area(
    [display("1"), update("2", "a"), update("3", "")],
    displays,
  );
  assertEquals(shown(outputs), ["1"]);
});

Deno.test("OutputArea.add() takes in messages without the content that the protocol asks for", () => {
  assertEquals(
    area([
      message("error", { ename: "E" }),
      message("display_data", {}),
      message("update_display_data", {}),
      message("display_data", { data: 5, metadata: null, transient: "x" }),
    ]).map(({ output_type }) => output_type),
    ["error", "display_data", "display_data"],
  );
});

Deno.test("OutputArea.endWithError() puts the error behind what it has passed on the way, and joins the text around it", () => {
  const error = message("error", { ename: "E", evalue: "", traceback: [] });
  const text = (name: string) => stream("stdout", name);
  for (
    const [sent, expected] of [
      [[text("1"), error], ["1", "E"]],
      [[error, text("1")], ["1", "E"]],
      [[text("1"), error, text("2"), display("3")], ["12", "3", "E"]],
      [[text("1"), display("2")], ["1", "2"]],
      [[], []],
    ] as const
  ) {
    const area = new OutputArea(new Map());
    for (const message of sent) area.add(message);
    area.endWithError();
    assertEquals(shown(area.outputs), [...expected]);
  }
});
