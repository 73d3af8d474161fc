// @ts-check
// The diagram: pointing, choosing, filtering and walking about in it.

/** Pixels of a subset's text in a first view of the lowest families. */
const SMALLEST_LABEL = 11;

class DescentDiagram {
  /** @param {(family: Family) => void} chosen */
  constructor(chosen) {
    this.chosen = chosen;
    this.picture = /** @type {SVGSVGElement} */ (/** @type {unknown} */ (byId("diagram")));
    this.edges = /** @type {SVGGElement} */ (this.picture.querySelector(".edges"));
    this.lines = svg("g", { class: "lines" });
    this.edges.before(this.lines);
    /** @type {Map<number, {node: SVGGElement, x: number, y: number}>} */
    this.nodes = new Map();
    for (const node of /** @type {NodeListOf<SVGGElement>} */ (this.picture.querySelectorAll("g.node"))) {
      const { e, f } = node.transform.baseVal.consolidate()?.matrix || { e: 0, f: 0 };
      this.nodes.set(Number(node.dataset.id), { node, x: e, y: f });
    }
    /** @type {Set<number>} */
    this.hidden = new Set();
    /** @type {Family|null} the one that the Tab key reaches */
    this.current = null;
    /** @type {Family|null} the one in the panel */
    this.selected = null;
    const size = (/** @type {string} */ name) => Number(this.picture.querySelector(name)?.getAttribute("font-size") || 8);
    const [indexSize, labelSize] = [size(".index"), size(".label")];
    this.axes = new PinnedAxes(this.picture, this.levels());
    this.panZoom = new PanZoom(this.picture, (scale) => {
      this.picture.classList.toggle("close", scale * indexSize >= 6.5);
      this.picture.classList.toggle("far", scale * labelSize < 5);
      this.axes.draw(this.panZoom.seen(AXIS_ROOM), this.panZoom.whole, scale);
    });
    this.firstView(labelSize);
    this.listen();
    this.roam(landscape.families[landscape.families.length - 1], false);
  }

  /** The drawing as it is shown. */
  standalone() {
    const room = this.picture.classList.contains("pinning") ? AXIS_ROOM : 0;
    return standalonePicture(this.picture, this.panZoom.seen(room), this.panZoom.scale());
  }

  /** Heights of the critical values that are drawn, from the lowest. */
  levels() {
    /** @type {Mark[]} */
    const marks = [];
    for (const { loss, id } of landscape.families) {
      const at = this.nodes.get(id)?.y;
      if (at !== undefined && marks[marks.length - 1]?.at !== at) marks.push({ at, text: numberText(loss) });
    }
    return marks.sort((a, b) => b.at - a.at);
  }

  /**
   * Everything, if it can be read; else the lowest families, as large as they can be read.
   * @param {number} labelSize
   */
  firstView(labelSize) {
    const lowest = this.nodes.get(landscape.families[0].id);
    const isLegible = this.panZoom.scale() * labelSize >= 5;
    this.startsLow = Boolean(lowest) && !isLegible && (landscape.counts.truncated || this.panZoom.isNarrow());
    if (lowest && this.startsLow) this.panZoom.corner(lowest, SMALLEST_LABEL / labelSize);
  }

  listen() {
    const familyOf = (/** @type {Event} */ event) => {
      const node = /** @type {Element} */ (event.target).closest("g.node");
      return node ? familyById.get(Number(/** @type {SVGGElement} */ (node).dataset.id)) : undefined;
    };
    this.picture.addEventListener("pointerover", (event) => {
      const family = familyOf(event);
      if (family) this.point(family);
      else this.unpoint();
    });
    this.picture.addEventListener("pointerleave", () => this.unpoint());
    this.picture.addEventListener("focusin", (event) => {
      const family = familyOf(event);
      if (family) this.point(family);
    });
    this.picture.addEventListener("focusout", () => this.unpoint());
    this.picture.addEventListener("click", (event) => {
      const family = familyOf(event);
      if (family && !this.panZoom.moved) this.choose(family);
    });
    this.picture.addEventListener("keydown", (event) => this.key(event));
  }

  /**
   * Shows what a family is and all its connections.
   * @param {Family} family
   */
  point(family) {
    const place = this.nodes.get(family.id);
    if (!place) return;
    showTooltip(place.node, familySummary(family));
    this.drawConnections(family);
  }

  /** Back to the connections of the chosen family. */
  unpoint() {
    hideTooltip();
    this.lines.replaceChildren();
    if (this.hidden.size > 0) this.drawLines(this.visibleCovers(), "filtered");
    if (this.selected) this.drawConnections(this.selected);
  }

