// A page is complete without this: it adds buttons that copy code, and marks where one is in the list of contents.
for (const box of document.querySelectorAll(".input, .block")) {
  const code = box.querySelector("code");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "Copy";
  button.setAttribute(
    "aria-label",
    `Copy ${box.querySelector("pre").ariaLabel ?? "the code"}`,
  );
  button.onclick = async () => {
    try {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = "Copied";
    } catch {
      // Where a browser keeps the clipboard to itself, the code is selected for the reader to copy.
      getSelection().selectAllChildren(code);
      button.textContent = "Selected";
    }
    setTimeout(() => button.textContent = "Copy", 2000);
  };
  (code.closest("details") ?? box).append(button);
}

const links = document.querySelectorAll(".contents a");
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
  current = next;
}
if (links.length) {
  addEventListener("scroll", mark, { passive: true });
  mark();
}

addEventListener("keydown", ({ key, target, ctrlKey, metaKey, altKey }) => {
  if (key !== "/" || ctrlKey || metaKey || altKey) return;
  if (target.closest?.("input, textarea, [contenteditable]")) return;
  document.querySelector("header a[rel=search]")?.click();
});
