// @ts-check
// Moving about in the diagram: Ctrl + wheel, drag, two fingers, buttons and keys. The wheel alone and one finger
// scroll the page.

/** @typedef {{x: number, y: number, width: number, height: number}} Frame */

/** How far one can go in, as a multiple of the whole. */
const DEEPEST = 40;

/**
 * With more nodes than this, zooming scales what is drawn already, and draws anew when it rests: a
 * browser takes several frames to draw a thousand nodes at another size, and none to scale them.
 */
const HEAVY = 300;

/** How long a view rests before it is drawn anew, in milliseconds. */
const REST = 140;

/** How long a word on zooming stays, in milliseconds. */
const HINT = 1400;

class PanZoom {
  /**
   * @param {SVGSVGElement} picture
   * @param {(scale: number) => void} changed called with picture units per pixel, inverted
   */
  constructor(picture, changed) {
    this.picture = picture;
    this.stage = /** @type {HTMLElement} */ (picture.parentElement);
    this.heavy = picture.querySelectorAll("g.node").length > HEAVY;
    this.changed = changed;
    const { x, y, width, height } = picture.viewBox.baseVal;
    /** @type {Frame} */
    this.whole = { x, y, width, height };
    /** @type {Frame} */
    this.frame = { ...this.whole };
    /** What is drawn: the frame, but while a heavy picture is being zoomed. */
    this.drawn = this.frame;
    this.resting = 0;
    this.hinting = 0;
    /** @type {Map<number, {x: number, y: number}>} */
    this.fingers = new Map();
    this.moved = false;
    this.scheduled = false;
    picture.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    picture.addEventListener("pointerdown", (event) => this.press(event));
    picture.addEventListener("pointermove", (event) => this.drag(event));
    for (const end of ["pointerup", "pointercancel"]) {
      picture.addEventListener(end, (event) => this.fingers.delete(/** @type {PointerEvent} */ (event).pointerId));
    }
    new ResizeObserver(() => this.draw()).observe(this.stage);
  }

  /**
   * Pixels a picture unit.
   * @param {Frame} frame
   */
  scale(frame = this.frame) {
    return Math.min(this.stage.clientWidth / frame.width, this.stage.clientHeight / frame.height);
  }

  /**
   * The point of the picture under a point of the window.
   * @param {number} clientX
   * @param {number} clientY
   */
  at(clientX, clientY) {
    const box = this.stage.getBoundingClientRect();
    const scale = this.scale();
    return {
      x: this.frame.x + this.frame.width / 2 + (clientX - box.left - box.width / 2) / scale,
      y: this.frame.y + this.frame.height / 2 + (clientY - box.top - box.height / 2) / scale,
    };
  }

  /**
   * @param {number} factor above 1: closer
   * @param {{x: number, y: number}} centre
   */
  zoom(factor, centre = { x: this.frame.x + this.frame.width / 2, y: this.frame.y + this.frame.height / 2 }) {
    const width = Math.min(Math.max(this.frame.width / factor, this.whole.width / DEEPEST), this.whole.width * 1.5);
    const ratio = width / this.frame.width;
    this.frame = {
      x: centre.x - (centre.x - this.frame.x) * ratio,
      y: centre.y - (centre.y - this.frame.y) * ratio,
      width,
      height: this.frame.height * ratio,
    };
    this.schedule();
  }

  /**
   * What is in view of the drawing: the frame, and what the window shows beside it.
   * @param {number} room pixels to the left of the drawing that count as part of it
   */
  seen(room = 0) {
    const scale = this.scale();
    const { y, height } = this.whole;
    const [x, width] = [this.whole.x - room / scale, this.whole.width + room / scale];
    const reach = (/** @type {number} */ from, /** @type {number} */ length, /** @type {number} */ shown, /** @type {number} */ start, /** @type {number} */ all) => {
      const middle = from + length / 2;
      const low = Math.max(start, middle - shown / 2);
      return [low, Math.max(Math.min(start + all, middle + shown / 2) - low, 0)];
    };
    const [left, across] = reach(this.frame.x, this.frame.width, this.stage.clientWidth / scale, x, width);
    const [top, down] = reach(this.frame.y, this.frame.height, this.stage.clientHeight / scale, y, height);
    return { x: left, y: top, width: across, height: down };
  }

