// Searches the sections of all pages, whose text this page holds.
const fold = (text) =>
  text.normalize("NFKD").replace(/\p{Mn}/gu, "").toLowerCase()
    .replace(/[‘’]/g, "'").replace(/[“”]/g, '"');

const greek =
  "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho - sigma tau upsilon phi chi psi omega"
    .split(" ");
// A word of LaTeX as formulas show it: δo1 of \delta_{o1}.
const shownOf = (word) =>
  word.replace(/\\(?:var)?([a-z]+)/g, (_, name) => {
    if (name === "partial") return "∂";
    const at = greek.indexOf(name);
    return at < 0 ? "" : String.fromCharCode(945 + at);
  }).replace(/[\\{}_^$]/g, "");

async function inflate(base64) {
  const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream()
    .pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(stream).text());
}

function element(name, attributes, ...children) {
  const made = Object.assign(document.createElement(name), attributes);
  made.append(...children);
  return made;
}

// The place of the first word with what stands around it, all words marked.
function excerpt(text, words) {
  const folded = fold(text);
  const first = Math.min(
    ...words.map((word) => folded.indexOf(word)).filter((at) => at >= 0),
  );
  // It begins with a word.
  const start = first === Infinity || first < 60
    ? 0
    : Math.max(first - 120, text.lastIndexOf(" ", first - 50) + 1);
  // And it ends with one, where words have spaces between them.
  const space = text.lastIndexOf(" ", start + 200);
  const end = start + 200 < text.length && space > start + 100
    ? space
    : start + 200;
  // Folding may change a text's length; then the words are shown without marks.
  const part = text.slice(start, end);
  const shown = element("p", {});
  if (folded.length !== text.length) {
    shown.textContent = part;
    return shown;
  }
  const lower = folded.slice(start, end);
  let position = 0;
  while (position < part.length) {
    const hits = words.map((word) => [lower.indexOf(word, position), word])
      .filter(([at]) => at >= 0).sort(([a], [b]) => a - b);
    if (hits.length === 0) break;
    const [at, word] = hits[0];
    shown.append(
      part.slice(position, at),
      element("mark", {}, part.slice(at, at + word.length)),
    );
    position = at + word.length;
  }
  shown.append(part.slice(position));
  if (start > 0) shown.prepend("… ");
  if (end < text.length) shown.append(" …");
  return shown;
}

const form = document.querySelector(".search");
const input = form.querySelector("input");
const status = form.querySelector("[role=status]");
const results = document.querySelector(".results");
const sections = inflate(
  document.querySelector("script[type='text/plain']").textContent,
)
  .then((all) =>
    all.map((section) => ({
      ...section,
      names: fold(`${section.title} ${section.heading}`),
      folded: fold(section.text),
    }))
  );

// Nobody reads more than this.
const MOST = 50;

async function search() {
  // Each word as it was written, and as LaTeX.
  const words = fold(input.value).split(/\s+/).filter(Boolean)
    .map((word) => [word, shownOf(word)].filter(Boolean));
  history.replaceState(null, "", `#${encodeURIComponent(input.value)}`);
  const all = await sections;
  const found = words.length === 0 ? [] : all
    .filter(({ names, folded }) =>
      words.every((forms) =>
        forms.some((form) => names.includes(form) || folded.includes(form))
      )
    )
    .map((section) => ({
      section,
      score: words.flat().reduce(
        (sum, form) =>
          sum + 10 * section.names.includes(form) +
          Math.min(5, section.folded.split(form).length - 1),
        0,
      ),
    }))
    .sort((a, b) => b.score - a.score);
  status.textContent = words.length === 0
    ? ""
    : `${found.length || "No"} ${found.length === 1 ? "section" : "sections"}${
      found.length > MOST ? `, the best ${MOST} of which follow` : ""
    }`;
  document.querySelector(".everything").hidden = words.length > 0;
  results.replaceChildren(
    ...found.slice(0, MOST).map(({ section }) =>
      element(
        "li",
        {},
        element("a", { href: section.href }, section.heading || section.title),
        section.heading && section.heading !== section.title
          ? element("span", { className: "label" }, section.title)
          : "",
        excerpt(section.text, words.flat()),
      )
    ),
  );
}

form.hidden = false;
try {
  input.value = decodeURIComponent(location.hash.slice(1));
} catch {
  // Someone wrote the address who did not know of percent signs.
  input.value = location.hash.slice(1);
}
input.oninput = search;
input.focus();
search();
