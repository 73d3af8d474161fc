// @ts-check
// Puts the playground together: one state, shown by whatever has to do with it.

class Playground {
  /**
   * @param {() => Worker} open
   * @param {WebAssembly.Module} compiled
   */
  constructor(open, compiled) {
    // One worker answers while something is slid, the other does what takes long: neither waits for the other.
    this.quick = new Client(open, compiled, () => {});
    this.patient = new Client(open, compiled, (progress) => this.showBusy(progress));
    /** @type {State} */
    this.state = { problem: { sigma: "5,4,3", widths: "3,3,3,3" }, subset: null, scale: "automatic", init: null };
    /** @type {any} the dump of what is shown */
    this.dump = null;
    this.isStale = false;
    /** @type {Promise<void>|null} */
    this.drawing = null;
    this.stage = new Stage((id) => this.choose(keyOf(this.dump?.families[id])));
    this.controls = new Controls((change) => this.restate(change));
    this.dropped = new DroppedFiles((name, bytes) => this.hold(name, bytes), () => this.filesChanged());
    this.flight = new Flight();
    this.panel = new Panel(this);
    this.wire();
  }

  wire() {
    const examples = /** @type {HTMLSelectElement} */ (byId("examples"));
    EXAMPLES.forEach(({ name }, at) => examples.append(html("option", { value: at }, name)));
    examples.addEventListener("change", () => {
      const example = EXAMPLES[Number(examples.value)];
      if (examples.value === "" || !example) return;
      location.hash = example.hash;
      byId("about").textContent = example.about;
      examples.value = "";
    });
    const scale = /** @type {HTMLSelectElement} */ (byId("scale"));
    scale.addEventListener("change", () => {
      this.state.scale = scale.value;
      this.show();
    });
    byId("theme").addEventListener("click", () => {
      const root = document.documentElement;
      const isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = isDark ? "light" : "dark";
    });
    byId("cancel").addEventListener("click", () => this.patient.cancel());
    addEventListener("hashchange", () => this.follow(location.hash));
  }

  /** @param {string} hash */
  follow(hash) {
    if (hash && hash === hashOfState(this.state) && this.dump) return undefined;
    const stated = stateOfHash(hash);
    if (stated) this.state = stated;
    return this.show();
  }

  /**
   * @param {string} name
   * @param {Uint8Array|null} bytes
   */
  hold(name, bytes) {
    for (const client of [this.quick, this.patient]) {
      if (bytes) client.hold(name, bytes);
      else client.release(name);
    }
  }

  /** @param {(problem: Stated) => void} change */
  restate(change) {
    change(this.state.problem);
    this.state.init = null;
    if (this.state.problem.sigma && !this.state.problem.widths) this.state.problem.widths = "3,3,3,3";
    this.show();
  }

  filesChanged() {
    const problem = problemOfFiles(this.dropped, this.state.problem);
    if (problem) this.state = { ...this.state, problem, subset: null, init: null };
    this.show().then(() => this.placeCheckpoints());
  }

  /** Shows the state; of changes that come while it is drawn, the last. */
  show() {
    this.isStale = true;
    this.drawing = this.drawing || this.drawLast();
    return this.drawing;
  }

  async drawLast() {
    while (this.isStale) {
      this.isStale = false;
      await this.draw();
    }
    this.drawing = null;
    if (this.state.init) this.fly(this.state.init);
  }

  async draw() {
    const { problem, scale } = this.state;
    history.replaceState(null, "", hashOfState(this.state));
    /** @type {HTMLSelectElement} */ (byId("scale")).value = scale;
    this.controls.show(problem);
    this.flight.end();
    try {
      const asked = problemAsked(problem);
      const isDecayed = problem.decay !== undefined && Number(problem.decay) !== 0;
      const drawing = { ask: "diagram", problem: asked, scale };
      const [drawn, dumped] = await Promise.all([this.answer(this.quick, drawing, "drawing"), this.answer(this.quick, { ask: "dump", problem: asked }, "dump")]);
      this.dump = JSON.parse(dumped.document);
      this.showNotes(dumped.notes);
      byId("refusal").hidden = true;
      if (!isDecayed) byId("bifurcation").replaceChildren();
      byId("legend").hidden = isDecayed;
      byId("legend-decay").hidden = !isDecayed;
      this.stage.show(drawn.document);
      if (isDecayed) await this.showDecayed(asked);
      this.showCounts();
      this.panel.showChosen();
      document.documentElement.dataset.shown = String(Number(document.documentElement.dataset.shown || 0) + 1);
    } catch (fault) {
      this.refuse(fault);
    }
  }

  /**
   * An answer, or its refusal as an error.
   * @param {Client} client
   * @param {object} question
   * @param {string} channel
   */
  async answer(client, question, channel) {
    const answer = await client.ask(question, channel);
    const { milliseconds, memory } = client.last;
    byId("timing").textContent = `Last answer ${milliseconds.toFixed(1)} ms, ${(memory / 1048576).toFixed(0)} MB.`;
    if (answer.code >= 2 && !answer.document && !answer.bytes?.length) throw new Error(answer.message);
    return answer;
  }

  /** @param {unknown} fault */
  refuse(fault) {
    if (fault instanceof GivenUp) return;
    const refusal = byId("refusal");
    refusal.textContent = fault instanceof Error ? fault.message : String(fault);
    refusal.hidden = false;
  }

  /** @param {string[]} notes */
  showNotes(notes) {
    byId("notes").replaceChildren(...notes.map((note) => html("li", {}, note)));
  }

