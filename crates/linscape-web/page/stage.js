// @ts-check
// The diagram: drawn by the module, walked by pointer and keys.

class Stage {
  /** @param {(id: number) => void} choose called with the identifier of a family */
  constructor(choose) {
    this.choose = choose;
    this.canvas = byId("canvas");
    this.canvas.addEventListener("click", (event) => {
      const node = event.target instanceof Element ? event.target.closest(".node") : null;
      if (node) this.choose(Number(node.getAttribute("data-id")));
    });
    this.canvas.addEventListener("keydown", (event) => this.key(event));
  }

  /** @param {string} text the drawing */
  show(text) {
    const focused = document.activeElement instanceof Element ? document.activeElement.getAttribute("data-id") : null;
    const picture = pictureOf(text);
    for (const node of picture.querySelectorAll(".node")) {
      node.setAttribute("tabindex", "0");
      node.setAttribute("role", "button");
      node.setAttribute("aria-label", node.querySelector(".label")?.textContent || `family ${node.getAttribute("data-id")}`);
    }
    this.canvas.replaceChildren(picture);
    if (focused !== null) this.node(Number(focused))?.focus();
  }

  /**
   * @param {number} id
   * @returns {SVGElement|null}
   */
  node(id) {
    return this.canvas.querySelector(`.node[data-id="${id}"]`);
  }

  /** @param {number|null} id */
  mark(id) {
    for (const node of this.canvas.querySelectorAll(".chosen")) node.classList.remove("chosen");
    if (id !== null) this.node(id)?.classList.add("chosen");
  }

  /**
   * A ring around the family that given weights are nearest to.
   * @param {number} id
   */
  ring(id) {
    const node = this.node(id);
    if (!node) return;
    const [cx, cy] = placeOf(node);
    node.parentElement?.append(svg("circle", { class: "given", cx, cy, r: 20 }, svg("title", {}, "the weights given")));
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const from = event.target instanceof SVGElement ? event.target.closest(".node") : null;
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!from) return;
    if (event.key === "Enter" || event.key === " ") this.choose(Number(from.getAttribute("data-id")));
    else if (way) this.nearest(from, way[0], way[1])?.focus();
    else return;
    event.preventDefault();
  }

  /**
   * The nearest node that lies more in a direction than beside it.
   * @param {Element} from
   * @param {number} right
   * @param {number} down
   */
  nearest(from, right, down) {
    const [x, y] = placeOf(from);
    let [best, distance] = [/** @type {SVGElement|null} */ (null), Infinity];
    for (const node of this.canvas.querySelectorAll(".node")) {
      const [dx, dy] = [placeOf(node)[0] - x, placeOf(node)[1] - y];
      const [along, across] = [dx * right + dy * down, Math.abs(dx * down) + Math.abs(dy * right)];
      const cost = along + 2 * across;
      if (along > 1 && along >= 0.5 * across && cost < distance) [best, distance] = [/** @type {SVGElement} */ (node), cost];
    }
    return best;
  }
}
