// @ts-check
// What is typed and slid: they change the problem, and follow it.

/** Most singular values with a slider each. */
const MOST_SLIDERS = 8;
/** Most layers, and most units of a layer, that a slider gives; more can be typed. */
const [MOST_LAYERS, WIDEST] = [8, 16];
const TYPED = ["sigma", "widths", "hidden", "decay", "loss"];

class Controls {
  /** @param {(change: (problem: Stated) => void) => void} change changes the problem and shows it */
  constructor(change) {
    this.change = change;
    this.steepest = 2;
    byId("controls").addEventListener("submit", (event) => event.preventDefault());
    for (const name of TYPED) {
      byId(name).addEventListener("change", () => {
        const value = /** @type {HTMLInputElement} */ (byId(name)).value.trim();
        this.change((problem) => {
          if (value) problem[name] = value;
          else delete problem[name];
        });
      });
    }
  }

  /**
   * Follows a problem; sliders are made anew only where others are wanted, so that one that is held stays.
   * @param {Stated} problem
   */
  show(problem) {
    for (const name of TYPED) {
      const field = /** @type {HTMLInputElement} */ (byId(name));
      if (document.activeElement !== field) field.value = problem[name] || "";
    }
    const wanted = this.wanted(problem);
    const sliders = byId("sliders");
    const kinds = wanted.map((slider) => slider.name).join();
    if (sliders.dataset.kinds !== kinds) {
      sliders.dataset.kinds = kinds;
      sliders.replaceChildren(...wanted.map((slider) => this.slider(slider)));
    }
    wanted.forEach(({ name, value, most }) => {
      const field = /** @type {HTMLInputElement} */ (byId(`slide-${name}`));
      field.max = String(Math.max(most, Number(field.max)));
      if (document.activeElement !== field) field.value = String(value);
      const said = field.parentElement?.querySelector("output");
      if (said) said.textContent = String(value);
    });
  }

  /** @typedef {{name: string, label: string, value: number, least: number, most: number, step: number,
   *   set: (problem: Stated, value: string) => void}} Slider */

  /**
   * @param {Stated} problem
   * @returns {Slider[]}
   */
  wanted(problem) {
    /** @type {Slider[]} */
    const sliders = [];
    const sigma = (problem.sigma || "").split(",").filter(Boolean);
    if (sigma.length <= MOST_SLIDERS && sigma.every((text) => Number.isFinite(Number(text)))) {
      sigma.forEach((text, at) => {
        const set = (/** @type {Stated} */ stated, /** @type {string} */ value) => {
          stated.sigma = stated.sigma.split(",").map((old, place) => (place === at ? value : old)).join(",");
        };
        sliders.push({ name: `sigma-${at}`, label: `σ${at + 1}`, value: Number(text), least: 0, most: Math.max(6, 1.5 * Number(text)), step: 0.01, set });
      });
    }
    const widths = (problem.widths || "").split(",").map(Number);
    if (problem.widths && widths.length >= 2 && widths.every(Number.isInteger)) sliders.push(...this.shape(widths));
    if (problem.sigma) {
      const set = (/** @type {Stated} */ stated, /** @type {string} */ value) => {
        if (Number(value) === 0) delete stated.decay;
        else stated.decay = value;
      };
      sliders.push({ name: "decay", label: "decay λ", value: Number(problem.decay) || 0, least: 0, most: this.steepest, step: this.steepest / 200, set });
    }
    return sliders;
  }

  /**
   * Depth and the width of all hidden layers.
   * @param {number[]} widths
   * @returns {Slider[]}
   */
  shape(widths) {
    const hidden = widths.slice(1, -1);
    const width = hidden.length ? Math.min(...hidden) : Math.min(widths[0], widths[widths.length - 1]);
    const restate = (/** @type {Stated} */ stated, /** @type {number} */ depth, /** @type {number} */ wide) => {
      const ends = stated.widths.split(",");
      stated.widths = [ends[0], ...Array(depth - 1).fill(wide), ends[ends.length - 1]].join(",");
    };
    const depth = widths.length - 1;
    return [
      { name: "depth", label: "depth", value: depth, least: 1, most: MOST_LAYERS, step: 1, set: (stated, value) => restate(stated, Number(value), width) },
      { name: "width", label: "hidden width", value: width, least: 1, most: WIDEST, step: 1, set: (stated, value) => restate(stated, depthOf(stated), Number(value)) },
    ];
  }

  /** @param {Slider} slider */
  slider({ name, label, value, least, most, step, set }) {
    const field = html("input", { type: "range", id: `slide-${name}`, min: least, max: most, step, value });
    field.addEventListener("input", () => {
      const now = String(Number(Number(/** @type {HTMLInputElement} */ (field).value).toFixed(4)));
      this.change((problem) => set(problem, now));
    });
    return html("label", {}, label, field, html("output", {}, String(value)));
  }
}

/** @param {Stated} problem */
function depthOf(problem) {
  return problem.widths.split(",").length - 1;
}
