/**
 * Where one looks. The whole graph if its text stays readable, else the active node and its operands; zoomed
 * and moved by hand until "fit" is asked for. The camera moves with a step, never within one.
 *
 * @typedef {import("./svg.js").Box} Box
 */

const TEXT = 14; // the smallest text of the graph, in its own points
const EDGE = 6; // air at the border of the stage, px
const BUTTONS = 42; // what the buttons at its lower border take, px

/** What the smallest text must measure, and how far a small graph may grow. */
const PAGE = { least: 12, most: 1.15 };
const PHONE = { least: 11.8, most: 1.15 };
const PROJECTOR = { least: 24, most: 2.6 };

export class Camera {
  /**
   * The drawing is one layer of the page that is only ever moved, so that a step repaints what changed and
   * not the whole graph. Sizes are told, never asked for: asking would make the browser lay out the page.
   * @param {HTMLElement} stage @param {SVGSVGElement} root @param {SVGGElement} layer @param {Box} world @param {{width: number, height: number}} size of the stage
   */
  constructor(stage, root, layer, world, size) {
    this.stage = stage;
    this.root = root;
    this.size = size;
    const [dx, dy] = (layer.getAttribute("transform") ?? "").match(/translate\(([-\d.]+)[ ,]([-\d.]+)\)/)?.slice(1).map(Number) ?? [0, 0];
    this.world = { ...world, x: world.x - dx, y: world.y - dy }; // in the coordinates of the layer
    this.scale = 1;
    this.x = 0;
    this.y = 0;
    this.byHand = false;
    this.projector = false;
    this.moved = () => {};
    layer.removeAttribute("transform");
    root.setAttribute("viewBox", `${this.world.x} ${this.world.y} ${world.width} ${world.height}`);
  }

  get limits() {
    return this.projector ? PROJECTOR : this.size.width < 600 ? PHONE : PAGE;
  }

  /** How high a stage shows the whole graph, with its text as small as a phone may have it, above the buttons; px. */
  get tall() {
    return Math.ceil((this.world.height * PHONE.least) / TEXT + 2 * EDGE + BUTTONS);
  }

  /** Frame the whole graph, or what matters now. @param {Box[]} focus the active card first, then its operands' @param {boolean} [smooth] */
  frame(focus, smooth = true) {
    if (this.byHand) return;
    const { width, height } = this.size;
    if (!width || !height) return;
    const { least, most } = this.limits;
    const whole = Math.min((width - 2 * EDGE) / this.world.width, (height - 2 * EDGE) / this.world.height);
    const readable = least / TEXT;
    if (whole >= readable) {
      this.scale = Math.min(whole, most);
      this.#centre(this.world, width, height);
    } else {
      this.scale = readable;
      const seen = focus.length ? this.#enough(focus, width, height) : { ...this.world, width: 0 };
      this.#centre(seen, width, height);
      this.#stayInside(width, height);
    }
    this.#apply(smooth);
  }

  /** The active card with as many of its operands as fit beside it. @param {Box[]} focus @param {number} width @param {number} height @returns {Box} */
  #enough(focus, width, height) {
    let seen = focus[0];
    for (const box of focus.slice(1)) {
      const more = union(seen, box);
      if (more.width * this.scale <= width - 2 * EDGE && more.height * this.scale <= height - 2 * EDGE) seen = more;
    }
    return seen;
  }

  /** @param {Box} box @param {number} width @param {number} height */
  #centre(box, width, height) {
    this.x = width / 2 - (box.x + box.width / 2) * this.scale;
    this.y = height / 2 - (box.y + box.height / 2) * this.scale;
  }

  /** No empty ground where there is graph to be seen, but under the buttons. @param {number} width @param {number} height */
  #stayInside(width, height) {
    const { world } = this;
    /** @param {number} at @param {number} start @param {number} size @param {number} room */
    const inside = (at, start, size, room) => {
      const first = EDGE - start * this.scale;
      const last = room - EDGE - (start + size) * this.scale;
      return last > first ? (first + last) / 2 : Math.min(first, Math.max(last, at));
    };
    this.x = inside(this.x, world.x, world.width, width);
    this.y = inside(this.y, world.y, world.height, height - BUTTONS);
  }

  /** Let a box stay where it was on the stage, at the same scale; until the next step. @param {Box} box @param {{x: number, y: number}} at @param {number} scale */
  hold(box, at, scale) {
    this.scale = scale;
    this.x = at.x - box.x * scale;
    this.y = at.y - box.y * scale;
    this.#apply(false);
  }

  /** @param {number} factor @param {number} [x] @param {number} [y] where to hold still, px from the stage's corner */
  zoom(factor, x = this.size.width / 2, y = this.size.height / 2) {
    const scale = Math.min(6, Math.max(0.1, this.scale * factor));
    this.x = x - ((x - this.x) * scale) / this.scale;
    this.y = y - ((y - this.y) * scale) / this.scale;
    this.scale = scale;
    this.byHand = true;
    this.#apply(false);
  }

  /** @param {number} dx @param {number} dy px */
  pan(dx, dy) {
    this.x += dx;
    this.y += dy;
    this.byHand = true;
    this.#apply(false);
  }

  /** Where a box of the drawing is on the stage, px. @param {Box} box @returns {Box} */
  onStage(box) {
    return { x: box.x * this.scale + this.x, y: box.y * this.scale + this.y, width: box.width * this.scale, height: box.height * this.scale };
  }

  /** @param {boolean} smooth */
  #apply(smooth) {
    const { world, size, scale, root, stage } = this;
    if (this.drawnAt !== scale) {
      root.style.width = `${world.width * scale}px`;
      root.style.height = `${world.height * scale}px`;
      this.drawnAt = scale;
    }
    const seen = this.onStage(world);
    root.classList.toggle("gliding", smooth);
    root.style.transform = `translate(${seen.x.toFixed(1)}px, ${seen.y.toFixed(1)}px)`;
    stage.classList.toggle("cut-x", seen.x < 0 || seen.x + seen.width > size.width + 1);
    stage.classList.toggle("cut-y", seen.y < 0 || seen.y + seen.height > size.height + 1);
    this.moved();
  }
}

/** @param {Box} a @param {Box} b @returns {Box} */
function union(a, b) {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return { x, y, width: Math.max(a.x + a.width, b.x + b.width) - x, height: Math.max(a.y + a.height, b.y + b.height) - y };
}
