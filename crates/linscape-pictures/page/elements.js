// @ts-check
// Elements of the page. Texts become text nodes: nothing from the data is ever parsed as markup.

const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no element '${id}'`);
  return found;
}

/**
 * An element of HTML with attributes and children.
 * @param {string} name
 * @param {Record<string, string|number>} attributes
 * @param {...(Node|string)} children
 */
function html(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...children);
  return made;
}

/**
 * An element of SVG with attributes and children.
 * @param {string} name
 * @param {Record<string, string|number>} attributes
 * @param {...(Node|string)} children
 */
function svg(name, attributes, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...children);
  return made;
}

/**
 * A table of names and values.
 * @param {[string, Node|string][]} rows
 * @param {(name: string) => HTMLElement} term the element of a name
 */
function definitions(rows, term) {
  const list = html("dl", { class: "facts" });
  for (const [name, value] of rows) list.append(term(name), html("dd", { "data-field": name }, value));
  return list;
}
