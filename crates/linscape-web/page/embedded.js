// @ts-check
// The start of the page that is one file: module and worker stand in it.

/**
 * The module, packed by gzip and written as base64.
 * @param {string} text
 */
async function unpacked(text) {
  // @ts-ignore: TypeScript 4.8 does not know DecompressionStream, browsers do since 2023.
  const unpack = new DecompressionStream("gzip");
  return new Response(new Blob([bytesOf(text)]).stream().pipeThrough(unpack)).arrayBuffer();
}

async function startEmbedded() {
  const compiled = await WebAssembly.compile(await unpacked(textOf("module")));
  const worker = URL.createObjectURL(new Blob([textOf("worker")], { type: "text/javascript" }));
  await begin(new Playground(() => new Worker(worker), compiled));
}

startEmbedded();
