// @ts-check
// The start of the page that is one file: module and worker stand in it.

/** @param {string} id */
function textOf(id) {
  return (byId(id).textContent || "").trim();
}

/**
 * The module, packed by gzip and written as base64.
 * @param {string} text
 */
async function unpacked(text) {
  const packed = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  // @ts-ignore: TypeScript 4.8 does not know DecompressionStream, browsers do since 2023.
  const unpack = new DecompressionStream("gzip");
  const stream = new Blob([packed]).stream().pipeThrough(unpack);
  return new Response(stream).arrayBuffer();
}

async function startEmbedded() {
  const compiled = await WebAssembly.compile(await unpacked(textOf("module")));
  const worker = URL.createObjectURL(new Blob([textOf("worker")], { type: "text/javascript" }));
  const playground = new Playground(() => new Worker(worker), compiled);
  await playground.follow(location.hash || textOf("start"));
  document.documentElement.dataset.ready = String(Math.round(performance.now()));
}

startEmbedded();
