// Answers questions by the WebAssembly module: node answer_in_node.js MODULE FOLDER < questions > answers.
// Questions are lines of JSON, `{"files": [names in FOLDER], "question": {…}}`; so are answers.
"use strict";
const { readFileSync } = require("node:fs");
const { join } = require("node:path");

const page = join(__dirname, "../crates/linscape-web/page/module.js");
const AtlasModule = new Function(`${readFileSync(page, "utf8")}\nreturn AtlasModule;`)();
const [, , module_file, folder] = process.argv;
const compiled = new WebAssembly.Module(readFileSync(module_file));
let atlas = new AtlasModule(compiled, () => false);
for (const line of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const { files, question } = JSON.parse(line);
  for (const name of files) atlas.hold(name, readFileSync(join(folder, name)));
  let answer;
  const start = performance.now();
  try {
    answer = atlas.ask(question);
  } catch (fault) {
    answer = { code: -1, document: "", bytes: null, message: `${fault}: ${atlas.lastWords}`, notes: [] };
    atlas = new AtlasModule(compiled, () => false);
  }
  const milliseconds = performance.now() - start;
  const bytes = answer.bytes ? Buffer.from(answer.bytes).toString("base64") : null;
  process.stdout.write(`${JSON.stringify({ ...answer, bytes, milliseconds, memory: atlas.exports.memory.buffer.byteLength })}\n`);
}
