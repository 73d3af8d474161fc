// @ts-check
// What a node says when it is pointed at or has the focus.

/**
 * @param {Family} family
 * @param {Element} node
 */
function showTooltip(family, node) {
  const tip = byId("tooltip");
  const escape = family.escape_order === null ? "" : `escape order ${family.escape_order}`;
  const rate = family.rate === null ? "" : `, rate ${numberText(family.rate)}`;
  const components = (family.components || []).reduce((sum, kind) => sum + kind.count, 0);
  const lines = [
    `loss ${numberText(family.loss)} · ${TYPE_NAMES[family.type]}`,
    `index ${family.index} · nullity ${family.nullity} · coindex ${family.coindex}`,
    escape + rate,
    family.strata === null ? "" : `strata ${countText(family.strata)} · components ${countText(components)}`,
  ];
  tip.replaceChildren(html("strong", {}, subsetText(family.subset)));
  for (const line of lines.filter(Boolean)) tip.append(html("div", {}, line));
  tip.hidden = false;
  const [around, own] = [node.getBoundingClientRect(), tip.getBoundingClientRect()];
  const left = Math.min(around.right + 12, window.innerWidth - own.width - 8);
  const above = around.top - own.height - 8;
  tip.style.left = `${Math.max(8, left) + window.scrollX}px`;
  tip.style.top = `${(above > 8 ? above : around.bottom + 8) + window.scrollY}px`;
}

function hideTooltip() {
  byId("tooltip").hidden = true;
}
