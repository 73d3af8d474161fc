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
    /** Counts what the panel was to show. */
    this.panelTurn = 0;
    /** @type {Promise<void>|null} */
    this.drawing = null;
    this.stage = new Stage((id) => this.choose(this.keyOf(this.dump?.families[id])));
    this.controls = new Controls((change) => this.restate(change));
    this.dropped = new DroppedFiles((name, bytes) => this.hold(name, bytes), () => this.filesChanged());
    this.flight = new Flight();
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
      this.showChosen();
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
      const button = html("button", { type: "button", class: "subset" }, this.wordOf(family));
      button.addEventListener("click", () => this.choose(this.keyOf(family)));
      return html("tr", {}, html("td", {}, button), ...[numberText(family.loss), family.type.replace(/_/g, " "), family.index].map((cell) => html("td", {}, String(cell))));
    });
    const head = html("thead", {}, html("tr", {}, ...["learned | passes", "loss", "type", "index"].map((cell) => html("th", {}, cell))));
    byId("bifurcation").replaceChildren(pictureOf(curve.document), html("table", { class: "numbers families" }, head, html("tbody", {}, ...rows)));
  }

  /**
   * The key by which commands call a family.
   * @param {any} family
   */
  keyOf(family) {
    if (!family) return null;
    if (!family.learned) return family.subset.join(",");
    return family.passes.length ? `${family.learned.join(",")}|${family.passes.join(",")}` : family.learned.join(",");
  }

  /** @param {any} family */
  wordOf(family) {
    const key = this.keyOf(family);
    return key ? `{${key}}` : "∅";
  }

  /** @param {string|null} key */
  choose(key) {
    this.state.subset = key;
    history.replaceState(null, "", hashOfState(this.state));
    this.showChosen();
  }

  /** The panel is to show something else from now on. */
  takePanel() {
    this.panelTurn += 1;
    return this.panelTurn;
  }

  async showChosen() {
    const { problem, subset } = this.state;
    const panel = byId("panel");
    const family = subset === null ? null : this.dump.families.find((/** @type {any} */ one) => this.keyOf(one) === subset);
    this.stage.mark(family ? family.id : null);
    panel.dataset.family = family ? String(family.id) : "";
    const asked = problemAsked(problem);
    // Answers that come when the panel shows something else already are dropped.
    const turn = this.takePanel();
    try {
      if (!family) return await this.showProblem(panel, asked, turn);
      const rest = ` --subset ${quoted(subset || "''").replace(/^'''+.*$/, "''")}`;
      const spectrum = await this.answer(this.quick, { ask: "spectrum", problem: asked, subset }, "spectrum");
      const title = html("h2", {}, html("span", { class: `type ${family.type}` }), `${this.wordOf(family)} `, html("small", {}, family.type.replace(/_/g, " ")));
      if (turn !== this.panelTurn) return;
      if (family.learned) {
        const numbers = facts([["loss", numberText(family.loss)], ["index / nullity / coindex", `${family.index} / ${family.nullity} / ${family.coindex}`], ["dimension", String(family.dimension)]]);
        return panel.replaceChildren(title, numbers, this.actions(subset), ...spectrumDrawn(spectrum.document), ...commandLines([["spectrum", commandLine("spectrum", problem, rest)]]));
      }
      const strata = await this.answer(this.quick, { ask: "strata", problem: asked, subset, components: true, limit: MOST_STRATA }, "strata");
      if (turn !== this.panelTurn) return;
      panel.replaceChildren(title, numbersOf(family), this.actions(subset), ...strataDrawn(strata.document), ...spectrumDrawn(spectrum.document), ...commandLines([
        ["why it is what it is", commandLine("explain", problem, rest)],
        ["components", commandLine("strata", problem, `${rest} --components`)],
        ["spectrum", commandLine("spectrum", problem, rest)],
      ]));
    } catch (fault) {
      this.refuse(fault);
    }
  }

  /**
   * What stands beside the diagram while no family is chosen.
   * @param {HTMLElement} panel
   * @param {object} asked
   * @param {number} turn
   */
  async showProblem(panel, asked, turn) {
    const { problem } = this.state;
    const isDecayed = this.dump.problem.decay !== undefined;
    const ladder = isDecayed ? [] : ladderTable((await this.answer(this.quick, { ask: "learning", problem: asked }, "learning")).document);
    if (turn !== this.panelTurn) return;
    panel.replaceChildren(
      html("h2", {}, "Choose a family"),
      html("p", {}, "Each node is a family of critical points: the singular values it has learned. Its height is its loss; to the right, more modes are learned. Choose one for its strata and spectrum, and let gradient flow run from there."),
      this.actions(null),
      ...ladder,
      ...commandLines([["the table", commandLine("report", problem)], ["everything, as JSON", commandLine("dump", problem, " -o landscape.json")], ["a page of it", commandLine("view", problem, " -o landscape.html")]]),
    );
  }

  /** @param {string|null} subset */
  actions(subset) {
    const box = html("div", { class: "actions" });
    const add = (/** @type {string} */ words, /** @type {string} */ init) => {
      const button = html("button", { type: "button", class: "fly" }, words);
      button.addEventListener("click", () => this.fly(init));
      box.append(button);
    };
    if (subset === null) {
      add("Let gradient flow run from small weights", "balanced:1e-3");
      return box;
    }
    add("Let gradient flow run from here", `near:${subset}`);
    for (const [name, words, act] of /** @type {[string, string, () => void][]} */ ([
      ["save-weights", "Save weights", () => this.saveWeights(subset)],
      ["verify", "Verify", () => this.verify(subset)],
    ])) {
      const button = html("button", { type: "button", class: name }, words);
      button.addEventListener("click", act);
      box.append(button);
    }
    box.append(html("p", { class: "note", id: "verified", "aria-live": "polite" }));
    return box;
  }

  /**
   * Weights of the family's point, as a file.
   * @param {string} subset
   */
  async saveWeights(subset) {
    try {
      const { bytes } = await this.answer(this.quick, { ask: "represent", problem: problemAsked(this.state.problem), subset }, "weights");
      const address = URL.createObjectURL(new Blob([/** @type {BlobPart} */ (bytes)]));
      html("a", { href: address, download: "W.safetensors" }).click();
      setTimeout(() => URL.revokeObjectURL(address), 1000);
    } catch (fault) {
      this.refuse(fault);
    }
  }

  /**
   * The theorem against the dense Hessian at points of the family.
   * @param {string} subset
   */
  async verify(subset) {
    try {
      const answer = await this.answer(this.patient, { ask: "verify", problem: problemAsked(this.state.problem), subset }, "verify");
      byId("verified").textContent = verifiedText(JSON.parse(answer.document), answer.message);
    } catch (fault) {
      this.refuse(fault);
    }
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
      this.showClassified(weights[0], JSON.parse(found.document), found.message);
    } catch (fault) {
      this.refuse(fault);
    }
  }

  /**
   * @param {string} file
   * @param {any} found
   * @param {string} message
   */
  showClassified(file, found, message) {
    const { problem } = this.state;
    const near = found.near || found.nearest;
    const family = near && this.dump.families.find((/** @type {any} */ one) => String(one.subset) === String(near.subset));
    if (family) this.stage.ring(family.id);
    this.takePanel();
    byId("panel").replaceChildren(
      html("h2", {}, file, html("small", {}, ` ${String(found.type).replace(/_/g, " ")}`)),
      facts([
        ["loss", numberText(found.loss)],
        ["gradient norm", numberText(found.gradient_norm)],
        ["critical", String(found.critical)],
        ["index / nullity / coindex", [found.index, found.nullity, found.coindex].map((count) => count ?? "?").join(" / ")],
        ["nearest family", near ? subsetText(near.subset) : "none"],
        ["theorem and numerics agree", String(found.agree)],
        ...(message ? [/** @type {[string, string]} */ (["note", message])] : []),
      ]),
      ...commandLines([["the same", commandLine("classify", problem, ` --weights ${quoted(file)} --json`)]]),
    );
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
