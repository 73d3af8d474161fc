// @ts-check
// The Hessian spectrum at the balanced point of a family, in closed form: `docs/theory.md`,
// "Spectrum". `linscape spectrum --subset` prints the same numbers.

/** @typedef {{value: number, multiplicity: number}} Eigenvalue */

/**
 * Distinct nonzero singular values, decreasing.
 * @param {Problem} problem
 */
function distinctValues(problem) {
  return [...new Set(problem.singular_values.slice(0, problem.rank))];
}

/**
 * What averages are taken over: m, or the sum of the samples' weights; 1 without samples.
 * @param {Problem} problem
 */
function massOf(problem) {
  return problem.total_weight || problem.samples || 1;
}

/**
 * The factor of ½‖·‖² in the problem's loss.
 * @param {Problem} problem
 */
function lossFactor(problem) {
  const samples = massOf(problem);
  if (problem.loss === "half-mean") return 1 / samples;
  if (problem.loss === "sample-mean") return 2 / samples;
  if (problem.loss === "sum") return 2;
  if (problem.loss === "mean") return 2 / (samples * problem.widths[problem.depth]);
  return 1;
}

/**
 * @param {Problem} problem
 * @param {Family} family
 * @returns {Eigenvalue[]} increasing, equal ones merged; multiplicities add up to the parameters
 */
function balancedSpectrum(problem, family) {
  const factor = lossFactor(problem);
  /** @type {Eigenvalue[]} */
  const found = [];
  let nonzero = 0;
  const add = (/** @type {number} */ value, /** @type {number} */ multiplicity) => {
    if (multiplicity === 0) return;
    found.push({ value: factor * value, multiplicity });
    nonzero += multiplicity;
  };
  if (problem.depth === 1) add(1, problem.widths[1] * problem.input_rank);
  else addCurvatures(problem, family, add);
  if (problem.biases?.includes(problem.depth)) addBiases(problem, family, add);
  add(0, problem.parameters - nonzero);
  return merged(found);
}

/**
 * @param {Problem} problem
 * @param {Family} family
 * @param {(value: number, multiplicity: number) => void} add
 */
function addCurvatures(problem, family, add) {
  const h = problem.depth;
  const values = distinctValues(problem);
  const free = values.map((value, t) => problem.singular_values.filter((s) => s === value).length - family.counts[t]);
  const nullDirections = problem.input_rank + problem.widths[h] - 2 * problem.rank;
  values.forEach((learned, a) => {
    const count = family.counts[a];
    values.forEach((other, b) => {
      let sum = 0;
      for (let i = 1; i <= h; i++) sum += learned ** ((2 * (h - i)) / h) * other ** ((2 * (i - 1)) / h);
      add(sum, count * family.counts[b]);
    });
    const stiffness = learned ** ((2 * (h - 1)) / h);
    values.forEach((unlearned, b) => {
      const scale = learned ** ((h - 2) / h);
      add(stiffness + unlearned * scale, count * free[b]);
      if (a !== b) add((learned - unlearned) * scale, count * free[b]);
    });
    add(stiffness, count * nullDirections);
  });
  if (h === 2) {
    values.forEach((unlearned, b) => {
      const times = free[b] * (problem.widths[1] - family.rank);
      add(unlearned, times);
      add(-unlearned, times);
    });
  }
}

/**
 * Along biases of zero, one of them in the last layer: the block m W_{h:i+1}ᵀ W_{h:j+1}.
 * @param {Problem} problem
 * @param {Family} family
 * @param {(value: number, multiplicity: number) => void} add
 */
function addBiases(problem, family, add) {
  const h = problem.depth;
  const mass = massOf(problem);
  distinctValues(problem).forEach((learned, t) => {
    const strengths = (problem.biases || []).map((layer) => learned ** ((2 * (h - layer)) / h));
    add(mass * strengths.reduce((sum, one) => sum + one, 0), family.counts[t]);
  });
  add(mass, problem.widths[h] - family.rank);
}

/**
 * @param {Eigenvalue[]} eigenvalues
 * @returns {Eigenvalue[]} increasing, equal to rounding merged
 */
function merged(eigenvalues) {
  const sorted = [...eigenvalues].sort((a, b) => a.value - b.value);
  const scale = Math.max(...sorted.map((eigenvalue) => Math.abs(eigenvalue.value)), 0);
  /** @type {Eigenvalue[]} */
  const groups = [];
  for (const next of sorted) {
    const last = groups[groups.length - 1];
    if (last && next.value - last.value <= 1e-13 * scale) {
      last.multiplicity += next.multiplicity;
      if (next.value === 0) last.value = 0;
    } else groups.push({ ...next });
  }
  return groups;
}
