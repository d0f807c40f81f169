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
    '{const c=/\\/\\* no comment *\\//g;let d=`${c?`, the${b}of which`:"a  //  b"}\n  follow`;' +
      "for(const a of[1,2])d=a++ + +a- -a/2}",
  );
});

Deno.test("compactScript() shortens a script's own names, and leaves those of the browser and of objects", () => {
  const script = `
const size = 1;
function widthOf({ size: width, left, right = left }, ...rest) {
  const name = { size, width: rest.width, [left]: right, a };
  try {
    return name.size + document.size + window[size];
  } catch (width) {
    return (size) => size + width;
  }
}
`;
  const compacted = compactScript(script);
  assertEquals(
    compacted,
    "{const b=1;function h({size:c,left:d,right:e=d},...f){const g={size:b,width:f.width,[d]:e,a};" +
      "try{return g.size+document.size+window[b]}catch(c){return(b)=>b+c}}}",
  );
});
