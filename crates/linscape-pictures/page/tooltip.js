// @ts-check
// What a node or a word says when it is pointed at or has the focus.

/**
 * @param {Family} family
 */
function familySummary(family) {
  const escape = family.escape_order === null ? "" : `escape order ${family.escape_order}`;
  const rate = family.rate === null ? "" : `, rate ${numberText(family.rate)}`;
  const lines = [
    `loss ${numberText(family.loss)} · ${kindOf(family).name}`,
    `index ${family.index} · nullity ${family.nullity} · coindex ${family.coindex}`,
    escape + rate,
    isDecayed || family.strata === null ? "" : `strata ${countText(family.strata)} · components ${countText(componentCount(family))}`,
  ];
  return [html("strong", {}, familyText(family)), ...lines.filter(Boolean).map((line) => html("div", {}, line))];
}

/**
 * @param {Element} place where it is shown
 * @param {Node[]} content
 */
function showTooltip(place, content) {
  const tip = byId("tooltip");
  tip.replaceChildren(...content);
  tip.hidden = false;
  const [around, own] = [place.getBoundingClientRect(), tip.getBoundingClientRect()];
  const left = Math.min(around.right + 12, window.innerWidth - own.width - 8);
  const above = around.top - own.height - 8;
  tip.style.left = `${Math.max(8, left) + window.scrollX}px`;
  tip.style.top = `${(above > 8 ? above : around.bottom + 8) + window.scrollY}px`;
}

function hideTooltip() {
  byId("tooltip").hidden = true;
}
