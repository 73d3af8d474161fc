// @ts-check
// The start of the page in a folder: module and worker are files beside it.

async function startServed() {
  const compiled = await WebAssembly.compileStreaming(fetch("linscape_web.wasm"));
  const playground = new Playground(() => new Worker("worker.js"), compiled);
  await playground.follow(location.hash || (byId("start").textContent || "").trim());
  document.documentElement.dataset.ready = String(Math.round(performance.now()));
}

startServed();
