// @ts-check
// The axes of a view that has left the drawn ones behind, or in which they are too small to be read: losses along
// the left edge, numbers of modes along the lower one, at the size of the page's own text.

/** @typedef {{at: number, text: string}} Mark */

/** Pixels that the losses may take to the left of the drawing, where there is room. */
const AXIS_ROOM = 64;

/** Sizes in pixels: of the text, the least height of a line, the width of a column's name. */
const [AXIS_TEXT, AXIS_LINE, AXIS_COLUMN] = [11, 17, 24];

class PinnedAxes {
  /**
   * @param {SVGSVGElement} picture
   * @param {Mark[]} levels heights of critical values in picture units, from the lowest
   */
  constructor(picture, levels) {
    this.picture = picture;
    this.levels = levels;
    const drawn = /** @type {SVGGElement} */ (picture.querySelector(".axes"));
    this.text = Number(drawn.getAttribute("font-size"));
    /** @type {Mark[]} */
    this.columns = [...drawn.querySelectorAll(".tick.middle")].map((name) => ({
      at: Number(name.getAttribute("x")),
      text: name.textContent || "",
    }));
    this.edge = Math.min(...[...drawn.querySelectorAll(".tick.end")].map((number) => Number(number.getAttribute("x"))));
    this.group = svg("g", { class: "pinned", "font-size": AXIS_TEXT, "aria-hidden": "true" });
    picture.append(this.group);
  }

  /**
   * @param {Frame} seen what is in view
   * @param {Frame} whole the drawing
   * @param {number} scale pixels a picture unit
   */
  draw(seen, whole, scale) {
    const tolerance = 1e-6 * whole.width;
    const isCut = seen.x > tolerance || seen.y + seen.height < whole.height - tolerance || seen.x + seen.width < this.edge;
    const isPinned = isCut || this.text * scale < 7;
    this.picture.classList.toggle("pinning", isPinned);
    this.group.replaceChildren();
    if (!isPinned) return;
    this.group.setAttribute("transform", `translate(${seen.x} ${seen.y}) scale(${1 / scale})`);
    const [width, height] = [seen.width * scale, seen.height * scale];
    const floor = height - AXIS_LINE - 4;
    const levels = apart(this.levels.map(({ at, text }) => ({ at: (at - seen.y) * scale, text })), AXIS_LINE, 6, floor - 8);
    const room = 10 + Math.max(0, ...levels.map(({ text }) => text.length)) * 0.62 * AXIS_TEXT;
    const columns = apart(this.columns.map(({ at, text }) => ({ at: (at - seen.x) * scale, text })), AXIS_COLUMN, room + 8, width - 8);
    this.group.append(
      svg("path", { class: "margin", d: `M0 0H${room}V${floor}H${width}V${height}H0Z` }),
      svg("path", { class: "axis", d: `M${room} 0V${floor}H${width}` }),
      ...levels.map(({ at, text }) => svg("text", { class: "tick end", x: room - 5, y: at + 4 }, text)),
      ...columns.map(({ at, text }) => svg("text", { class: "tick middle", x: at, y: height - 6 }, text)),
    );
  }
}

/**
 * The marks between two ends of which none is nearer than a distance to the one before it; the last one stays.
 * @param {Mark[]} marks in order, up or down
 * @param {number} distance
 * @param {number} low
 * @param {number} high
 */
function apart(marks, distance, low, high) {
  const inside = marks.filter(({ at }) => at >= low && at <= high);
  const last = inside[inside.length - 1];
  /** @type {Mark[]} */
  const kept = [];
  for (const mark of inside) {
    const isNear = [kept[kept.length - 1], last].some((other) => other && other !== mark && Math.abs(mark.at - other.at) < distance);
    if (!isNear) kept.push(mark);
  }
  return kept;
}
