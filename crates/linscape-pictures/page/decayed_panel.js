// @ts-check
// What stands beside the diagram when a family of a landscape with weight decay is chosen.

/**
 * @param {Family} family
 * @param {(family: Family) => void} choose
 */
function decayedSections(family, choose) {
  return [decayedFacts(family), ...barrierSection(family, choose), ...connectionLists(family, choose), ...decayedSpectrum(family)];
}

/** @param {Family} family */
function decayedFacts(family) {
  const exact = family.exact_loss && family.exact_loss.includes("/") ? ` = ${family.exact_loss}` : "";
  const number = (/** @type {number|null|undefined} */ value) => (value === null || value === undefined ? "undecided" : String(value));
  /** @type {[string, string][]} */
  const rows = [
    ["loss", numberText(family.loss) + exact],
    ["index / nullity / coindex", [family.index, family.nullity, family.coindex].map(number).join(" / ")],
    ["dimension", `${number(family.dimension)}${family.dimension === family.nullity ? ", all of the nullity" : ""}`],
    ["amplitudes", (family.amplitudes || []).map(numberText).join(", ") || "none"],
    ["escape order", family.escape_order === null ? "none: nothing is lower nearby" : String(family.escape_order)],
    ["rate", family.rate === null ? family.sharpness === null ? "not known" : "none: slower than exponential" : numberText(family.rate)],
    ["step limit", family.sharpness ? numberText(2 / family.sharpness) : family.sharpness === null ? "not known" : "none"],
  ];
  const isMinimum = family.type === "global_minimum" || family.type === "local_minimum";
  if (family.type === "local_minimum") rows.push(["metastable", family.global === null ? "undecided: at coexistence within the tolerance" : "a minimum, but not the global one"]);
  return definitions(
    rows.filter(([name]) => name !== "rate" || !isMinimum),
    (name) => withTerms(name, FIELD_TERMS[name] || [], "dt"),
  );
}

/**
 * The passes around a minimum, and the minima around a pass.
 * @param {Family} family
 * @param {(family: Family) => void} choose
 */
function barrierSection(family, choose) {
  const own = wordKey(wordOf(family));
  const list = html("ul", { class: "connections" });
  const add = (/** @type {Word} */ word, /** @type {string} */ facts) => {
    const other = familyOfWord(word);
    list.append(html("li", {}, other ? familyButton(other, choose) : subsetText(word.learned), html("span", {}, facts)));
  };
  for (const barrier of landscape.barriers || []) {
    const [from, to, at] = [barrier.from, barrier.to, barrier.at].map(wordKey);
    const amplitude = `, amplitude x₋ = ${numberText(barrier.amplitude)}`;
    if (own === at) {
      add(barrier.from, `${numberText(barrier.up)} below`);
      add(barrier.to, `${numberText(barrier.down)} below`);
    }
    if (own === from) add(barrier.at, `up ${numberText(barrier.up)}${amplitude}, to one mode more`);
    if (own === to) add(barrier.at, `up ${numberText(barrier.down)}, to one mode less`);
  }
  if (!list.hasChildNodes()) return [];
  return [html("h3", {}, passKeys.has(own) ? "Minima on both sides" : "Passes out of it"), list];
}

/** @param {Family} family */
function decayedSpectrum(family) {
  const rows = spectra && spectra[family.id];
  const heading = html("h3", {}, "Hessian spectrum");
  if (!rows) return [heading, html("p", { class: "note" }, "Too many eigenvalues for this page; the command below prints them.")];
  const note = html("p", { class: "note" }, `The same at every point of the family, ${view.coordinates}; the height is the multiplicity.`);
  const spectrum = rows.map(([value, multiplicity]) => ({ value, multiplicity }));
  return [heading, note, spectrumPicture(spectrum), ...spectrumTable(spectrum)];
}
