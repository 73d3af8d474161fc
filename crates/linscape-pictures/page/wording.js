// @ts-check
// Subsets, numbers and types as the command line writes them.

/** @type {Record<string, string>} */
const TYPE_NAMES = {
  global_minimum: "global minimum",
  local_minimum: "local minimum",
  strict_saddle: "strict saddle",
  nonstrict_saddle: "nonstrict saddle",
  undecided: "undecided",
};

/**
 * `∅`, `{1,3}`, and `{1-16,18}` for runs of four and more.
 * @param {number[]} subset 1-based, sorted
 */
function subsetText(subset) {
  if (subset.length === 0) return "∅";
  /** @type {number[][]} */
  const runs = [];
  for (const index of subset) {
    const run = runs[runs.length - 1];
    if (run && run[run.length - 1] + 1 === index) run.push(index);
    else runs.push([index]);
  }
  const texts = runs.map((run) => (run.length >= 4 ? `${run[0]}-${run[run.length - 1]}` : run.join(",")));
  return `{${texts.join(",")}}`;
}

/**
 * At most six significant digits, without trailing zeros.
 * @param {number} value
 */
function numberText(value) {
  if (value === 0) return "0";
  const [mantissa, power] = value.toExponential(5).split("e");
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 6) return String(Number(Number(value).toFixed(5 - exponent)));
  return `${Number(mantissa)}e${exponent}`;
}

/**
 * `λ = 7/2, m = 2` of the function computed.
 * @param {LearningCoefficient} coefficient
 */
function learningText(coefficient) {
  return `λ = ${coefficient.lambda}, m = ${coefficient.multiplicity}`;
}

/**
 * A count with separators, as a decimal text of any length.
 * @param {string|number} count
 */
function countText(count) {
  return String(count).replace(/\B(?=(\d{3})+(?!\d))/g, "\u202f");
}
