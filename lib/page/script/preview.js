// Reloads the page when it has been written again, and goes back to the cell that was in sight.
const { version } = document.currentScript.dataset;
const key = `place:${location.pathname}`;
const place = JSON.parse(sessionStorage.getItem(key) ?? "null");
sessionStorage.removeItem(key);
if (place) {
  const cell = document.getElementById(place.id);
  const top = cell
    ? cell.getBoundingClientRect().top - place.top + scrollY
    : place.scroll;
  scrollTo({ top, behavior: "instant" });
}
function reload() {
  const cell = [...document.querySelectorAll("main > :is(section, .code)")]
    .find((cell) => cell.getBoundingClientRect().bottom > 0);
  sessionStorage.setItem(
    key,
    JSON.stringify({
      id: cell?.id ?? "",
      top: cell?.getBoundingClientRect().top ?? 0,
      scroll: scrollY,
    }),
  );
  location.reload();
}

// Says what is wrong, over the page as it last was right.
const notice = document.createElement("div");
notice.role = "alert";
notice.style.cssText =
  "position:sticky;bottom:0;z-index:9;max-height:40vh;overflow:auto;padding:.8rem 1.2rem;border-top:3px solid light-dark(#a8241b,#ff9a8d);background:light-dark(#fcf1ef,#2b1c1d);color:light-dark(#22242a,#e0e1e4);font:.8rem/1.5 monospace;white-space:pre-wrap";
document.body.append(notice);
function tell(problems) {
  const text = problems.join("\n\n");
  if (notice.textContent !== text) notice.textContent = text;
  notice.hidden = text === "";
}
tell([]);

// A browser holds few connections to one server: a page that nobody sees lets go of its own.
let changes;
function listen() {
  changes?.close();
  if (document.hidden) return;
  changes = new EventSource(
    `/.denobook/changes?page=${encodeURIComponent(location.pathname)}`,
  );
  changes.onmessage = ({ data }) => {
    const now = JSON.parse(data);
    if (now.version === version) tell(now.problems);
    else reload();
  };
  changes.onerror = () =>
    tell(["The preview has ended. This page stays as it is."]);
}
document.addEventListener("visibilitychange", listen);
listen();
