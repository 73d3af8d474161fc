// @ts-check
// What a page begins with: its link, the problem it was made for, or an example.

/** @typedef {{problem: Record<string, any>|null, files: Record<string, string>}} Started */

/**
 * @param {string} id
 */
function textOf(id) {
  return (byId(id).textContent || "").trim();
}

/** @param {string} text base64 */
function bytesOf(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

/** @param {Playground} playground */
async function begin(playground) {
  /** @type {Started} */
  const { problem, files } = JSON.parse(textOf("start"));
  for (const [name, text] of Object.entries(files)) playground.hold(name, bytesOf(text));
  if (problem && !location.hash) {
    const stated = Object.entries(problem).map(([name, value]) => [name, value === true ? "yes" : Array.isArray(value) ? value.join(",") : String(value)]);
    playground.state.problem = Object.fromEntries(stated);
  }
  await playground.follow(location.hash);
  document.documentElement.dataset.ready = String(Math.round(performance.now()));
}