  /** @param {Family} family */
  drawConnections(family) {
    for (const old of this.lines.querySelectorAll(".pointed")) old.remove();
    this.drawLines([...(leaving.get(family.id) || []), ...(reaching.get(family.id) || [])], "pointed");
  }

  /**
   * @param {Connection[]} connections
   * @param {string} kind
   */
  drawLines(connections, kind) {
    const paths = { learn: "", fall: "", swap: "" };
    for (const connection of connections) {
      const { from, to } = connection;
      const [start, end] = [this.nodes.get(from), this.nodes.get(to)];
      if (!start || !end || this.hidden.has(from) || this.hidden.has(to)) continue;
      paths[lineOf(connection)] += `M${start.x} ${start.y}L${end.x} ${end.y}`;
    }
    const drawn = Object.entries(paths).filter(([, d]) => d !== "");
    this.lines.append(...drawn.map(([name, d]) => svg("path", { class: `${name} ${kind}`, d })));
  }

  visibleCovers() {
    return landscape.connections.filter((connection) => connection.cover);
  }

  /**
   * Makes a family the one that the Tab key reaches.
   * @param {Family} family
   * @param {boolean} focus
   */
  roam(family, focus) {
    if (this.current) this.nodes.get(this.current.id)?.node.setAttribute("tabindex", "-1");
    this.current = family;
    const place = this.nodes.get(family.id);
    if (!place) return;
    place.node.setAttribute("tabindex", "0");
    place.node.setAttribute("role", "button");
    place.node.setAttribute("aria-label", `${familyText(family)}, loss ${numberText(family.loss)}, ${kindOf(family).name}, index ${family.index}`);
    if (!focus) return;
    this.panZoom.reveal(place.x, place.y);
    place.node.focus({ preventScroll: true });
  }

  /** @param {Family} family */
  choose(family) {
    this.picture.querySelector("g.chosen")?.classList.remove("chosen");
    this.nodes.get(family.id)?.node.classList.add("chosen");
    this.selected = family;
    this.roam(family, true);
    this.chosen(family);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const steps = /** @type {Record<string, () => Family|undefined>} */ ({
      ArrowUp: () => this.neighbour(1),
      ArrowDown: () => this.neighbour(-1),
      ArrowRight: () => this.beside(1),
      ArrowLeft: () => this.beside(-1),
      Home: () => landscape.families.find((family) => !this.hidden.has(family.id)),
      End: () => [...landscape.families].reverse().find((family) => !this.hidden.has(family.id)),
    });
    if (this.current && (event.key === "Enter" || event.key === " ")) this.choose(this.current);
    else if (steps[event.key]) {
      const next = steps[event.key]();
      if (next) this.roam(next, true);
    } else if (event.key === "+" || event.key === "=") this.panZoom.zoom(1.3);
    else if (event.key === "-") this.panZoom.zoom(1 / 1.3);
    else if (event.key === "0") this.panZoom.fit();
    else return;
    event.preventDefault();
  }

  /**
   * The next family up or down in the order of losses.
   * @param {number} step
   */
  neighbour(step) {
    let at = landscape.families.findIndex((family) => family === this.current) + step;
    while (landscape.families[at] && this.hidden.has(landscape.families[at].id)) at += step;
    return landscape.families[at];
  }

  /**
   * The family of the nearest column on one side whose loss is nearest.
   * @param {number} step
   */
  beside(step) {
    const current = this.current;
    if (!current) return undefined;
    const candidates = landscape.families.filter((family) => (columnOf(family) - columnOf(current)) * step > 0 && !this.hidden.has(family.id));
    const nearest = Math.min(...candidates.map((family) => Math.abs(columnOf(family) - columnOf(current))));
    return candidates
      .filter((family) => Math.abs(columnOf(family) - columnOf(current)) === nearest)
      .sort((a, b) => Math.abs(a.loss - current.loss) - Math.abs(b.loss - current.loss))[0];
  }

  /**
   * Hides what a filter leaves out; returns how many are left.
   * @param {Filter} filter
   */
  apply(filter) {
    this.hidden = new Set(landscape.families.filter((family) => !isShown(family, filter)).map((family) => family.id));
    for (const [id, { node }] of this.nodes) node.classList.toggle("out", this.hidden.has(id));
    this.picture.classList.toggle("some", this.hidden.size > 0);
    this.unpoint();
    return landscape.families.length - this.hidden.size;
  }
}
