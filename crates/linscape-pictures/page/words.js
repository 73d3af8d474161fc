// @ts-check
// What families and lines are called, with weight decay or without.

/** @param {Family} family */
function familyText(family) {
  return family.key || subsetText(family.subset);
}

/** @param {Word} word */
function wordKey(word) {
  return `${word.learned.join(",")}|${word.passes.join(",")}`;
}

/** Keys of the passes between two minima. */
const passKeys = new Set((landscape.barriers || []).map((barrier) => wordKey(barrier.at)));

/** @param {Family} family */
function wordOf(family) {
  return { learned: family.subset, passes: family.passes || [] };
}

/** @param {Family} family */
function isPass(family) {
  return passKeys.has(wordKey(wordOf(family)));
}

/**
 * The mark of a family and its name.
 * @param {Family} family
 */
function kindOf(family) {
  return isPass(family) ? { mark: "pass", name: "pass between two minima" } : { mark: family.type, name: TYPE_NAMES[family.type] };
}

/**
 * Where a family stands from left to right: the modes learned, those on a pass counted half.
 * @param {Family} family
 */
function columnOf(family) {
  return family.rank - (family.passes || []).length / 2;
}

/**
 * The class of a connection's line.
 * @param {Connection} connection
 * @returns {"learn"|"fall"|"swap"}
 */
function lineOf(connection) {
  if (!isDecayed) return connection.dropped === null ? "learn" : "swap";
  if (connection.kind === "fall") return "fall";
  return connection.kind === "swap" || connection.kind === "exchange" ? "swap" : "learn";
}

/**
 * What a connection does, in words.
 * @param {Connection} connection
 */
function connectionText(connection) {
  if (!isDecayed) return connection.dropped === null ? `learn ${connection.learned}` : `swap ${connection.dropped} for ${connection.learned}`;
  const value = (/** @type {number|undefined} */ at) => `σ = ${numberText((landscape.thresholds || [])[(at || 1) - 1].sigma)}`;
  const [from, to] = [value(connection.value_from), value(connection.value_to)];
  return from === to ? `${connection.kind} ${from}` : `${connection.kind} ${from} for ${to}`;
}
