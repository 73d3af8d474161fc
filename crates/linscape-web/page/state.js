// @ts-check
// What the page shows, as a link has it: `#sigma=5,4,3&widths=3,3,3,3&subset=1,2`.

/** @typedef {Record<string, string>} Stated the problem's options by their names, flags as `yes` */
/** @typedef {{problem: Stated, subset: string|null, scale: string, init: string|null}} State */

/** The options of a problem, in the order in which a command line names them. */
const OPTIONS = ["problem", "sigma", "target", "inputs", "targets", "labels", "autoencode", "center", "widths", "hidden", "biases", "loss", "tolerance", "decay", "samples_in", "header"];
const FLAGS = ["autoencode", "center"];
const SCALES = ["automatic", "linear", "logarithmic", "even"];

/**
 * @param {string} hash
 * @returns {State|null} `null` where it states no problem
 */
function stateOfHash(hash) {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  /** @type {Stated} */
  const problem = {};
  for (const name of OPTIONS) {
    const value = given.get(name);
    if (value !== null) problem[name] = value;
  }
  if (Object.keys(problem).length === 0) return null;
  const scale = given.get("scale") || "automatic";
  return { problem, subset: given.get("subset"), scale: SCALES.includes(scale) ? scale : "automatic", init: given.get("init") };
}

/** @param {State} state */
function hashOfState({ problem, subset, scale, init }) {
  const words = OPTIONS.filter((name) => problem[name] !== undefined).map((name) => [name, problem[name]]);
  if (scale !== "automatic") words.push(["scale", scale]);
  if (subset !== null) words.push(["subset", subset]);
  if (init !== null) words.push(["init", init]);
  // Commas and the like stand as they are, so that a link can be read.
  return `#${words.map(([name, value]) => `${name}=${encodeURIComponent(value).replace(/%2C/g, ",").replace(/%2F/g, "/").replace(/%3A/g, ":").replace(/%7C/g, "|")}`).join("&")}`;
}

/**
 * The problem as a question has it.
 * @param {Stated} problem
 */
function problemAsked(problem) {
  return Object.fromEntries(Object.entries(problem).map(([name, value]) => [name, FLAGS.includes(name) ? true : value]));
}

/**
 * A word as a POSIX shell reads it back.
 * @param {string} word
 */
function quoted(word) {
  return /^[A-Za-z0-9_\-./,:=+@%]+$/.test(word) ? word : `'${word.replace(/'/g, "'\\''")}'`;
}

/**
 * The command line that gives what is shown.
 * @param {string} command
 * @param {Stated} problem
 * @param {string} rest
 */
function commandLine(command, problem, rest = "") {
  const words = OPTIONS.filter((name) => problem[name] !== undefined).map((name) => {
    const option = `--${name.replace(/_/g, "-")}`;
    if (FLAGS.includes(name)) return option;
    const value = problem[name];
    return value.startsWith("-") ? `${option}=${quoted(value)}` : `${option} ${quoted(value)}`;
  });
  return `linscape ${command} ${words.join(" ")}${rest}`;
}
