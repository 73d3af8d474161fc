// @ts-check
// What stands beside the diagram when a family is chosen: numbers, strata, spectrum, command lines.

/** Most strata that are drawn. */
const MOST_STRATA = 12;

/**
 * The key by which commands call a family.
 * @param {any} family
 */
function keyOf(family) {
  if (!family) return null;
  if (!family.learned) return family.subset.join(",");
  return family.passes.length ? `${family.learned.join(",")}|${family.passes.join(",")}` : family.learned.join(",");
}

/** @param {any} family */
function wordOf(family) {
  const key = keyOf(family);
  return key ? `{${key}}` : "∅";
}

/** @param {[string, string][]} rows */
function facts(rows) {
  const list = html("dl", { class: "facts" });
  for (const [name, value] of rows) list.append(html("dt", {}, name), html("dd", { "data-field": name }, value));
  return list;
}

/** @param {[string, string][]} rows purpose and command */
function commandLines(rows) {
  const list = html("dl", { class: "commands" });
  for (const [purpose, command] of rows) list.append(html("dt", {}, purpose), html("dd", {}, html("code", { class: "command" }, command)));
  return [html("h3", {}, "Command lines"), list];
}

/** @param {Family} family */
function numbersOf(family) {
  const exact = family.exact_loss && family.exact_loss.includes("/") ? ` = ${family.exact_loss}` : "";
  return facts([
    ["loss", numberText(family.loss) + exact],
    ["index / nullity / coindex", `${family.index} / ${family.nullity} / ${family.coindex}`],
    ["escape order", family.escape_order === null ? "none: nothing is lower nearby" : String(family.escape_order)],
    ["rate", family.rate === null ? "none" : numberText(family.rate)],
    ["learning coefficient", learningText(family.learning_coefficient)],
    ["strata", family.strata === null ? "not counted" : countText(family.strata)],
  ]);
}

/**
 * The components of a family as bars.
 * @param {string} text `linscape.strata/1`
 */
function strataDrawn(text) {
  /** @type {StrataOfRank & {problem: Problem}} */
  const found = JSON.parse(text);
  const drawn = found.strata.slice(0, MOST_STRATA).map((stratum) => {
    const numbers = `${TYPE_NAMES[stratum.type]} · index ${stratum.index} · nullity ${stratum.nullity} · coindex ${stratum.coindex} · dimension ${stratum.dimension}`;
    const caption = html("figcaption", {}, html("code", {}, stratum.id), html("span", { class: "inertia" }, numbers));
    return html("figure", { class: "stratum", "data-key": stratum.id }, caption, barDiagram(stratum, found.subset.length, found.problem.depth));
  });
  const left = found.truncated || found.strata.length > MOST_STRATA ? [html("p", { class: "note" }, "The command line lists them all.")] : [];
  return [html("h3", {}, "Component strata"), ...drawn, ...left];
}

/** @param {string} text `linscape.spectrum/1` */
function spectrumDrawn(text) {
  /** @type {{rows: Eigenvalue[]}} */
  const { rows } = JSON.parse(text);
  return [html("h3", {}, "Hessian spectrum"), spectrumPicture(rows), ...spectrumTable(rows)];
}

/**
 * Learning coefficients of all ranks, as a table.
 * @param {string} text `linscape.learning/1`
 */
function ladderTable(text) {
  /** @type {{ladder: {rank: number, lambda: string, multiplicity: number}[]}} */
  const { ladder } = JSON.parse(text);
  const body = html("tbody", {}, ...ladder.map((rung) => html("tr", {}, ...[rung.rank, rung.lambda, rung.multiplicity].map((cell) => html("td", {}, String(cell))))));
  const head = html("thead", {}, html("tr", {}, ...["rank", "λ", "m"].map((cell) => html("th", {}, cell))));
  return [html("h3", {}, "Learning coefficients"), html("table", { class: "numbers", id: "ladder" }, head, body)];
}

/**
 * How theorem and dense Hessian compared.
 * @param {{totals?: {points: number, agreed: number, undecided: number}, points?: number, agreed?: number, undecided?: number}} report
 * @param {string} message
 */
function verifiedText(report, message) {
  const { points = 0, agreed = 0, undecided = 0 } = report.totals || report;
  const open = undecided ? `, ${undecided} undecided` : "";
  return `${message ? `${message}: ` : ""}theorem and dense Hessian agree at ${agreed} of ${points} points${open}`;
}
