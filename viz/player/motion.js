/**
 * One step's movement: colour spreads along the active edges in the direction of flow, and what flows travels
 * with it. The numbers are in place from the first frame; only the picture travels, and any key ends it.
 *
 * @typedef {import("./state.js").View} View
 * @typedef {import("./drawing.js").Drawing} Drawing
 * @typedef {import("./overlay.js").Overlay} Overlay
 */

import { make } from "./svg.js";

const TRAVEL = 380; // ms at speed 1

/** Where on a card the number of a box stands. @type {Record<string, string>} */
const SLOTS = { value: "value", nudged: "value", gradient: "gradient", tangent: "gradient", moved: "gradient" };

const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

export class Motion {
  constructor() {
    /** @type {Animation[]} */
    this.running = [];
    /** @type {Element[]} */
    this.guests = [];
    this.waiting = 0;
    this.ended = () => {};
  }

  /** End the move at once. */
  finish() {
    cancelAnimationFrame(this.waiting);
    this.ended();
    for (const animation of this.running) animation.cancel();
    for (const guest of this.guests) guest.remove();
    this.running = [];
    this.guests = [];
  }

  /**
   * Say everything in this frame, and let the picture travel from the next one on.
   * @param {Drawing} drawing @param {Overlay} overlay @param {View} view @param {number} speed
   */
  begin(drawing, overlay, view, speed) {
    this.finish();
    if (calm.matches) return;
    overlay.layer.classList.add("leaving"); // what will travel is not yet where it arrives
    this.waiting = requestAnimationFrame(() => {
      this.waiting = requestAnimationFrame(() => {
        overlay.layer.classList.remove("leaving");
        this.#play(drawing, overlay, view, speed);
      });
    });
    this.ended = () => overlay.layer.classList.remove("leaving");
  }

  /** @param {Drawing} drawing @param {Overlay} overlay @param {View} view @param {number} speed */
  #play(drawing, overlay, view, speed) {
    const time = TRAVEL / Math.sqrt(speed); // speed scales the pauses more than the moves
    for (const edge of drawing.walk.run.edges) {
      const path = drawing.path(edge.id);
      if (!path || drawing.walk.target(edge) !== view.active) continue;
      if (view.kind === "compute") this.#spread(overlay, path, view.fresh.has(`flow/${edge.id}`) ? "forward tangent" : "forward", time);
      if (view.kind === "send" && view.fresh.has(`flow/${edge.id}`)) {
        this.#spread(overlay, path, "backward", time);
        const tag = overlay.edges.get(edge.id)?.tag;
        if (tag) this.#travel(tag, path, time);
      }
    }
    const ring = overlay.ring;
    this.running.push(ring.animate([{ opacity: 0.2 }, { opacity: 1 }], { duration: time / 2, easing: "ease-out" }));
    for (const slot of view.fresh) {
      const [kind, id] = slot.split("/");
      const text = SLOTS[kind] ? drawing.slot(id, SLOTS[kind])?.text : null;
      const late = kind === "gradient" && view.kind === "send";
      if (text) this.running.push(text.animate([{ opacity: 0 }, { opacity: late ? 0 : 0.4, offset: late ? 0.7 : 0.3 }, { opacity: 1 }], { duration: time, easing: "ease-out" }));
    }
    const batch = this.running;
    Promise.allSettled(batch.map((animation) => animation.finished)).then(() => {
      if (this.running === batch) this.finish();
    });
  }

  /** Colour runs along a line. @param {Overlay} overlay @param {SVGPathElement} path @param {string} way @param {number} time */
  #spread(overlay, path, way, time) {
    const length = path.getTotalLength();
    const stroke = make("path", { class: `spread ${way}`, d: path.getAttribute("d") ?? "", "stroke-dasharray": `${length} ${length}` });
    overlay.layer.prepend(stroke);
    this.guests.push(stroke);
    const from = way === "backward" ? -length : length;
    this.running.push(stroke.animate([{ strokeDashoffset: from }, { strokeDashoffset: 0 }], { duration: time, easing: "ease-in-out", fill: "forwards" }));
  }

  /** A tag comes along its line, from the consumer to where it rests. @param {SVGElement} tag @param {SVGPathElement} path @param {number} time */
  #travel(tag, path, time) {
    const length = path.getTotalLength();
    const rest = path.getPointAtLength(0);
    const frames = Array.from({ length: 13 }, (_, i) => {
      const point = path.getPointAtLength(Math.max(0, length * (1 - i / 12) - (i < 12 ? 50 : 0)));
      return { transform: `translate(${point.x - rest.x}px, ${point.y - rest.y}px)`, opacity: i ? 1 : 0 };
    });
    this.running.push(tag.animate(frames, { duration: time, easing: "ease-in-out" }));
  }
}
