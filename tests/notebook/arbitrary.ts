import fc from "fast-check";
import type {
  Cell,
  Json,
  JsonObject,
  MimeBundle,
  Notebook,
  Output,
} from "../../lib/notebook/format.ts";

/** Text with line ends of every kind, astral characters and lone surrogates. */
const text: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.array(
    fc.constantFrom("a", "\n", "\r\n", "\r", "é", "😀", "\ud800", "\u2028"),
  )
    .map((parts) => parts.join("")),
);

/** A JSON value; JSON has no −0. */
const json = fc.jsonValue().map((value) =>
  JSON.parse(JSON.stringify(value)) as Json
);

const object = fc.dictionary(fc.string(), json, {
  noNullPrototype: true,
}) as fc.Arbitrary<JsonObject>;

const count = fc.option(fc.nat());

const bundle: fc.Arbitrary<MimeBundle> = fc.record({
  "text/plain": text,
  "image/png": text,
  "application/json": json,
  "application/vnd.vega.v5+json": json,
}, { requiredKeys: [], noNullPrototype: true });

const output: fc.Arbitrary<Output> = fc.oneof(
  fc.record({
    output_type: fc.constant("stream" as const),
    name: fc.constantFrom("stdout" as const, "stderr" as const),
    text,
  }, { noNullPrototype: true }),
  fc.record({
    output_type: fc.constant("display_data" as const),
    data: bundle,
    metadata: object,
  }, { noNullPrototype: true }),
  fc.record({
    output_type: fc.constant("execute_result" as const),
    data: bundle,
    metadata: object,
    execution_count: count,
  }, { noNullPrototype: true }),
  fc.record({
    output_type: fc.constant("error" as const),
    ename: text,
    evalue: text,
    traceback: fc.array(text),
  }, { noNullPrototype: true }),
);

const metadata = fc.record({
  tags: fc.array(fc.string()),
  "x-other": json,
}, { requiredKeys: [], noNullPrototype: true });

const id = fc.stringMatching(/^[a-zA-Z0-9_-]{1,64}$/);

const cell: fc.Arbitrary<Cell> = fc.oneof(
  fc.record({
    cell_type: fc.constant("code" as const),
    id,
    metadata,
    source: text,
    execution_count: count,
    outputs: fc.array(output, { maxLength: 3 }),
  }, { noNullPrototype: true }),
  fc.record({
    cell_type: fc.constantFrom("markdown" as const, "raw" as const),
    id,
    metadata,
    source: text,
    attachments: fc.dictionary(fc.string(), bundle, { noNullPrototype: true }),
  }, {
    requiredKeys: ["cell_type", "id", "metadata", "source"],
    noNullPrototype: true,
  }),
) as fc.Arbitrary<Cell>;

/** Any notebook that nbformat 4.5 allows. */
export const anyNotebook: fc.Arbitrary<Notebook> = fc.record({
  cells: fc.uniqueArray(cell, { selector: ({ id }) => id, maxLength: 5 }),
  metadata: object,
  nbformat: fc.constant(4 as const),
  nbformat_minor: fc.constantFrom(5, 6),
}, { noNullPrototype: true });
