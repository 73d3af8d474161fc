// @ts-check
// The start of the page in a folder: module and worker are files beside it.

async function startServed() {
  const compiled = await WebAssembly.compileStreaming(fetch("linscape_web.wasm"));
  await begin(new Playground(() => new Worker("worker.js"), compiled));
}

startServed();
