// @ts-check
// Gradient flow on the way: a traveller over the diagram and over the plane of two modes, and the loss beside them.

/** @typedef {{time: number[], loss: number[], modes: number[][], status: string, problem: Problem,
 *   visits: Passed[]}} Trajectory */
/** @typedef {{subset?: number[], learned?: number[], enter: number, leave: number|null, expected_stay?: number|null}} Passed a
 *   visit; with weight decay the modes on the large root are what is learned */

/** @param {Passed} visit */
function passedText(visit) {
  return subsetText(visit.subset || visit.learned || []);
}


/** Milliseconds from the first moment to the last. */
const FLIGHT = 9000;

class Flight {
  constructor() {
    /** @type {Trajectory|null} */
    this.run = null;
    /** @type {[number, number][]} */
    this.places = [];
    /** @type {((moment: number) => void)[]} */
    this.followers = [];
    this.share = 0;
    this.isPlaying = false;
    this.field = /** @type {HTMLInputElement} */ (byId("moment"));
    this.field.addEventListener("input", () => {
      this.pause();
      this.go(Number(this.field.value) / 1000);
    });
    byId("play").addEventListener("click", () => (this.isPlaying ? this.pause() : this.play()));
  }

  /**
   * @param {Trajectory} run
   * @param {[number, number][]} places where its moments are on the diagram
   * @param {string|null} plane the plane of two modes
   * @param {[number, number]} modes of the plane
   */
  begin(run, places, plane, modes) {
    this.run = run;
    this.places = places;
    this.followers = [this.overDiagram(), this.overLoss(run)];
    byId("plane").replaceChildren();
    if (plane) this.followers.push(this.overPlane(run, pictureOf(plane), modes));
    byId("flight").hidden = false;
    this.share = 0;
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) this.go(1);
    else this.play();
  }

  end() {
    this.pause();
    this.run = null;
    byId("flight").hidden = true;
  }

  play() {
    if (this.share >= 1) this.share = 0;
    this.isPlaying = true;
    byId("play").textContent = "Pause";
    let last = performance.now();
    const frame = (/** @type {number} */ now) => {
      if (!this.isPlaying) return;
      // The first frame may have begun before it was asked for.
      this.go(Math.min(1, Math.max(0, this.share + (now - last) / FLIGHT)));
      last = now;
      if (this.share >= 1) this.pause();
      else requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }

  pause() {
    this.isPlaying = false;
    byId("play").textContent = "Play";
  }

  /** @param {number} share of all moments, which are dense where much happens */
  go(share) {
    this.share = share;
    if (!this.run) return;
    const moment = share * (this.run.time.length - 1);
    for (const follow of this.followers) follow(moment);
    this.field.value = String(Math.round(1000 * share));
    const at = Math.round(moment);
    byId("now").textContent = `time ${numberText(this.run.time[at])}, loss ${numberText(this.run.loss[at])}`;
  }

  overDiagram() {
    const traveller = svg("circle", { class: "traveller", r: 9 });
    byId("canvas").querySelector("svg")?.append(traveller);
    return (/** @type {number} */ moment) => place(traveller, between(this.places, moment));
  }

  /**
   * The loss against time, stays as bands.
   * @param {Trajectory} run
   */
  overLoss(run) {
    const [width, height, left, top, bottom] = [620, 260, 64, 12, 30];
    const [start, end] = [run.time[0], run.time[run.time.length - 1]];
    const most = Math.max(...run.loss);
    const least = Math.min(...run.loss, 0);
    const x = (/** @type {number} */ time) => left + ((width - left - 10) * (time - start)) / (end - start || 1);
    const y = (/** @type {number} */ loss) => height - bottom - ((height - top - bottom) * (loss - least)) / (most - least || 1);
    const picture = svg("svg", { class: "loss", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": "The loss against time" });
    for (const visit of run.visits) {
      const { enter, leave, expected_stay } = visit;
      const [from, to] = [x(enter), x(leave === null ? end : leave)];
      picture.append(svg("rect", { class: "stay", x: from, y: top, width: Math.max(0, to - from), height: height - top - bottom }));
      if (to - from > 20) picture.append(svg("text", { x: (from + to) / 2, y: top + 12, "text-anchor": "middle" }, passedText(visit)));
      if (typeof expected_stay !== "number" || enter + expected_stay > end) continue;
      const leaves = enter + expected_stay;
      picture.append(svg("path", { class: "predicted", d: `M${x(leaves)} ${top}V${height - bottom}` }, svg("title", {}, `predicted to leave at ${numberText(leaves)}`)));
    }
    picture.append(svg("path", { class: "axis", d: `M${left} ${top}V${height - bottom}H${width - 10}` }));
    for (const loss of [least, (least + most) / 2, most]) picture.append(svg("text", { x: left - 6, y: y(loss) + 4, "text-anchor": "end" }, numberText(loss)));
    for (const time of [start, (start + end) / 2, end]) picture.append(svg("text", { x: x(time), y: height - 10, "text-anchor": time === end ? "end" : "middle" }, numberText(time)));
    picture.append(svg("path", { class: "trajectory", d: `M${run.time.map((time, at) => `${x(time).toFixed(2)} ${y(run.loss[at]).toFixed(2)}`).join("L")}` }));
    const traveller = svg("circle", { class: "traveller", r: 6 });
    picture.append(traveller);
    byId("loss-curve").replaceChildren(picture);
    const places = run.time.map((time, at) => /** @type {[number, number]} */ ([x(time), y(run.loss[at])]));
    return (/** @type {number} */ moment) => place(traveller, between(places, moment));
  }

  /**
   * The plane's axes are read off two of its critical points, which stand where amplitudes are known.
   * @param {Trajectory} run
   * @param {SVGSVGElement} picture
   * @param {[number, number]} modes
   */
  overPlane(run, picture, modes) {
    byId("plane").replaceChildren(picture);
    const nodes = [...picture.querySelectorAll(".node")].map(placeOf);
    const values = modes.map((mode) => run.problem.singular_values[mode - 1]);
    const depth = run.problem.depth;
    const amplitude = (/** @type {number} */ strength) => Math.sign(strength) * Math.abs(strength) ** (1 / depth);
    // Nothing learned lies lowest and leftmost, or in the middle where amplitudes may be negative (even depth).
    const [right, upper] = [Math.max(...nodes.map(([x]) => x)), Math.min(...nodes.map(([, y]) => y))];
    const [low, under] = [Math.min(...nodes.map(([x]) => x)), Math.max(...nodes.map(([, y]) => y))];
    const [x0, y0] = depth % 2 === 0 ? [(low + right) / 2, (upper + under) / 2] : [low, under];
    const traveller = svg("circle", { class: "traveller", r: 9 });
    picture.append(traveller);
    const places = run.modes.map((row) => {
      const [a, b] = modes.map((mode, at) => amplitude(row[mode - 1]) / amplitude(values[at]));
      return /** @type {[number, number]} */ ([x0 + a * (right - x0), y0 + b * (upper - y0)]);
    });
    return (/** @type {number} */ moment) => place(traveller, between(places, moment));
  }
}

/**
 * @param {[number, number][]} places
 * @param {number} moment
 * @returns {[number, number]}
 */
function between(places, moment) {
  const at = Math.min(Math.floor(moment), places.length - 1);
  const [here, next] = [places[at], places[Math.min(at + 1, places.length - 1)]];
  const share = moment - at;
  return [here[0] + share * (next[0] - here[0]), here[1] + share * (next[1] - here[1])];
}

/**
 * @param {Element} traveller
 * @param {[number, number]} where
 */
function place(traveller, [x, y]) {
  traveller.setAttribute("cx", x.toFixed(2));
  traveller.setAttribute("cy", y.toFixed(2));
}
