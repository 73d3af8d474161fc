// @ts-check
// The spectrum of a family: a picture and a table.

/** Most rows of the table; the command line gives the rest. */
const MOST_EIGENVALUES = 60;

/**
 * Stems at the eigenvalues, as high as their multiplicities (logarithmically).
 * @param {Eigenvalue[]} spectrum
 */
function spectrumPicture(spectrum) {
  const [width, height, margin, base] = [340, 96, 14, 74];
  const low = Math.min(0, spectrum[0].value);
  const high = Math.max(0, spectrum[spectrum.length - 1].value, low + 1e-300);
  const x = (/** @type {number} */ value) => margin + ((width - 2 * margin) * (value - low)) / (high - low);
  const most = Math.log1p(Math.max(...spectrum.map((eigenvalue) => eigenvalue.multiplicity)));
  const picture = svg("svg", { viewBox: `0 0 ${width} ${height}`, class: "spectrum", role: "img", "aria-label": "Eigenvalues" });
  picture.append(svg("path", { class: "axis", d: `M${margin} ${base}H${width - margin}` }));
  for (const { value, multiplicity } of spectrum) {
    const kind = value < 0 ? "negative" : value > 0 ? "positive" : "zero";
    const top = base - 8 - (52 * Math.log1p(multiplicity)) / most;
    picture.append(
      svg("path", { class: `stem ${kind}`, d: `M${x(value)} ${base}V${top}` }),
      svg("circle", { class: kind, cx: x(value), cy: top, r: 3 }, svg("title", {}, `${numberText(value)} × ${multiplicity}`)),
    );
  }
  const ends = [low, ...(low < 0 && -low > 0.12 * (high - low) ? [0] : []), high];
  for (const value of ends) {
    const anchor = value === low ? "start" : value === high ? "end" : "middle";
    const place = value === low ? margin - 4 : value === high ? width - margin + 4 : x(value);
    picture.append(svg("text", { x: place, y: base + 16, "text-anchor": anchor, class: "tick" }, numberText(value)));
  }
  return picture;
}

/**
 * @param {Eigenvalue[]} spectrum
 */
function spectrumTable(spectrum) {
  const body = html("tbody", {});
  for (const { value, multiplicity } of spectrum.slice(0, MOST_EIGENVALUES)) {
    body.append(html("tr", {}, html("td", {}, numberText(value)), html("td", {}, String(multiplicity))));
  }
  const head = html("thead", {}, html("tr", {}, html("th", {}, "eigenvalue"), html("th", {}, "multiplicity")));
  const parts = [html("table", { id: "spectrum-table", class: "numbers" }, head, body)];
  const left = spectrum.length - MOST_EIGENVALUES;
  if (left > 0) parts.push(html("p", { class: "note" }, `${left} more; the command below prints them all.`));
  return parts;
}
