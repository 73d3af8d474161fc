// @ts-check
// Saving a drawing as it is shown: as SVG that stands alone, or as PNG.

/** Pixels of a saved PNG for one of the page, at least. */
const DENSITY = 3;

/**
 * A drawing as a document of its own: what is in view, in the colours of the page, without variables, which not
 * every program knows.
 * @param {SVGSVGElement} picture
 * @param {Frame} seen what is in view, in picture units
 * @param {number} scale pixels a picture unit
 */
function standalonePicture(picture, seen, scale) {
  const copy = /** @type {SVGSVGElement} */ (picture.cloneNode(true));
  const { x, y, width, height } = seen;
  for (const name of ["id", "style", "aria-label"]) copy.removeAttribute(name);
  for (const part of copy.querySelectorAll("[tabindex]")) {
    for (const name of ["tabindex", "role", "aria-label"]) part.removeAttribute(name);
  }
  const size = { width: rounded(width * scale), height: rounded(height * scale) };
  const viewBox = [x, y, width, height].map(rounded).join(" ");
  for (const [name, value] of Object.entries({ xmlns: SVG, viewBox, ...size, role: "img" })) copy.setAttribute(name, String(value));
  const about = { generator: view.generator, picture: document.title, problem: landscape.problem };
  copy.querySelector("title, metadata")?.remove();
  copy.prepend(
    svg("title", {}, document.title),
    svg("metadata", {}, JSON.stringify(about)),
    svg("style", {}, shownStyle()),
    svg("rect", { class: "paper", x: rounded(x), y: rounded(y), width: rounded(width), height: rounded(height) }),
  );
  return { text: new XMLSerializer().serializeToString(copy), ...size };
}

/** @param {number} length */
function rounded(length) {
  return Math.round(length * 100) / 100;
}

/** The style of the drawings with the colours that are shown now. */
function shownStyle() {
  const colours = getComputedStyle(document.documentElement);
  const style = byId("picture-style").textContent || "";
  return style.replace(/var\((--[\w-]+)\)/g, (_, name) => colours.getPropertyValue(name).trim());
}

/**
 * The pixels of a drawing, as a PNG.
 * @param {{text: string, width: number, height: number}} drawing
 * @returns {Promise<Blob>}
 */
async function pixels({ text, width, height }) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const density = Math.max(DENSITY, window.devicePixelRatio || 1);
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [Math.ceil(width * density), Math.ceil(height * density)];
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the picture is too large for a PNG"))), "image/png");
  });
}

/**
 * Hands a file to the browser's downloads.
 * @param {Blob} content
 * @param {string} name
 */
function download(content, name) {
  const address = URL.createObjectURL(content);
  html("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/**
 * Two buttons that save a drawing.
 * @param {string} name of the file, without extension
 * @param {() => {text: string, width: number, height: number}} drawing
 */
function saveButtons(name, drawing) {
  const button = (/** @type {string} */ format, /** @type {() => void} */ save) => {
    const made = html("button", { type: "button", class: "save", title: `Save this picture as ${format}`, "data-save": `${name}.${format.toLowerCase()}` }, format);
    made.addEventListener("click", save);
    return made;
  };
  return [
    button("SVG", () => download(new Blob([drawing().text], { type: "image/svg+xml" }), `${name}.svg`)),
    button("PNG", async () => download(await pixels(drawing()), `${name}.png`)),
  ];
}

/** Gives each curve below the diagram its buttons. */
function saveCurves() {
  for (const figure of document.querySelectorAll("figure.plot")) {
    const picture = /** @type {SVGSVGElement} */ (figure.querySelector("svg"));
    const title = picture.querySelector(".title")?.textContent || "picture";
    const name = title.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
    const { x, y, width, height } = picture.viewBox.baseVal;
    const buttons = saveButtons(name, () => standalonePicture(picture, { x, y, width, height }, 1));
    figure.querySelector("figcaption")?.append(html("span", { class: "saving" }, ...buttons));
  }
}
