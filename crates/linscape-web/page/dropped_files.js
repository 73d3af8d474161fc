// @ts-check
// Files that somebody dropped: they stay in this page, under the names they have.

/** What a file can be. */
const ROLES = ["inputs", "targets", "labels", "target", "checkpoint", "unused"];

/** @typedef {{name: string, role: string}} Held */

class DroppedFiles {
  /**
   * @param {(name: string, bytes: Uint8Array|null) => void} hold holds a file, or forgets it
   * @param {(files: Held[]) => void} change
   */
  constructor(hold, change) {
    this.hold = hold;
    this.change = change;
    /** @type {Held[]} */
    this.files = [];
    const zone = byId("drop");
    const over = (/** @type {boolean} */ is) => zone.classList.toggle("over", is);
    document.addEventListener("dragover", (event) => {
      event.preventDefault();
      over(true);
    });
    document.addEventListener("dragleave", () => over(false));
    document.addEventListener("drop", (event) => {
      event.preventDefault();
      over(false);
      this.take([...(event.dataTransfer?.files || [])]);
    });
    const field = /** @type {HTMLInputElement} */ (byId("chosen-files"));
    field.addEventListener("change", () => this.take([...(field.files || [])]));
  }

  /** @param {File[]} given */
  async take(given) {
    for (const file of given) {
      this.hold(file.name, new Uint8Array(await file.arrayBuffer()));
      this.files = this.files.filter(({ name }) => name !== file.name);
      this.files.push({ name: file.name, role: this.guess(file.name) });
    }
    this.show();
    this.change(this.files);
  }

  /** @param {string} name */
  guess(name) {
    if (/\.(safetensors|pt|pth|ckpt)$/i.test(name)) return "checkpoint";
    if (/\.npz$/i.test(name) && /(weight|step|epoch|ckpt|checkpoint|^w)/i.test(name)) return "checkpoint";
    const taken = new Set(this.files.map(({ role }) => role));
    if (/label|kingdom|class/i.test(name) && !taken.has("labels")) return "labels";
    if (/sigma|^target-/i.test(name)) return "target";
    if (/target|output|physiological|^y\b/i.test(name) && !taken.has("targets")) return "targets";
    return taken.has("inputs") ? "unused" : "inputs";
  }

  show() {
    byId("held").replaceChildren(
      ...this.files.map((file) => {
        const role = /** @type {HTMLSelectElement} */ (html("select", { "aria-label": `what ${file.name} is` }, ...ROLES.map((name) => html("option", {}, name))));
        role.value = file.role;
        role.addEventListener("change", () => {
          file.role = role.value;
          this.change(this.files);
        });
        const away = html("button", { type: "button", title: "Forget it" }, "×");
        away.addEventListener("click", () => {
          this.files = this.files.filter((other) => other !== file);
          this.hold(file.name, null);
          this.show();
          this.change(this.files);
        });
        return html("li", {}, role, html("span", {}, file.name), away);
      }),
    );
  }

  /** @param {string} role */
  named(role) {
    return this.files.filter((file) => file.role === role).map(({ name }) => name);
  }
}

/**
 * The problem that files state, if they do.
 * @param {DroppedFiles} dropped
 * @param {Stated} before
 * @returns {Stated|null}
 */
function problemOfFiles(dropped, before) {
  const [inputs, targets, labels, target] = ["inputs", "targets", "labels", "target"].map((role) => dropped.named(role)[0]);
  const hidden = before.hidden ?? (before.widths ? before.widths.split(",").slice(1, -1).join(",") : "4");
  const kept = Object.fromEntries(["loss", "center", "decay", "samples_in"].filter((name) => before[name] !== undefined).map((name) => [name, before[name]]));
  if (inputs) {
    /** @type {Stated} */
    const pair = targets ? { targets } : labels ? { labels } : { autoencode: "yes" };
    return { inputs, ...pair, hidden, ...kept };
  }
  return target ? { target, hidden, ...kept } : null;
}
