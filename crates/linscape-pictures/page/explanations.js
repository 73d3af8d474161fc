// @ts-check
// What the words of the page mean: the glossary's sentences, and the names of strata spelt out.

/** Terms of the glossary behind a line of the panel. */
const FIELD_TERMS = /** @type {Record<string, string[]>} */ ({
  "loss": ["critical value"],
  "index / nullity / coindex": ["index", "nullity", "coindex"],
  "centre along / across": ["centre"],
  "escape order": ["escape order"],
  "rate": ["rate"],
  "dimension": ["dimension"],
  "step limit": ["step limit"],
  "metastable": ["metastable"],
  "learning coefficient": ["learning coefficient"],
  "strata": ["stratum"],
  "types over the strata": ["strict saddle", "nonstrict saddle"],
  "irreducible components": ["component"],
});

/**
 * A text that explains itself when it is pointed at or has the focus.
 * @param {string} text
 * @param {[string, string][]} explanation words and what they mean
 * @param {string} element
 */
function explained(text, explanation, element = "span") {
  if (explanation.length === 0) return html(element, {}, text);
  const made = html(element, { class: "explained", tabindex: 0, "aria-describedby": "tooltip" }, text);
  const show = () => showTooltip(made, explanation.map(([word, meaning]) => html("div", {}, html("strong", {}, word), ` ${meaning}`)));
  for (const event of ["pointerenter", "focus"]) made.addEventListener(event, show);
  for (const event of ["pointerleave", "blur"]) made.addEventListener(event, hideTooltip);
  return made;
}

/**
 * A word with the glossary's sentence for each of its terms.
 * @param {string} text
 * @param {string[]} terms
 * @param {string} element
 */
function withTerms(text, terms, element = "span") {
  /** @type {[string, string][]} */
  const explanation = terms.filter((name) => glossary[name]).map((name) => [name, glossary[name]]);
  return explained(text, explanation, element);
}

/**
 * `p0-3.b1-1,2-2x3` spelt out, a line a bar: `docs/formats.md`, "Stratum keys".
 * @param {string} key
 * @param {number} depth
 * @returns {[string, string][]}
 */
function keySpeltOut(key, depth) {
  if (key === "full") return [["full", "Nothing but bars through all layers: every mode that the widths let through is learned."]];
  const layer = (/** @type {string} */ at) => (Number(at) === 0 ? "the input" : Number(at) === depth ? "the output" : `layer ${at}`);
  const upTo = (/** @type {string} */ end) => (Number(end) === 0 ? "in no hidden layer" : `up to layer ${end}`);
  const from = (/** @type {string} */ start) => (Number(start) === depth ? "in no hidden layer" : `from layer ${start} on`);
  const sayings = /** @type {Record<string, (ends: string[]) => string>} */ ({
    p: ([end, start]) => `an unlearned mode: its input is alive ${upTo(end)}, its output ${from(start)}`,
    i: ([end]) => `an input direction without a target, alive ${upTo(end)}`,
    o: ([start]) => `an output direction without an input, alive ${from(start)}`,
    b: ([start, end]) =>
      start === end
        ? `a unit of ${layer(start)} that nothing feeds and nothing reads`
        : `a direction alive from ${layer(start)} to ${layer(end)} that nothing feeds and nothing reads`,
  });
  return key.split(".").flatMap((section) =>
    section
      .slice(1)
      .split(",")
      .map((item) => {
        const [bar, copies] = item.split("x");
        const times = copies ? `, ${copies} times` : "";
        return /** @type {[string, string]} */ ([section[0] + item, `${sayings[section[0]](bar.split("-"))}${times}.`]);
      }),
  );
}

/**
 * What equal singular values mean for a family that learned some of them and not all.
 * @param {Family} family
 */
function tieNotes(family) {
  const values = landscape.problem.singular_values;
  const notes = distinctValues(landscape.problem).flatMap((value, at) => {
    const equal = values.flatMap((other, index) => (other === value ? [index + 1] : []));
    const learned = family.counts[at];
    if (equal.length < 2) return [];
    const tied = `${equal.map((index) => `σ${subscript(index)}`).join(" = ")} = ${numberText(value)}`;
    if (learned === 0) return [`${tied}: tied, none learned.`];
    if (learned === equal.length) return [`${tied}: tied, all learned.`];
    const free = learned * (equal.length - learned);
    return [
      `${tied}: tied, so nothing tells these modes apart. The family has learned ${learned} of ${equal.length}, whichever directions of ` +
        `their common space; the choice makes up ${free} of its nullity and of the dimension of each stratum.`,
    ];
  });
  return notes.map((text) => html("p", { class: "note tie" }, text));
}

/** @param {number} number */
function subscript(number) {
  return [...String(number)].map((digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]).join("");
}
