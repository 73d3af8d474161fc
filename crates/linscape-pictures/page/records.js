// @ts-check
// What the page was given: the dump, the strata of each rank, and what goes with them.

/** @typedef {{dimension: number, index: number, coindex: number, nullity: number, count: number}} Component */
/** @typedef {{lambda: string, multiplicity: number, components: number|string|null,
 *   half_coindex?: string, half_codimension?: string}} LearningCoefficient */
/** @typedef {{id: number, subset: number[], counts: number[], rank: number, loss: number,
 *   exact_loss: string|null, type: string, index: number, nullity: number, coindex: number,
 *   escape_order: number|null, rate: number|null, strata: string|null,
 *   fiber_types: string[]|null, components: Component[]|null,
 *   learning_coefficient: LearningCoefficient,
 *   dynamics: {unstable: number, stable: number, centre: {along: number, across: number}},
 *   fiber: number, key?: string, learned?: number[], passes?: number[], amplitudes?: number[],
 *   dimension?: number, global?: boolean|null, metastable?: boolean, sharpness?: number|null}} Family */
/** @typedef {{id: number, loss: number, exact_loss: string|null, families: number[]}} Fiber */
/** @typedef {{from: number, to: number, kind: string, learned: number, dropped: number|null,
 *   loss_drop: number, escape_order: number, rate: number|null, cover: boolean,
 *   value_from?: number, value_to?: number}} Connection */
/** @typedef {{learned: number[], passes: number[]}} Word modes on the large root and on the small one */
/** @typedef {{from: Word, to: Word, at: Word, height: number, up: number, down: number,
 *   amplitude: number}} Barrier */
/** @typedef {{sigma: number, multiplicity: number}} Threshold */
/** @typedef {{widths: number[], depth: number, parameters: number, biases?: number[], samples: number|null,
 *   total_weight?: number, singular_values: number[], input_rank: number, rank: number, maximal_rank: number,
 *   loss: string, decay?: object}} Problem */
/** @typedef {{schema: string, problem: Problem, families: Family[], fibers: Fiber[],
 *   connections: Connection[], greedy_path: number[], counts: {truncated: boolean},
 *   barriers?: Barrier[], thresholds?: Threshold[]}} Landscape */
/** @typedef {{id: string, type: string, index: number, nullity: number, coindex: number,
 *   dimension: number, escape_order: number|null, learning_coefficient: LearningCoefficient,
 *   unlearned: {input_end: number, output_start: number, count: number}[],
 *   input_null: {input_end: number, count: number}[],
 *   output_null: {output_start: number, count: number}[],
 *   interior: {start: number, end: number, count: number}[]}} Stratum */
/** @typedef {{subset: number[], total: string|null, listed: number, truncated: boolean,
 *   strata: Stratum[]}} StrataOfRank */
/** @typedef {{subset?: number[], key?: string, learned?: number[], passes?: number[], enter: number,
 *   leave: number|null}} Visit */
/** @typedef {{generator: object, options: string, has_bases: boolean, drawn: number, coordinates?: string}} View */

/**
 * The JSON document in a script element of the page.
 * @param {string} id
 * @returns {any}
 */
function embedded(id) {
  const holder = document.getElementById(id);
  return holder ? JSON.parse(holder.textContent || "null") : null;
}

/** @type {Landscape} */
const landscape = embedded("landscape");
/** @type {StrataOfRank[]} */
const strataOfRanks = embedded("strata");
/** @type {Record<string, string>} the glossary's sentences by their terms */
const glossary = embedded("glossary");
/** @type {{visits: Visit[]}|null} */
const trajectory = embedded("trajectory");
/** @type {View} */
const view = embedded("view");

/** @type {[number, number][][]|null} with weight decay: eigenvalues and multiplicities of each family */
const spectra = embedded("spectra");

/** With weight decay a family is a word, and its subset what stands on the large root. */
const isDecayed = landscape.problem.decay !== undefined;
if (isDecayed) for (const family of landscape.families) family.subset = family.learned || [];

const familyById = new Map(landscape.families.map((family) => [family.id, family]));
const fiberById = new Map(landscape.fibers.map((fiber) => [fiber.id, fiber]));
const strataByRank = new Map(strataOfRanks.map((strata) => [strata.subset.length, strata]));

/** Connections by the family they leave, and by the one they reach. */
const leaving = groupBy(landscape.connections, (connection) => connection.from);
const reaching = groupBy(landscape.connections, (connection) => connection.to);

/**
 * @template Row
 * @param {Row[]} rows
 * @param {(row: Row) => number} key
 * @returns {Map<number, Row[]>}
 */
function groupBy(rows, key) {
  /** @type {Map<number, Row[]>} */
  const groups = new Map();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) group.push(row);
    else groups.set(key(row), [row]);
  }
  return groups;
}
