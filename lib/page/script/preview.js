// Reloads the page when it has been written again, and goes back to the cell that was in sight.
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
new EventSource("/.denobook/changes").onmessage = () => {
  const cell = [...document.querySelectorAll("main > section")].find((cell) =>
    cell.getBoundingClientRect().bottom > 0
  );
  sessionStorage.setItem(
    key,
    JSON.stringify({
      id: cell?.id ?? "",
      top: cell?.getBoundingClientRect().top ?? 0,
      scroll: scrollY,
    }),
  );
  location.reload();
};
