// A page is complete without this. It colours code, adds buttons that copy it, makes boxes that scroll reachable by
// keyboard in every browser, and marks where one is in the list of contents.
const all = (selector) => document.querySelectorAll(selector);
// The tokens of code that says no others; code.ts knows the same expression.
const usual =
  /(?<s>"(?:[^"\\\n]|\\.)*")|(?<c>\/\/.*)|(?<n>\d[\w.]*(?:(?<=e)-\d+)?|(?:null|true|false)\b)|(?<k>(?<!\.)(?:as|await|const|else|for|from|function|if|import|let|new|of|return|type|typeof)\b(?!\s*[:,)]))|(?<f>[\p{L}$_][\p{L}\w$]*(?=\())|(?<t>[A-Z][A-Za-z]*[a-z][\w$]*|(?<=[:<] ?)(?:boolean|number|string)\b)|[\p{L}\w$]+/gu;
// Each token's kind, its start and its end.
function tokensOf(text, written) {
  if (!written) {
    return [...text.matchAll(usual)].map(({ 0: token, index, groups }) => [
      Object.keys(groups).find((kind) => groups[kind]),
      index,
      index + token.length,
    ]);
  }
  let position = 0;
  return written.match(/.(?:[a-z]|..)/g).map((token) => {
    const start = position + token.charCodeAt() - 63;
    position = start +
      (token[2]
        ? token.charCodeAt(2) - 63
        : text.slice(start).match(/[\d.]+|[\p{L}\w$]+/u)[0].length);
    return [token[1].toLowerCase(), start, position];
  });
}
function colour(code) {
  const walker = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
  let node = walker.nextNode();
  let before = 0;
  for (
    const [kind, start, end] of tokensOf(code.textContent, code.dataset.t)
  ) {
    while (node && before + node.length <= start) {
      before += node.length;
      node = walker.nextNode();
    }
    if (!node) return;
    const range = new Range();
    range.setStart(node, start - before);
    range.setEnd(node, Math.min(node.length, end - before));
    CSS.highlights.get(kind)?.add(range);
  }
}
if (CSS.highlights) {
  for (const kind of "ksntfc") CSS.highlights.set(kind, new Highlight());
  for (
    const code of all(
      ".code>pre>code, .code>details>pre>code, [data-t]",
    )
  ) {
    try {
      colour(code);
    } catch {
      // It is an attribute of somebody else's.
    }
  }
}

const names = {
  ".formula": "Formula",
  ".html": "HTML output",
  ".picture": "Figure",
  ".table": "Table",
  ".tree": "JSON",
  ":has(> code)": "Code",
};
const observer = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const scrolls = target.scrollWidth > target.clientWidth ||
      target.scrollHeight > target.clientHeight;
    if (scrolls === target.hasAttribute("tabindex")) continue;
    if (scrolls) {
      const kind = Object.keys(names).find((name) => target.matches(name));
      target.tabIndex = 0;
      target.role = "group";
      target.ariaLabel = kind ? names[kind] : "Text";
    } else {
      for (const name of ["tabindex", "role", "aria-label"]) {
        target.removeAttribute(name);
      }
    }
  }
});
function watch() {
  observer.disconnect();
  for (
    const box of all(
      "pre, .foreign, .formula, .html, .picture, .table, .tree",
    )
  ) {
    observer.observe(box);
  }
}
watch();
// A font changes the width of what is in a box, and leaves the box as it is. Watched anew, it tells as soon as it is laid
// out; to ask for its width here would have all of the page laid out before anything is painted.
document.fonts.onloadingdone = watch;
for (const symbol of all("a.symbol")) {
  const [, number] = symbol.className.match(/\bs(\d+)/) ?? [];
  const tip = document.querySelector(`body>.tips>.t${number}`);
  if (tip) symbol.ariaLabel = `${symbol.textContent}, ${tip.textContent}`;
}
// A tap on a symbol shows what it means; a second one follows the link.
let tapped;
addEventListener("click", (event) => {
  const symbol = event.target.closest("a.symbol");
  if (symbol && symbol !== tapped && event.pointerType === "touch") {
    event.preventDefault();
  }
  tapped = symbol;
});
for (const number of all(".equation>a")) {
  number.href = `#${number.parentElement.id}`;
  number.ariaLabel = `Equation ${number.textContent.slice(1, -1)}`;
}
for (const heading of all("main :is(h1,h2,h3,h4)[id]:not(.out *)")) {
  const anchor = document.createElement("a");
  anchor.className = "anchor";
  anchor.href = `#${encodeURIComponent(heading.id)}`;
  anchor.textContent = "#";
  anchor.ariaLabel = "Link to this section";
  heading.append(anchor);
}

const said = document.createElement("div");
said.role = "status";
said.className = "skip";
document.body.append(said);
let saying;
for (
  const box of all(
    ".code:has(> pre, > details > pre), .block",
  )
) {
  const code = box.querySelector("code");
  if (!code) continue;
  const button = document.createElement("button");
  button.type = "button";
  // Where it is always seen, it would cover the end of a long last line.
  const last = code.textContent.trimEnd().split("\n").at(-1);
  button.className = last.length > 24 ? "copy low" : "copy";
  button.textContent = "Copy";
  button.ariaLabel = "Copy the code";
  const say = (word) => {
    button.textContent = word;
    // Screen readers are told here, since a button that changes its name says nothing.
    said.textContent = word;
    clearTimeout(saying);
    saying = setTimeout(() => {
      all("button.copy").forEach((button) => button.textContent = "Copy");
      said.textContent = "";
    }, 2000);
  };
  button.onclick = async () => {
    try {
      await navigator.clipboard.writeText(code.textContent);
      say("Copied");
    } catch {
      // Where a browser keeps the clipboard to itself, the code is selected for the reader to copy.
      getSelection().selectAllChildren(code);
      say("Selected");
    }
  };
  code.parentElement.after(button);
}

const links = all("main>.contents a");
const targets = [...links].map((link) =>
  document.getElementById(decodeURIComponent(link.hash.slice(1)))
);
let current = -1;
function mark() {
  const line = innerHeight / 4;
  const next = targets.findLastIndex((target) =>
    target.getBoundingClientRect().top < line
  );
  if (next === current) return;
  links[current]?.removeAttribute("aria-current");
  links[next]?.setAttribute("aria-current", "true");
  // A list that is longer than the window keeps the place in sight.
  const list = document.querySelector("main>.contents");
  list.scrollTop = (links[next]?.offsetTop ?? 0) - list.clientHeight / 2;
  current = next;
}
const opening = document.querySelector("html.opening");
function complete() {
  if (opening) opening.className = "";
  if (links.length) {
    addEventListener("scroll", mark, { passive: true });
    mark();
  }
}
// After the first paint, see opening.js.
if (opening && !document.hidden) {
  requestAnimationFrame(() => setTimeout(complete));
} else complete();

// Escape puts a tip away until something else is pointed at or focused.
const tips = document.querySelector("body>.tips");
function show() {
  if (tips) tips.hidden = false;
}
addEventListener("pointerover", show);
addEventListener("focusin", show);
addEventListener("keydown", ({ key, target, ctrlKey, metaKey, altKey }) => {
  if (tips && key === "Escape") tips.hidden = true;
  if (key !== "/" || ctrlKey || metaKey || altKey) return;
  if (target.closest?.("input, textarea, [contenteditable]")) return;
  document.querySelector("body>header a[rel=search]")?.click();
});
