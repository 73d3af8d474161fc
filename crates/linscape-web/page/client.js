// @ts-check
// The page's side of a worker: questions in, promises of answers out.

/** @typedef {{question: object, channel: string, id: number, settle: (answer: Answer) => void, refuse: (fault: Error) => void}} Waiting */

/** What is thrown for a question that was given up: another took its place, or somebody cancelled it. */
class GivenUp extends Error {}

class Client {
  /**
   * @param {() => Worker} open makes a worker
   * @param {WebAssembly.Module} compiled
   * @param {(progress: {done: number, total: number}|null) => void} watch told of progress, and `null` at rest
   */
  constructor(open, compiled, watch) {
    this.open = open;
    this.compiled = compiled;
    this.watch = watch;
    /** @type {Map<string, Uint8Array>} */
    this.files = new Map();
    /** @type {Waiting[]} */
    this.queue = [];
    /** @type {Waiting|null} */
    this.current = null;
    this.asked = 0;
    /** The last answer's milliseconds in the module, and the module's memory. */
    this.last = { milliseconds: 0, memory: 0 };
    this.worker = this.begin();
  }

  begin() {
    const worker = this.open();
    worker.onmessage = ({ data }) => this.heard(data);
    worker.onerror = (event) => this.broke(event.message || "the worker cannot be started");
    worker.postMessage({ kind: "start", compiled: this.compiled });
    for (const [name, bytes] of this.files) worker.postMessage({ kind: "hold", name, bytes });
    return worker;
  }

  /**
   * Asks; of questions that wait on one channel only the last is asked.
   * @param {object} question
   * @param {string} channel
   * @returns {Promise<Answer>}
   */
  ask(question, channel) {
    this.queue = this.queue.filter((waiting) => {
      if (waiting.channel === channel) waiting.refuse(new GivenUp("asked again"));
      return waiting.channel !== channel;
    });
    return new Promise((settle, refuse) => {
      this.queue.push({ question, channel, id: ++this.asked, settle, refuse });
      this.next();
    });
  }

  next() {
    if (this.current) return;
    this.current = this.queue.shift() || null;
    if (!this.current) return this.watch(null);
    this.worker.postMessage({ kind: "ask", id: this.current.id, question: this.current.question });
  }

  /** @param {any} data */
  heard(data) {
    if (data.kind === "progress") return this.watch(data);
    if (!this.current || data.id !== this.current.id) return;
    if (data.broken) return this.broke(data.broken);
    const { settle } = this.current;
    this.current = null;
    this.last = data;
    settle(data.answer);
    this.next();
  }

  /** @param {string} words */
  broke(words) {
    this.end(new Error(`the module broke off: ${words}`));
  }

  /** Ends what is being done, and what waits for it. */
  cancel() {
    this.end(new GivenUp("cancelled"));
  }

  /** @param {Error} fault */
  end(fault) {
    this.worker.terminate();
    const given_up = [...(this.current ? [this.current] : []), ...this.queue];
    this.current = null;
    this.queue = [];
    this.worker = this.begin();
    for (const waiting of given_up) waiting.refuse(fault);
    this.watch(null);
  }

  /**
   * Holds a file for the questions to come.
   * @param {string} name
   * @param {Uint8Array} bytes
   */
  hold(name, bytes) {
    this.files.set(name, bytes);
    this.worker.postMessage({ kind: "hold", name, bytes });
  }

  /** @param {string} name */
  release(name) {
    this.files.delete(name);
    this.worker.postMessage({ kind: "release", name });
  }
}
