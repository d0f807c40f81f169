/**
 * Lists of tasks as GitHub reads them: `- [ ]` is to be done, `- [x]` is done.
 *
 * @module
 */

import type { MarkdownIt } from "markdown-it";

/**
 * Adds task lists to a parser. Their boxes are pictures with a name, since nobody can tick them here.
 *
 * @param markdown The parser.
 */
export function taskLists(markdown: MarkdownIt): void {
  markdown.core.ruler.after("inline", "task_lists", ({ tokens, Token }) => {
    tokens.forEach((item, i) => {
      if (item.type !== "list_item_open") return;
      const [paragraph, inline] = tokens.slice(i + 1);
      const text = inline?.children?.[0];
      if (paragraph?.type !== "paragraph_open" || text?.type !== "text") return;
      const [mark, sign] = text.content.match(/^\[([ x])\]\s+/i) ?? [];
      if (mark === undefined) return;
      text.content = text.content.slice(mark.length);
      item.attrJoin("class", "task");
      const box = new Token("task_box", "span", 0);
      box.content = sign === " " ? "To do" : "Done";
      inline!.children!.unshift(box);
    });
  });
  markdown.renderer.rules.task_box = (tokens, i) => {
    const name = tokens[i]!.content;
    return `<span class="box${
      name === "Done" ? " done" : ""
    }" role="img" aria-label="${name}"></span>`;
  };
}
