// @ts-check
// The worker's side: the module answers here, so that the page never waits for it.

/** Milliseconds between two words of progress. */
const BETWEEN_WORDS = 100;

/** @typedef {{postMessage(message: object): void, onmessage: ((event: MessageEvent) => void)|null}} WorkerSide */
const side = /** @type {WorkerSide} */ (/** @type {unknown} */ (self));

/** @type {AtlasModule|null} */
let atlas = null;
let spoken = 0;

/** Says how far work has come; a worker that is not wanted any more is ended by the page, not asked to stop. */
function speak(/** @type {number} */ done, /** @type {number} */ total) {
  if (performance.now() - spoken < BETWEEN_WORDS) return false;
  spoken = performance.now();
  side.postMessage({ kind: "progress", done, total });
  return false;
}

side.onmessage = (/** @type {MessageEvent} */ { data }) => {
  if (data.kind === "start") atlas = new AtlasModule(data.compiled, speak);
  else if (!atlas) throw new Error("the module was not started");
  else if (data.kind === "hold") atlas.hold(data.name, data.bytes);
  else if (data.kind === "release") atlas.release(data.name);
  else if (data.kind === "ask") side.postMessage({ kind: "answer", id: data.id, ...asked(atlas, data.question) });
};

/**
 * @param {AtlasModule} module
 * @param {object} question
 */
function asked(module, question) {
  const start = performance.now();
  try {
    spoken = start;
    return { answer: module.ask(question), milliseconds: performance.now() - start, memory: module.exports.memory.buffer.byteLength };
  } catch (fault) {
    // What a module that panicked holds is not to be trusted: the page starts another one.
    return { broken: module.lastWords || String(fault) };
  }
}
