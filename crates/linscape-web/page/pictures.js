// @ts-check
// Drawings that the module made, as elements. They are the module's own SVG, in which every text is escaped.

/**
 * @param {string} text
 * @returns {SVGSVGElement}
 */
function pictureOf(text) {
  // A drawing for a page leaves the name of its language to the page.
  const named = text.includes("xmlns=") ? text : text.replace("<svg ", `<svg xmlns="${SVG}" `);
  const parsed = new DOMParser().parseFromString(named, "image/svg+xml").documentElement;
  for (const style of parsed.querySelectorAll("style, metadata")) style.remove();
  return /** @type {SVGSVGElement} */ (/** @type {unknown} */ (document.importNode(parsed, true)));
}

/**
 * Where a node of a drawing stands.
 * @param {Element} node
 * @returns {[number, number]}
 */
function placeOf(node) {
  const numbers = (node.getAttribute("transform") || "").match(/-?[\d.]+/g) || ["0", "0"];
  return [Number(numbers[0]), Number(numbers[1])];
}