  showCounts() {
    const { counts, problem } = this.dump;
    const left = counts.truncated ? `, ${countText(counts.listed)} listed` : "";
    byId("counts").textContent = `${countText(counts.families)} families${left} · widths ${problem.widths.join(" - ")}, ${countText(problem.parameters)} parameters · σ = ${problem.singular_values.map(numberText).join(", ")}`;
  }

  /**
   * With weight decay, below the diagram: one curve for all modes, and the families as a table.
   * @param {object} asked
   */
  async showDecayed(asked) {
    const curve = await this.answer(this.quick, { ask: "plot", curve: "bifurcation", problem: asked }, "bifurcation");
    const folds = (this.dump.thresholds || []).map((/** @type {{fold: number}} */ threshold) => threshold.fold);
    if (folds.length) this.controls.steepest = Number((1.25 * Math.max(...folds)).toPrecision(2));
    const rows = this.dump.families.slice(0, 64).map((/** @type {any} */ family) => {
      const button = html("button", { type: "button", class: "subset" }, wordOf(family));
      button.addEventListener("click", () => this.choose(keyOf(family)));
      return html("tr", {}, html("td", {}, button), ...[numberText(family.loss), family.type.replace(/_/g, " "), family.index].map((cell) => html("td", {}, String(cell))));
    });
    const head = html("thead", {}, html("tr", {}, ...["learned | passes", "loss", "type", "index"].map((cell) => html("th", {}, cell))));
    byId("bifurcation").replaceChildren(pictureOf(curve.document), html("table", { class: "numbers families" }, head, html("tbody", {}, ...rows)));
  }

  /** @param {string|null} key */
  choose(key) {
    this.state.subset = key;
    history.replaceState(null, "", hashOfState(this.state));
    this.panel.showChosen();
  }

  /**
   * Follows gradient flow and shows it.
   * @param {string} init
   */
  async fly(init) {
    const { problem, scale } = this.state;
    const asked = problemAsked(problem);
    const options = { init, coordinates: "whitened", ...(init.startsWith("near:") ? { distance: 0.01 } : {}) };
    try {
      const answer = await this.answer(this.patient, { ask: "flow", problem: asked, options }, "flow");
      this.state.init = init;
      history.replaceState(null, "", hashOfState(this.state));
      const rest = ` --init ${quoted(init)} --coordinates whitened${options.distance ? ` --distance ${options.distance}` : ""} -o flow.json`;
      byId("flight-command").textContent = commandLine("flow", problem, rest);
      await this.board(answer.document, asked, scale, answer.message);
    } catch (fault) {
      this.refuse(fault);
    }
  }

  /**
   * Shows a trajectory over diagram, plane and time.
   * @param {string} document `linscape.trajectory/1` or `linscape.trace/1`
   * @param {object} asked
   * @param {string} scale
   * @param {string} message
   */
  async board(document, asked, scale, message) {
    /** @type {Trajectory} */
    const run = JSON.parse(document);
    this.hold("flow.json", new TextEncoder().encode(document));
    /** @type {[number, number][]} */
    let places = [];
    let plane = null;
    const modes = /** @type {[number, number]} */ (modesOf(run));
    if (this.dump.problem.decay === undefined) {
      const over = { problem: asked, scale, trajectory: "flow.json" };
      this.stage.show((await this.answer(this.quick, { ask: "diagram", ...over }, "drawing")).document);
      this.stage.mark(Number(byId("panel").dataset.family || NaN));
      places = JSON.parse((await this.answer(this.quick, { ask: "places", ...over }, "places")).document);
      if (this.dump.problem.maximal_rank >= 2 && this.dump.problem.rank >= 2) plane = (await this.answer(this.quick, { ask: "plot", curve: "surface", problem: asked, modes }, "plane")).document;
    }
    const passed = run.visits.map(passedText).join(" → ");
    byId("flight-says").textContent = `${message ? `${message}. ` : ""}Passed ${passed || "no critical point"}.`;
    this.flight.begin(run, places, plane, modes);
  }

  /** Says where the checkpoints lie that were dropped: one is classified, several are a run. */
  async placeCheckpoints() {
    const weights = this.dropped.named("checkpoint");
    if (weights.length === 0 || !this.dump) return;
    const { problem, scale } = this.state;
    const asked = problemAsked(problem);
    try {
      if (weights.length > 1) {
        const traced = await this.answer(this.patient, { ask: "trace", problem: asked, files: weights }, "trace");
        byId("flight-command").textContent = commandLine("trace", problem, ` ${weights.map(quoted).join(" ")} -o trace.json`);
        return await this.board(traced.document, asked, scale, traced.message);
      }
      const found = await this.answer(this.patient, { ask: "classify", problem: asked, weights }, "classify");
      this.panel.showClassified(weights[0], JSON.parse(found.document), found.message);
    } catch (fault) {
      this.refuse(fault);
    }
  }

  /** @param {{done: number, total: number}|null} progress */
  showBusy(progress) {
    byId("busy").hidden = !progress;
    if (!progress) return;
    const { done, total } = progress;
    byId("busy-says").textContent = total > 0 ? `computing: ${countText(done)} of ${countText(total)}` : `computing: ${countText(done)} steps`;
  }
}

/**
 * The plane in which most happens: the two modes that change most.
 * @param {Trajectory} run
 */
function modesOf(run) {
  const last = run.modes[run.modes.length - 1];
  const most = run.modes[0].map((first, at) => ({ mode: at + 1, change: run.problem.singular_values[at] > 0 ? Math.abs(last[at] - first) : -1 }));
  most.sort((a, b) => b.change - a.change);
  return most.slice(0, 2).map(({ mode }) => mode).sort((a, b) => a - b);
}
