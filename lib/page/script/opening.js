// Begins with the font before anything is laid out, so that no formula changes its size in sight.
document.fonts.load("1em STIX2");
// Who comes to the beginning of a page sees it before the rest is laid out.
if (
  !location.hash &&
  performance.getEntriesByType("navigation")[0]?.type === "navigate"
) document.documentElement.className = "opening";
