// @ts-check
// The panel beside the diagram: what is said of the problem, of the family that was chosen, or of dropped weights.

class Panel {
  /** @param {Playground} playground */
  constructor(playground) {
    this.playground = playground;
    /** Counts what it was to show. */
    this.turn = 0;
  }

  /** The panel is to show something else from now on. */
  take() {
    this.turn += 1;
    return this.turn;
  }

  async showChosen() {
    const { problem, subset } = this.playground.state;
    const panel = byId("panel");
    const family = subset === null ? null : this.playground.dump.families.find((/** @type {any} */ one) => keyOf(one) === subset);
    this.playground.stage.mark(family ? family.id : null);
    panel.dataset.family = family ? String(family.id) : "";
    const asked = problemAsked(problem);
    // Answers that come when the panel shows something else already are dropped.
    const turn = this.take();
    try {
      if (!family) return await this.showProblem(panel, asked, turn);
      const rest = ` --subset ${quoted(subset || "''").replace(/^'''+.*$/, "''")}`;
      const spectrum = await this.playground.answer(this.playground.quick, { ask: "spectrum", problem: asked, subset }, "spectrum");
      const title = html("h2", {}, html("span", { class: `type ${family.type}` }), `${wordOf(family)} `, html("small", {}, family.type.replace(/_/g, " ")));
      if (turn !== this.turn) return;
      if (family.learned) {
        const numbers = facts([["loss", numberText(family.loss)], ["index / nullity / coindex", `${family.index} / ${family.nullity} / ${family.coindex}`], ["dimension", String(family.dimension)]]);
        return panel.replaceChildren(title, numbers, this.actions(subset), ...spectrumDrawn(spectrum.document), ...commandLines([["spectrum", commandLine("spectrum", problem, rest)]]));
      }
      const strata = await this.playground.answer(this.playground.quick, { ask: "strata", problem: asked, subset, components: true, limit: MOST_STRATA }, "strata");
      if (turn !== this.turn) return;
      panel.replaceChildren(title, numbersOf(family), this.actions(subset), ...strataDrawn(strata.document), ...spectrumDrawn(spectrum.document), ...commandLines([
        ["why it is what it is", commandLine("explain", problem, rest)],
        ["components", commandLine("strata", problem, `${rest} --components`)],
        ["spectrum", commandLine("spectrum", problem, rest)],
      ]));
    } catch (fault) {
      this.playground.refuse(fault);
    }
  }

  /**
   * What stands beside the diagram while no family is chosen.
   * @param {HTMLElement} panel
   * @param {object} asked
   * @param {number} turn
   */
  async showProblem(panel, asked, turn) {
    const { problem } = this.playground.state;
    const isDecayed = this.playground.dump.problem.decay !== undefined;
    const ladder = isDecayed ? [] : ladderTable((await this.playground.answer(this.playground.quick, { ask: "learning", problem: asked }, "learning")).document);
    if (turn !== this.turn) return;
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
      button.addEventListener("click", () => this.playground.fly(init));
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
      const { bytes } = await this.playground.answer(this.playground.quick, { ask: "represent", problem: problemAsked(this.playground.state.problem), subset }, "weights");
      const address = URL.createObjectURL(new Blob([/** @type {BlobPart} */ (bytes)]));
      html("a", { href: address, download: "W.safetensors" }).click();
      setTimeout(() => URL.revokeObjectURL(address), 1000);
    } catch (fault) {
      this.playground.refuse(fault);
    }
  }

  /**
   * The theorem against the dense Hessian at points of the family.
   * @param {string} subset
   */
  async verify(subset) {
    try {
      const answer = await this.playground.answer(this.playground.patient, { ask: "verify", problem: problemAsked(this.playground.state.problem), subset }, "verify");
      byId("verified").textContent = verifiedText(JSON.parse(answer.document), answer.message);
    } catch (fault) {
      this.playground.refuse(fault);
    }
  }

  /**
   * @param {string} file
   * @param {any} found
   * @param {string} message
   */
  showClassified(file, found, message) {
    const { problem } = this.playground.state;
    const near = found.near || found.nearest;
    const family = near && this.playground.dump.families.find((/** @type {any} */ one) => String(one.subset) === String(near.subset));
    if (family) this.playground.stage.ring(family.id);
    this.take();
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
}
