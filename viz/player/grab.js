/**
 * A number in hand: the value of a variable is taken on its card and dragged, or moved with Alt and the arrows, and
 * everything follows within a frame, because the walk is replayed here. When it is let go the page is told, and the
 * engine's own numbers take the place of the replayed ones.
 *
 * @typedef {import("./player.js").Player} Player
 * @typedef {{node: string, number: number, power: number, x: number, moved: number, pointer: number|null, covered: boolean}} Held
 *   the variable, its number before rounding, the power of ten that a pixel is worth, where the hand was last, how far
 *   it went; `pointer` is null for the keyboard; a finger has `covered` what it holds
 */

import { exact } from "./numbers.js";
import { widthOf } from "./ruler.js";
import { veiled } from "./state.js";
import { make, put, show } from "./svg.js";

const SLOP = 3; // px a hand may tremble and still only tap
const KEY = 10; // px that a key is worth
const FINGER = 26; // px of the drawing that a grip is high at least
const NUMBER = 15; // font size of a value
const AIR = 5; // from a number to the end of its grip

export class Grab {
  /** @param {Player} player */
  constructor(player) {
    this.player = player;
    /** @type {Map<string, {grip: SVGElement, line: SVGElement, right: number}>} by variable */
    this.grips = new Map();
    /** @type {Held|null} */
    this.held = null;
    const { stage } = player;
    // Before gestures.js, which would move the graph: what happens to a number in hand is kept from it
    stage.addEventListener("pointerdown", (event) => this.#down(event), { capture: true });
    stage.addEventListener("pointermove", (event) => this.#move(event), { capture: true });
    for (const name of ["pointerup", "pointercancel"]) stage.addEventListener(name, (event) => this.#up(/** @type {PointerEvent} */ (event)), { capture: true });
    stage.addEventListener("keydown", (event) => this.#key(event));
    stage.addEventListener("keyup", (event) => event.key === "Alt" && this.#letGo());
    stage.addEventListener("focusout", () => this.held?.pointer === null && this.#letGo());
  }

  /** Another Run or another picture of it; what is in hand stays there. */
  rebuild() {
    const { drawing, trial } = this.player;
    const variables = [...trial.variables.values()];
    if (this.drawing !== drawing) {
      this.drawing = drawing;
      this.grips.clear();
      for (const id of variables) this.#prepare(id);
    }
    if (this.held && trial.replay && variables.includes(this.held.node)) return this.#follow();
    this.held = null;
    this.patch(this.player.view);
  }

  /** Where a number can be taken: its place on the card, as high as a finger needs. @param {string} id */
  #prepare(id) {
    const group = this.drawing.nodes.get(id);
    const text = this.drawing.slot(id, "value")?.text;
    if (!group || !text) return;
    const [right, middle] = ["x", "y"].map((name) => Number(text.getAttribute(name)));
    const box = this.drawing.slot(id, "value").box;
    const width = right + AIR - box.x;
    const height = Math.max(box.height, FINGER);
    const area = make("rect", { class: "area", x: box.x, y: middle - height / 2, width, height });
    const hold = make("rect", { class: "hold", x: box.x, y: middle - box.height / 2, width, height: box.height, rx: 5 });
    const under = middle + Math.min(10, box.height / 2);
    const line = make("line", { x2: right, y1: under, y2: under });
    const grip = make("g", { class: "grip", "data-grip": id }, [area, hold, line]);
    group.append(grip);
    this.grips.set(id, { grip, line, right });
  }

  /** Show what can be taken at a stop. @param {import("./state.js").View} view */
  patch(view) {
    for (const [id, { grip, line, right }] of this.grips) {
      const box = `value/${id}`;
      const number = view.boxes.get(box);
      const free = this.player.trial.replay !== null && number !== undefined && !veiled(view, box);
      const group = /** @type {SVGElement} */ (grip.parentNode);
      show(grip, free);
      put(group, "role", free ? "spinbutton" : "img");
      put(group, "aria-valuenow", free && exact(number));
      put(group, "aria-keyshortcuts", free && "Alt+ArrowUp Alt+ArrowDown");
      if (!free) continue;
      const text = this.drawing.slot(id, "value")?.text;
      put(line, "x1", (right - widthOf(text?.textContent ?? "", NUMBER)).toFixed(1));
      put(grip, "class", this.held?.node === id ? "grip held" : "grip");
    }
  }

  // ---- by mouse and finger

  /** @param {PointerEvent} event */
  #down(event) {
    const node = /** @type {SVGElement|null} */ (/** @type {Element} */ (event.target).closest(".grip"))?.dataset.grip;
    if (!node || this.held || event.button || !this.#take(node, event.clientX, event.pointerId, event.pointerType === "touch")) return;
    event.preventDefault(); // no text is marked
    event.stopPropagation();
    this.player.stage.setPointerCapture(event.pointerId);
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const { held } = this;
    if (!held || held.pointer !== event.pointerId) return;
    event.stopPropagation();
    const far = event.clientX - held.x;
    held.x = event.clientX;
    held.moved += Math.abs(far);
    if (held.moved > SLOP) this.#pull(far, event.shiftKey);
  }

  /** @param {PointerEvent} event */
  #up(event) {
    const { held } = this;
    if (!held || held.pointer !== event.pointerId) return;
    event.stopPropagation();
    this.#letGo();
    if (held.moved <= SLOP) this.player.pointer.at(held.node);
  }

  // ---- by keyboard

  /** @param {KeyboardEvent} event */
  #key(event) {
    const way = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    const pointer = this.player.pointer.node;
    if (!way || !event.altKey || !this.grips.has(pointer)) return;
    if (!this.held && !this.#take(pointer, 0, null, false)) return;
    event.preventDefault();
    this.#pull(way * KEY, event.shiftKey);
  }

  // ---- the number

  /** @param {string} node @param {number} x @param {number|null} pointer @param {boolean} covered @returns {boolean} whether it could be taken */
  #take(node, x, pointer, covered) {
    const { player } = this;
    const number = player.view.boxes.get(`value/${node}`);
    if (!player.trial.replay || player.predict.open || number === undefined) return false;
    player.playback.stop();
    this.held = { node, number, power: powerOf(number), x, moved: 0, pointer, covered };
    player.stage.classList.add("holding");
    this.patch(player.view);
    return true;
  }

  /** @param {number} far px @param {boolean} finely a tenth as fast */
  #pull(far, finely) {
    const held = /** @type {Held} */ (this.held);
    held.number += far * 10 ** (finely ? held.power - 1 : held.power);
    this.fine = finely;
    this.#follow();
  }

  /** The number in hand, with as many decimals as a pixel is worth. */
  get number() {
    const { number, power } = /** @type {Held} */ (this.held);
    return rounded(number, this.fine ? power - 1 : power);
  }

  /** Let everything be as it would be at the number in hand. */
  #follow() {
    const { player } = this;
    const held = /** @type {Held} */ (this.held);
    player.trial.follow(this.#name(held.node), this.number);
    if (held.covered) player.showDetails(held.node);
  }

  /** The page sets the point; at the number that it knows there is nothing to tell. */
  #letGo() {
    if (!this.held) return;
    const { player } = this;
    const { node, moved, pointer } = this.held;
    const number = this.number;
    this.held = null;
    player.stage.classList.remove("holding");
    player.details.hide();
    if (pointer !== null && moved <= SLOP) return this.patch(player.view);
    this.patch(player.view);
    player.trial.keep(this.#name(node), number);
  }

  /** @param {string} node of a variable */
  #name(node) {
    return this.player.walk.nodes.get(node)?.name ?? "";
  }
}

/** A pixel is a hundredth of a number's own size, and of 1 for 0: ∓3.14 and ∓31400 feel alike. @param {number} x @returns {number} power of ten */
function powerOf(x) {
  const size = Math.floor(Math.log10(Math.abs(x) || 1));
  return size < 0 ? size - 1 : size - 2;
}

/** @param {number} x @param {number} power of ten that is kept @returns {number} */
export function rounded(x, power) {
  const kept = power >= 0 ? Math.round(x / 10 ** power) * 10 ** power : Number(x.toFixed(Math.min(100, -power)));
  return kept + 0; // −0 would be written
}
