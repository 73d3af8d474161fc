// @ts-check
// What stands beside the diagram when a family is chosen.

/**
 * Fills the panel with a family and its fiber.
 * @param {Family} family
 * @param {(family: Family) => void} choose called for another family of the fiber
 */
function showFamily(family, choose) {
  const panel = byId("panel");
  panel.replaceChildren(
    ...fiberHeading(family, choose),
    ...(isDecayed ? decayedSections(family, choose) : plainSections(family, choose)),
    html("h3", {}, "Command lines"),
    commandList(family),
  );
  panel.setAttribute("data-family", String(family.id));
  panel.scrollTop = 0;
}

/**
 * @param {Family} family
 * @param {(family: Family) => void} choose
 */
function plainSections(family, choose) {
  return [...tieNotes(family), familyFacts(family), ...connectionLists(family, choose), ...strataSection(family), ...spectrumSection(family)];
}

/**
 * @param {Family} family
 * @param {(family: Family) => void} choose
 */
function fiberHeading(family, choose) {
  const fiber = fiberById.get(family.fiber);
  const { mark, name } = kindOf(family);
  const heading = html("h2", {}, html("span", { class: `type ${mark}` }), `${familyText(family)} `);
  heading.append(html("small", {}, name));
  const link = html("a", { class: "permalink", href: linkTo(family), title: "A link to this family" }, "link");
  if (!fiber || fiber.families.length < 2) return [link, heading];
  const members = html("p", { class: "members" }, "One ", withTerms("fiber", ["fiber"]), `, ${fiber.families.length} families of this critical value: `);
  for (const id of fiber.families) {
    const member = familyById.get(id);
    if (member) members.append(familyButton(member, choose, member === family));
  }
  return [link, heading, members];
}

/**
 * @param {Family} family
 * @param {(family: Family) => void} choose
 * @param {boolean} pressed
 */
function familyButton(family, choose, pressed = false) {
  const button = html("button", { type: "button", class: "subset", "aria-pressed": String(pressed) }, familyText(family));
  button.addEventListener("click", () => choose(family));
  return button;
}

/**
 * How many components the critical set of a family has.
 * @param {Family} family
 */
function componentCount(family) {
  return (family.components || []).reduce((sum, kind) => sum + kind.count, 0);
}

/**
 * @param {Family} family
 */
function familyFacts(family) {
  const exact = family.exact_loss && family.exact_loss.includes("/") ? ` = ${family.exact_loss}` : "";
  /** @type {[string, string][]} */
  const rows = [
    ["loss", numberText(family.loss) + exact],
    ["index / nullity / coindex", `${family.index} / ${family.nullity} / ${family.coindex}`],
    ["centre along / across", `${family.dynamics.centre.along} / ${family.dynamics.centre.across}`],
    ["escape order", family.escape_order === null ? "none: nothing is lower nearby" : String(family.escape_order)],
    ["rate", family.rate === null ? "none: slower than exponential" : numberText(family.rate)],
    ["learning coefficient", learningText(family.learning_coefficient)],
    ["strata", family.strata === null ? "not counted" : countText(family.strata)],
    ["types over the strata", (family.fiber_types || []).map((type) => TYPE_NAMES[type]).join(", ") || "not counted"],
    ["irreducible components", family.components === null ? "not counted" : countText(componentCount(family))],
  ];
  const said = rows.filter(([name]) => name !== "rate" || family.type !== "global_minimum");
  return definitions(said, (name) => withTerms(name, FIELD_TERMS[name] || [], "dt"));
}

/** Most connections named in each direction. */
const MOST_CONNECTIONS = 12;

/**
 * @param {Family} family
 * @param {(family: Family) => void} choose
 */
function connectionLists(family, choose) {
  /** @type {Node[]} */
  const parts = [];
  const groups = /** @type {const} */ ([
    ["Leads down to", leaving.get(family.id) || [], "to"],
    ["Reached from", reaching.get(family.id) || [], "from"],
  ]);
  for (const [title, connections, end] of groups) {
    if (connections.length === 0) continue;
    const list = html("ul", { class: "connections" });
    const sorted = [...connections].sort((a, b) => b.loss_drop - a.loss_drop).slice(0, MOST_CONNECTIONS);
    for (const connection of sorted) {
      const other = familyById.get(connection[end]);
      if (!other) continue;
      const rate = connection.rate === null ? "" : `, rate ${numberText(connection.rate)}`;
      const facts = `${connectionText(connection)}: drop ${numberText(connection.loss_drop)}, order ${connection.escape_order}${rate}`;
      list.append(html("li", {}, familyButton(other, choose), html("span", {}, facts)));
    }
    if (connections.length > MOST_CONNECTIONS) list.append(html("li", { class: "note" }, `and ${connections.length - MOST_CONNECTIONS} with smaller drops`));
    parts.push(html("h3", {}, title), list);
  }
  return parts;
}

/**
 * @param {Family} family
 */
function strataSection(family) {
  const strata = strataByRank.get(family.rank);
  if (!strata) return [];
  const note = html("p", { class: "note" }, `Components of the critical set at ${subsetText(family.subset)}: bars show which layers a summand is alive in. `);
  note.append(strata.truncated ? `The first ${strata.listed} are drawn; the command below lists the rest.` : `${strata.listed === 1 ? "There is one" : `All ${strata.listed} are drawn`}.`);
  return [html("h3", {}, "Component strata"), note, ...componentDrawings(family)];
}

/**
 * @param {Family} family
 */
function spectrumSection(family) {
  const spectrum = balancedSpectrum(landscape.problem, family);
  const note = html("p", { class: "note" }, "At the balanced point, in whitened coordinates; the height is the multiplicity.");
  return [html("h3", {}, "Hessian spectrum"), note, spectrumPicture(spectrum), ...spectrumTable(spectrum)];
}
