// @ts-check
// The command lines that print the numbers of a family.

/**
 * @param {Family} family
 * @returns {[string, string][]} what a command gives, and the command
 */
function familyCommands(family) {
  const passes = family.passes || [];
  const key = passes.length === 0 ? family.subset.join(",") : `'${family.subset.join(",")}|${passes.join(",")}'`;
  const subset = key || "''";
  const command = (/** @type {string} */ name, /** @type {string} */ rest) =>
    `linscape ${name} ${view.options} --subset ${subset}${rest}`;
  if (isDecayed) {
    return [
      ["spectrum", command("spectrum", "")],
      ["theorem against numerics", command("verify", "")],
      ...(view.has_bases ? [/** @type {[string, string]} */ (["weights of a random point", command("represent", " -o W.npz")])] : []),
    ];
  }
  /** @type {[string, string][]} */
  const commands = [
    ["why it has this type, index and escape order", command("explain", "")],
    ["spectrum", command("spectrum", "")],
    ["components", command("strata", " --components")],
    ["every stratum, counted", command("strata", " --count")],
  ];
  if (view.has_bases) commands.push(["weights of the balanced point", command("represent", " -o W.npz")]);
  return commands;
}

/**
 * @param {Family} family
 */
function commandList(family) {
  const list = html("dl", { class: "commands" });
  for (const [purpose, command] of familyCommands(family)) {
    list.append(html("dt", {}, purpose), html("dd", {}, html("code", { class: "command" }, command)));
  }
  return list;
}
