// @ts-check
// Puts the page together.

function start() {
  /** @type {DescentDiagram} */
  const diagram = new DescentDiagram((family) => {
    rememberFamily(family);
    showFamily(family, (other) => diagram.choose(other));
  });
  const shown = byId("shown");
  const search = /** @type {HTMLInputElement} */ (byId("search"));
  const refilter = () => {
    const left = diagram.apply(readFilter());
    const all = landscape.families.length;
    const count = left === all ? `${countText(all)} drawn` : `${countText(left)} of ${countText(all)} drawn`;
    shown.textContent = diagram.startsLow ? `${count} · the lowest first, ⤢ shows all` : count;
  };
  byId("filters").addEventListener("input", refilter);
  byId("filters").addEventListener("reset", () => setTimeout(refilter));
  byId("filters").addEventListener("submit", (event) => {
    event.preventDefault();
    const word = searchedWord(search.value);
    const found = word && familyOfWord(word);
    search.setCustomValidity(found ? "" : "No family drawn here is exactly this one.");
    if (found) diagram.choose(found);
    else search.reportValidity();
  });
  search.addEventListener("input", () => search.setCustomValidity(""));
  byId("closer").addEventListener("click", () => diagram.panZoom.zoom(1.4));
  byId("farther").addEventListener("click", () => diagram.panZoom.zoom(1 / 1.4));
  byId("fit").addEventListener("click", () => diagram.panZoom.fit());
  byId("saving").append(...saveButtons("landscape", () => diagram.standalone()));
  saveCurves();
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLInputElement;
    if (event.key === "/" && !typing) {
      event.preventDefault();
      search.focus();
    }
    if (event.key === "Escape") hideTooltip();
  });
  byId("theme").addEventListener("click", switchTheme);
  byId("save").addEventListener("click", saveDump);
  refilter();
  showVisits(diagram);
  const follow = () => {
    const linked = linkedFamily();
    if (linked) diagram.choose(linked);
  };
  window.addEventListener("hashchange", follow);
  follow();
  document.documentElement.dataset.ready = String(Math.round(performance.now()));
}

/** From whatever is shown to the other. */
function switchTheme() {
  const root = document.documentElement;
  const isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = isDark ? "light" : "dark";
}

/** The dump as it stands in the page, for `--problem landscape.json`. */
function saveDump() {
  download(new Blob([byId("landscape").textContent || ""], { type: "application/json" }), "landscape.json");
}

/**
 * Marks the families that a trajectory passed and lists them.
 * @param {DescentDiagram} diagram
 */
function showVisits(diagram) {
  const list = document.getElementById("visits");
  if (!trajectory || !list) return;
  for (const visit of trajectory.visits) {
    const word = { learned: visit.learned || visit.subset || [], passes: visit.passes || [] };
    const family = familyOfWord(word);
    const leave = visit.leave === null ? "the end" : numberText(visit.leave);
    const stay = `from ${numberText(visit.enter)} to ${leave}`;
    const name = family ? familyButton(family, (other) => diagram.choose(other)) : visit.key || subsetText(word.learned);
    list.append(html("li", {}, name, html("span", {}, ` ${stay}`)));
  }
}

start();
