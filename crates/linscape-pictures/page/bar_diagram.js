// @ts-check
// A stratum as bars: one row a kind of summand, a dot in each layer where it is alive.

/** @typedef {{name: string, kind: string, count: number, bars: [number, number][]}} BarRow */

/**
 * @param {Stratum} stratum
 * @param {number} learned
 * @param {number} depth
 * @returns {BarRow[]}
 */
function barRows(stratum, learned, depth) {
  /** @type {BarRow[]} */
  const rows = [];
  const add = (/** @type {string} */ name, /** @type {string} */ kind, /** @type {number} */ count, /** @type {[number, number][]} */ ...bars) =>
    rows.push({ name, kind, count, bars });
  if (learned > 0) add("learned", "learned", learned, [0, depth]);
  for (const pair of stratum.unlearned) add("unlearned", "unlearned", pair.count, [0, pair.input_end], [pair.output_start, depth]);
  for (const bar of stratum.input_null) add("input null", "null", bar.count, [0, bar.input_end]);
  for (const bar of stratum.output_null) add("output null", "null", bar.count, [bar.output_start, depth]);
  for (const bar of stratum.interior) add("interior", "interior", bar.count, [bar.start, bar.end]);
  return rows;
}

/**
 * @param {Stratum} stratum
 * @param {number} learned
 * @param {number} depth
 */
function barDiagram(stratum, learned, depth) {
  const rows = barRows(stratum, learned, depth);
  const [left, row, top] = [104, 17, 20];
  const step = Math.min(30, 230 / Math.max(depth, 1));
  const x = (/** @type {number} */ layer) => left + layer * step;
  const width = x(depth) + 14;
  const height = top + rows.length * row + 2;
  const label = rows.map((r) => `${r.count} ${r.name} ${r.bars.map(([a, b]) => `${a} to ${b}`).join(" and ")}`).join("; ");
  const picture = svg("svg", { class: "bars", viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": label });
  for (let layer = 0; layer <= depth; layer++) {
    picture.append(svg("text", { x: x(layer), y: 11, "text-anchor": "middle", class: "tick" }, String(layer)));
  }
  rows.forEach(({ name, kind, count, bars }, at) => {
    const y = top + (at + 0.5) * row;
    picture.append(svg("text", { x: 0, y: y + 4, class: "tick" }, name));
    picture.append(svg("text", { x: left - 14, y: y + 4, class: "tick", "text-anchor": "end" }, `×${count}`));
    for (const [start, end] of bars) {
      picture.append(svg("path", { class: `bar ${kind}`, d: `M${x(start)} ${y}H${x(end)}` }));
      for (let layer = start; layer <= end; layer++) {
        picture.append(svg("circle", { class: `dot ${kind}`, cx: x(layer), cy: y, r: 3.6 }));
      }
    }
  });
  return picture;
}

/**
 * The components of a family, drawn from the strata of its rank. Which strata there are depends on
 * the rank alone; swaps add to the index and ties to the nullity, the same for every stratum.
 * @param {Family} family
 */
function componentDrawings(family) {
  const strata = strataByRank.get(family.rank);
  if (!strata) return [];
  const drawn = representative(strata);
  return strata.strata.map((stratum) => {
    const moved = movedTo(stratum, family, drawn);
    const facts = `index ${moved.index} · nullity ${moved.nullity} · coindex ${moved.coindex} · dimension ${moved.dimension}`;
    const { half_coindex, half_codimension } = stratum.learning_coefficient;
    const learning = `${learningText(stratum.learning_coefficient)}, between ${half_coindex} and ${half_codimension}`;
    return html(
      "figure",
      { class: "stratum", "data-key": stratum.id },
      html("figcaption", {}, explained(stratum.id, keySpeltOut(stratum.id, landscape.problem.depth), "code"), html("span", { class: "inertia" }, `${TYPE_NAMES[moved.type]} · ${facts}`), html("span", { class: "learning" }, learning)),
      barDiagram(stratum, family.rank, landscape.problem.depth),
    );
  });
}

/**
 * The family whose strata stand in the page.
 * @param {StrataOfRank} strata
 */
function representative(strata) {
  const text = strata.subset.join(",");
  const found = landscape.families.find((family) => family.subset.join(",") === text);
  if (!found) throw new Error(`no family ${text}`);
  return found;
}

/**
 * A stratum's numbers in another family of the same rank.
 * @param {Stratum} stratum
 * @param {Family} family
 * @param {Family} drawn the family for which the numbers stand
 */
function movedTo(stratum, family, drawn) {
  const index = stratum.index + family.index - drawn.index;
  const ties = family.nullity - drawn.nullity;
  const type = family.type === "global_minimum" ? family.type : index > 0 ? "strict_saddle" : "nonstrict_saddle";
  return {
    type,
    index,
    nullity: stratum.nullity + ties,
    coindex: stratum.coindex + family.coindex - drawn.coindex,
    dimension: stratum.dimension + ties,
  };
}
