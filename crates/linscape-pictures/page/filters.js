// @ts-check
// Which families are shown: by type, rank, loss and subset.

/** @typedef {{types: Set<string>, ranks: [number, number], losses: [number, number], subset: number[]|null}} Filter */

/**
 * The numbers of a search text such as `1,3` or `{1-4}`; null when it is empty or no subset.
 * @param {string} text
 * @returns {number[]|null}
 */
function searchedSubset(text) {
  const bare = text.replace(/[{}\s]/g, "");
  if (bare === "∅" || text.trim() === "{}") return [];
  if (bare === "") return null;
  /** @type {number[]} */
  const subset = [];
  for (const part of bare.split(",")) {
    const range = /^(\d{1,6})(?:[-–](\d{1,6}))?$/.exec(part);
    if (!range) return null;
    for (let index = Number(range[1]); index <= Number(range[2] || range[1]); index++) subset.push(index);
  }
  return subset;
}

/**
 * The family that learned exactly a subset; of equal singular values any will do.
 * @param {number[]} subset
 */
function familyOfSubset(subset) {
  const values = landscape.problem.singular_values;
  const key = (/** @type {number[]} */ indices) =>
    indices.map((index) => values[index - 1]).sort((a, b) => b - a).join(" ");
  const wanted = key(subset);
  return landscape.families.find((family) => family.rank === subset.length && key(family.subset) === wanted);
}

/**
 * The filter that the controls state.
 * @returns {Filter}
 */
function readFilter() {
  const number = (/** @type {string} */ id, /** @type {number} */ otherwise) => {
    const text = /** @type {HTMLInputElement} */ (byId(id)).value;
    return text === "" || Number.isNaN(Number(text)) ? otherwise : Number(text);
  };
  const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("input[name=type]"));
  return {
    types: new Set([...boxes].filter((box) => box.checked).map((box) => box.value)),
    ranks: [number("rank-from", 0), number("rank-to", Infinity)],
    losses: [number("loss-from", -Infinity), number("loss-to", Infinity)],
    subset: searchedSubset(/** @type {HTMLInputElement} */ (byId("search")).value),
  };
}

/**
 * Whether a family is shown. A searched subset keeps the families that have learned all of it.
 * @param {Family} family
 * @param {Filter} filter
 */
function isShown(family, filter) {
  const { types, ranks, losses, subset } = filter;
  return (
    types.has(family.type) &&
    family.rank >= ranks[0] &&
    family.rank <= ranks[1] &&
    family.loss >= losses[0] &&
    family.loss <= losses[1] &&
    (subset === null || subset.every((index) => family.subset.includes(index)) || family === familyOfSubset(subset))
  );
}
