// @ts-check
// The WebAssembly module as an object: texts in, texts out.

/** @typedef {{code: number, document: string, bytes: Uint8Array|null, message: string, notes: string[]}} Answer weights are
 *   bytes, everything else is text */

/** @typedef {{memory: WebAssembly.Memory, room(length: number): number,
 *   ask(): number, hold(name: number): void, release(): void, part(which: number): number,
 *   part_length(which: number): number}} Exports */

/** A module that answers; what it exports is in src/module.rs. */
class AtlasModule {
  /**
   * @param {WebAssembly.Module} compiled
   * @param {(done: number, total: number) => boolean} progress told how far work has come, `total` negative where
   *   it is not known; whether to stop
   */
  constructor(compiled, progress) {
    this.lastWords = "";
    /** @type {Exports} */
    this.exports;
    const linscape = {
      progress: (/** @type {number} */ done, /** @type {number} */ total) => (progress(done, total) ? 1 : 0),
      panicked: (/** @type {number} */ at, /** @type {number} */ length) => (this.lastWords = decoded(new Uint8Array(this.exports.memory.buffer, at, length))),
    };
    const instance = new WebAssembly.Instance(compiled, { linscape });
    this.exports = /** @type {Exports} */ (/** @type {unknown} */ (instance.exports));
  }

  /**
   * Answers a question, as src/question.rs has them.
   * @param {{ask?: string}} question
   * @returns {Answer}
   */
  ask(question) {
    this.write(new TextEncoder().encode(JSON.stringify(question)));
    const code = this.exports.ask();
    const [document, message, notes] = [0, 1, 2].map((which) => this.part(which));
    const isText = question.ask !== "represent";
    return {
      code,
      document: isText ? decoded(document) : "",
      bytes: isText ? null : document.slice(),
      message: decoded(message),
      notes: notes.length ? decoded(notes).split("\n") : [],
    };
  }

  /**
   * Holds a file under a name, by which questions may call it.
   * @param {string} name
   * @param {Uint8Array} bytes
   */
  hold(name, bytes) {
    const letters = new TextEncoder().encode(name);
    const both = new Uint8Array(letters.length + bytes.length);
    both.set(letters);
    both.set(bytes, letters.length);
    this.write(both);
    this.exports.hold(letters.length);
  }

  /** @param {string} name */
  release(name) {
    this.write(new TextEncoder().encode(name));
    this.exports.release();
  }

  /** @param {Uint8Array} bytes */
  write(bytes) {
    // Memory may grow, and its buffer is then another one.
    const at = this.exports.room(bytes.length);
    new Uint8Array(this.exports.memory.buffer, at, bytes.length).set(bytes);
  }

  /** @param {number} which */
  part(which) {
    return new Uint8Array(this.exports.memory.buffer, this.exports.part(which), this.exports.part_length(which));
  }
}

/** @param {Uint8Array} bytes */
function decoded(bytes) {
  return new TextDecoder().decode(bytes);
}