  /** Whether the window is that of a telephone. */
  isNarrow() {
    return this.stage.clientWidth < 600;
  }

  /**
   * The lower right of the drawing, with a point in the middle of its width if there is room.
   * @param {{x: number, y: number}} centre
   * @param {number} scale pixels a picture unit
   */
  corner(centre, scale) {
    const [width, height] = [this.stage.clientWidth / scale, this.stage.clientHeight / scale];
    const left = Math.min(centre.x - width / 2, this.whole.width - width);
    this.frame = { x: Math.max(0, left), y: Math.max(0, this.whole.height - height), width, height };
    this.schedule();
  }

  fit() {
    this.frame = { ...this.whole };
    this.schedule();
  }

  /**
   * Moves a point into view when it is outside.
   * @param {number} x
   * @param {number} y
   */
  reveal(x, y) {
    const margin = 0.02;
    const [left, top] = [this.frame.x + margin * this.frame.width, this.frame.y + margin * this.frame.height];
    const [right, bottom] = [left + (1 - 2 * margin) * this.frame.width, top + (1 - 2 * margin) * this.frame.height];
    const [dx, dy] = [Math.min(0, x - left) + Math.max(0, x - right), Math.min(0, y - top) + Math.max(0, y - bottom)];
    if (dx === 0 && dy === 0) return;
    this.frame.x += dx;
    this.frame.y += dy;
    this.schedule();
  }

  /** @param {WheelEvent} event */
  wheel(event) {
    if (!event.ctrlKey && !event.metaKey) {
      this.hint();
      return;
    }
    event.preventDefault();
    const factor = Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0016));
    this.zoom(factor, this.at(event.clientX, event.clientY));
  }

  /** Says for a moment how one zooms. */
  hint() {
    this.stage.classList.add("hinting");
    clearTimeout(this.hinting);
    this.hinting = setTimeout(() => this.stage.classList.remove("hinting"), HINT);
  }

  /** @param {PointerEvent} event */
  press(event) {
    this.fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    this.moved = false;
  }

  /** @param {PointerEvent} event */
  drag(event) {
    const before = this.fingers.get(event.pointerId);
    if (!before) return;
    const [dx, dy] = [event.clientX - before.x, event.clientY - before.y];
    const others = [...this.fingers].filter(([id]) => id !== event.pointerId);
    if (others.length === 1) {
      const other = others[0][1];
      const ratio = Math.hypot(event.clientX - other.x, event.clientY - other.y) / Math.max(1, Math.hypot(before.x - other.x, before.y - other.y));
      this.zoom(ratio, this.at(other.x, other.y));
      // What lay between the fingers stays between them.
      const scale = this.scale();
      this.frame.x -= dx / 2 / scale;
      this.frame.y -= dy / 2 / scale;
    } else if (event.pointerType === "touch") {
      return;
    } else {
      if (!this.moved && Math.hypot(dx, dy) < 4) return;
      if (!this.moved) this.picture.setPointerCapture(event.pointerId);
      const scale = this.scale();
      this.frame.x -= dx / scale;
      this.frame.y -= dy / scale;
      this.schedule();
    }
    this.moved = true;
    this.fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  }

  /** Once a frame, however many events there are. */
  schedule() {
    if (this.scheduled) return;
    this.scheduled = true;
    requestAnimationFrame(() => {
      this.scheduled = false;
      this.apply();
    });
  }

  apply() {
    if (!this.heavy || this.frame.width === this.drawn.width) {
      this.draw();
      return;
    }
    const scale = this.scale();
    const x = (this.drawn.x + this.drawn.width / 2 - this.frame.x - this.frame.width / 2) * scale;
    const y = (this.drawn.y + this.drawn.height / 2 - this.frame.y - this.frame.height / 2) * scale;
    this.picture.style.transform = `translate(${x}px, ${y}px) scale(${scale / this.scale(this.drawn)})`;
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.draw(), REST);
  }

  draw() {
    clearTimeout(this.resting);
    const { x, y, width, height } = this.frame;
    this.drawn = { x, y, width, height };
    this.picture.style.transform = "";
    this.picture.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
    this.changed(this.scale());
  }
}
