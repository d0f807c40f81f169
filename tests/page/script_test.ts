import { assertEquals } from "@std/assert";
import { compactScript } from "../../lib/page/script.ts";

Deno.test("compactScript() leaves out what only people need, and nothing else", () => {
  const script = `
// A comment, and "a quotation mark
const a = /\\/\\* no comment *\\//g; /* one */
let words = \`\${a ? \`, the\${  b }of which\` : "a  //  b"}
  follow\`;
for (const x of [1, 2]) words = x++ + +x - -x / 2;
`;
  assertEquals(
    compactScript(script),
    'const a=/\\/\\* no comment *\\//g;let words=`${a?`, the${b}of which`:"a  //  b"}\n  follow`;' +
      "for(const x of[1,2])words=x++ + +x- -x/2;",
  );
});
