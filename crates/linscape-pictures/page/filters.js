// @ts-check
// Which families are shown: by type, rank, loss and subset.

/** @typedef {{types: Set<string>, ranks: [number, number], losses: [number, number], word: Word|null}} Filter */

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
 * The modes of a search text, those after a bar on their passes: `1,2|3`; null when it is empty or no word.
 * @param {string} text
 * @returns {Word|null}
 */
function searchedWord(text) {
  const [learned, passes, ...more] = text.replace(/[{}\s]/g, "").split("|");
  if (passes === undefined) {
    const subset = searchedSubset(text);
    return subset && { learned: subset, passes: [] };
  }
  const lists = [learned, passes].map((list) => (list === "" ? [] : searchedSubset(list)));
  const [large, small] = lists;
  return large && small && more.length === 0 ? { learned: large, passes: small } : null;
}

/**
 * The family of exactly a word; of equal singular values any will do.
 * @param {Word} word
 */
function familyOfWord(word) {
  const values = landscape.problem.singular_values;
  const key = (/** @type {Word} */ { learned, passes }) =>
    [learned, passes].map((indices) => indices.map((index) => values[index - 1]).sort((a, b) => b - a).join(" ")).join("|");
  const wanted = key(word);
  const rank = word.learned.length + word.passes.length;
  return landscape.families.find((family) => family.rank === rank && key(wordOf(family)) === wanted);
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
    word: searchedWord(/** @type {HTMLInputElement} */ (byId("search")).value),
  };
}

/**
 * Whether a family is shown. A searched word keeps the families that have all of it.
 * @param {Family} family
 * @param {Filter} filter
 */
function isShown(family, filter) {
  const { types, ranks, losses, word } = filter;
  const has = (/** @type {Word} */ { learned, passes }) =>
    learned.every((index) => family.subset.includes(index)) && passes.every((index) => (family.passes || []).includes(index));
  return (
    types.has(family.type) &&
    family.rank >= ranks[0] &&
    family.rank <= ranks[1] &&
    family.loss >= losses[0] &&
    family.loss <= losses[1] &&
    (word === null || has(word) || family === familyOfWord(word))
  );
}
