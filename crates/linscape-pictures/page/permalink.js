// @ts-check
// Links to a family: `landscape.html#subset=1,3`, `#subset=1|3` with a mode on its pass, and `#subset=` for ∅.

/** @param {Family} family */
function linkTo(family) {
  const passes = family.passes || [];
  return `#subset=${family.subset.join(",")}${passes.length ? `|${passes.join(",")}` : ""}`;
}

/** The family that the address names, if it is drawn. */
function linkedFamily() {
  const found = /^#subset=([\d,|-]*)$/.exec(decodeURIComponent(location.hash));
  if (!found) return undefined;
  const word = found[1] === "" ? { learned: [], passes: [] } : searchedWord(found[1]);
  return word ? familyOfWord(word) : undefined;
}

/**
 * Puts the chosen family into the address, without a step of the history.
 * @param {Family} family
 */
function rememberFamily(family) {
  try {
    history.replaceState(null, "", linkTo(family));
  } catch {
    // A page inside another document, as in a notebook, has no address of its own.
  }
}
