/**
 * What moves or comes and goes over the drawing: the ring of the active card, the rule on each edge, the tag
 * with what flowed, badges. Everything sits in room that the DOT kept free, so nothing can touch.
 *
 * @typedef {import("./state.js").View} View
 * @typedef {import("./state.js").Edge} Edge
 * @typedef {import("./drawing.js").Drawing} Drawing
 */

import { noteOf, veil } from "./drawing.js";
import { shown } from "./numbers.js";
import { widthOf } from "./ruler.js";
import { seen, veiled } from "./state.js";
import { boxOf, make, put, show, write } from "./svg.js";

const RULE = 14;
const TAG = 15; // sizes of text
const SMALL_TAG = 14; // beside a compact card
const HEIGHT = 22; // of a tag
const AIR = 3; // between a rule and the end of its line
const LINE = 17; // of a rule that is spelled out
const ROOM = 8; // characters of the longest number
const SMALL_ROOM = 6; // the same beside a compact card
const NARROW = 60; // px of text that fit beside every card
const WIDE = 96; // and beside one whose rule asked for more room

export class Overlay {
  /** @param {Drawing} drawing @param {"right"|"down"} direction */
  constructor(drawing, direction) {
    this.drawing = drawing;
    this.walk = drawing.walk;
    this.down = direction === "down";
    this.forward = !this.walk.mode.back; // then rules stand where tangents set out
    this.tagSize = drawing.compact ? SMALL_TAG : TAG;
    this.ring = make("rect", { class: "ring", rx: 13, ry: 13 });
    this.cursor = make("rect", { class: "cursor", rx: 15, ry: 15 });
    this.layer = make("g", { class: "overlay", "aria-hidden": "true" }, [this.ring, this.cursor]);
    /** @type {Map<string, {rule: SVGElement, tag: SVGElement, start: {x: number, y: number}, end: {x: number, y: number}}>} */
    this.edges = new Map();
    /** @type {Map<string, SVGElement>} */
    this.badges = new Map();
    for (const edge of this.walk.run.edges) this.#prepare(edge);
    for (const id of new Set(this.walk.run.nodes.map((node) => drawing.folds.shows(node.id)))) this.#badge(id);
    drawing.layer.append(this.layer);
    drawing.layer.prepend(this.ring);
  }

  /** @param {Edge} edge */
  #prepare(edge) {
    const line = this.drawing.path(edge.id);
    if (!line) return; // it is inside a folded group
    const points = (line.getAttribute("d") ?? "M0,0").match(/-?[\d.]+/g)?.map(Number) ?? [0, 0];
    const arrow = this.drawing.edges.get(edge.id)?.querySelector("polygon");
    const tip = arrow ? boxOf(arrow) : { x: 0, y: 0, width: 0, height: 0 };
    const start = { x: points[0], y: points[1] };
    const [tipX, tipY] = pointOf(arrow) ?? points.slice(-2);
    const end = this.down ? { x: tipX, y: tip.y } : { x: tip.x, y: tipY };
    const rule = make("g", { class: "rule" }, [make("rect", { rx: 4, ry: 4 }), make("text"), make("text"), make("text")]);
    const tag = make("g", { class: "tag" }, [make("path"), make("text")]);
    this.edges.set(edge.id, { rule, tag, start, end });
    this.layer.append(rule, tag);
  }

  /** A mark on a card whose number needs a word. @param {string} node */
  #badge(node) {
    const { x, y, width } = this.drawing.card(node);
    const mark = make("text", { x: x + width - 1, y: y + 1 });
    write(mark, "!");
    const badge = make("g", { class: "badge" }, [make("circle", { cx: x + width - 1, cy: y + 1, r: 9 }), mark]);
    show(badge, false);
    this.badges.set(node, badge);
    this.layer.append(badge);
  }

  /** @param {View} view @param {Set<string>|null} ids what may have changed, null for all */
  patch(view, ids) {
    const card = this.drawing.card(view.active);
    const told = seen(view); // what is odd about a covered number would give it away
    show(this.ring, card.width > 0);
    frame(this.ring, card, 4);
    for (const edge of this.walk.run.edges) if (!ids || ids.has(edge.id)) this.#patchEdge(edge, view);
    for (const [id, badge] of this.badges) {
      const nodes = this.drawing.folds.cards.get(id)?.nodes ?? [id];
      if (ids && !nodes.some((node) => ids.has(node))) continue;
      const wrong = nodes.some((node) => this.walk.wrong.has(`gradient/${node}`));
      badge.classList.toggle("wrong", wrong);
      write(/** @type {Element} */ (badge.querySelector("text")), wrong ? "✗" : "!");
      show(badge, nodes.some((node) => noteOf(this.walk, told, /** @type {import("./state.js").Node} */ (this.walk.nodes.get(node)))));
    }
  }

  /** @param {Edge} edge @param {View} view */
  #patchEdge(edge, view) {
    const parts = this.edges.get(edge.id);
    if (!parts) return;
    const local = view.boxes.get(`local/${edge.id}`);
    const flow = view.boxes.get(`flow/${edge.id}`);
    const kept = this.walk.nodes.get(edge.from)?.varies !== false;
    const atWork = (view.kind === "send" || view.kind === "compute") && view.active === this.walk.target(edge) && view.fresh.has(`flow/${edge.id}`);
    show(parts.rule, local !== undefined && (kept || atWork));
    if (local !== undefined) this.#rule(edge, parts, local, atWork, veiled(view, `local/${edge.id}`));
    show(parts.tag, flow !== undefined);
    if (flow === undefined) return;
    const plus = this.walk.shared(edge.from) && (!(flow < 0) || veiled(view, `flow/${edge.id}`)) ? "+" : "";
    const number = veil(view, `flow/${edge.id}`, flow);
    this.#tag(parts, number.length < (this.drawing.compact ? SMALL_ROOM : ROOM) ? plus + number : number, kept, atWork);
    parts.tag.classList.toggle("wrong", this.walk.wrong.has(`flow/${edge.id}`));
  }

  /** The rule where what flows meets it: "× 4", and near a consumer that sends back spelled out while it is used. @param {Edge} edge @param {{rule: SVGElement, start: {x: number, y: number}, end: {x: number, y: number}}} parts @param {number} local @param {boolean} used @param {boolean} hidden */
  #rule(edge, { rule, start, end }, local, used, hidden) {
    const lines = hidden ? ["× ?"] : used && !this.forward ? this.#spelled(edge, local) : [`× ${shown(local)}`];
    const said = [used, ...lines].join();
    if (rule.dataset.said === said) return; // most rules stay what they are
    rule.dataset.said = said;
    const [rect, ...texts] = /** @type {SVGElement[]} */ ([...rule.children]);
    const wide = Math.max(...lines.map((text) => widthOf(text, RULE))) + 4;
    const high = lines.length * LINE + 4;
    const ahead = this.forward ? AIR : -AIR;
    const at = this.forward ? start : end;
    const x = this.down ? at.x : at.x + ahead + (Math.sign(ahead) * wide) / 2;
    const y = this.down ? at.y + ahead + (Math.sign(ahead) * high) / 2 : at.y;
    put(rule, "class", used ? "rule used" : "rule");
    for (const [name, number] of Object.entries({ x: x - wide / 2, y: y - high / 2, width: wide, height: high })) put(rect, name, number.toFixed(1));
    texts.forEach((text, i) => {
      show(text, i < lines.length);
      write(text, lines[i] ?? "");
      put(text, "x", x.toFixed(1));
      put(text, "y", (y + (i - (lines.length - 1) / 2) * LINE).toFixed(1));
    });
  }

  /** ∂v₂/∂v₁, its formula where there is room, its number. @param {Edge} edge @param {number} local */
  #spelled(edge, local) {
    const consumer = this.walk.target(edge);
    const name = `∂${this.walk.symbols.get(consumer)}/∂${this.walk.symbols.get(edge.from)}`;
    const number = shown(local);
    const constant = this.walk.nodes.get(edge.from)?.op === "constant"; // nothing varies with a number
    if (this.drawing.compact || constant) return [`× ${shown(local)}`];
    if (!edge.formula || edge.formula === number) return [name, equals(number)];
    const together = `= ${edge.formula} = ${number}`;
    if (widthOf(together, RULE) <= NARROW) return [name, together];
    const alone = (this.walk.incoming.get(consumer) ?? []).length === 1;
    return alone && widthOf(`= ${edge.formula}`, RULE) <= WIDE ? [name, `= ${edge.formula}`, equals(number)] : [name, equals(number)];
  }

  /** What flowed, where it arrived: back at the operand, or forward at the consumer, which its point faces. @param {{tag: SVGElement, start: {x: number, y: number}, end: {x: number, y: number}}} parts @param {string} label @param {boolean} kept @param {boolean} fresh */
  #tag({ tag, start, end }, label, kept, fresh) {
    const wide = widthOf(label, this.tagSize) + (this.drawing.compact ? 4 : 8);
    const [shape, text] = /** @type {SVGElement[]} */ ([...tag.children]);
    put(tag, "class", ["tag", fresh && "fresh", !kept && "dropped"].filter(Boolean).join(" "));
    const h = HEIGHT / 2;
    const way = this.forward ? -1 : 1; // from the point of the tag to its other end
    const at = this.forward ? end : start;
    if (this.down) {
      const [x, y] = [at.x, at.y + 2 * way];
      put(shape, "d", `M${x},${y}l6,${6 * way}h${wide / 2 - 6}v${(HEIGHT - 4) * way}h${-wide}v${-(HEIGHT - 4) * way}h${wide / 2 - 6}z`);
      put(text, "x", x.toFixed(1));
      put(text, "y", (y + (6 + (HEIGHT - 4) / 2) * way).toFixed(1));
    } else {
      const [x, y] = [at.x + 2 * way, at.y];
      put(shape, "d", `M${x},${y}l${7 * way},${-h}h${wide * way}v${HEIGHT}h${-wide * way}z`);
      put(text, "x", (x + (6 + wide / 2) * way).toFixed(1));
      put(text, "y", y.toFixed(1));
    }
    write(text, label);
  }

  /** Room of a size where the number of an edge stands, its rule or what flows along it; null where no line is drawn. @param {string} what @param {string} edge @param {number} width @param {number} height @returns {import("./svg.js").Box|null} */
  placeOf(what, edge, width, height) {
    const parts = this.edges.get(edge);
    if (!parts) return null;
    const atEnd = (what === "local") !== this.forward;
    const { x, y } = atEnd ? parts.end : parts.start;
    const beside = (/** @type {number} */ room) => (atEnd ? -room : 0);
    return this.down ? { x: x - width / 2, y: y + beside(height), width, height } : { x: x + beside(width), y: y - height / 2, width, height };
  }

  /** Mark the node that the keyboard stands on, or none. @param {string} node */
  point(node) {
    show(this.cursor, !!node);
    if (node) frame(this.cursor, this.drawing.card(node), 8);
  }
}

/** @param {SVGElement} rect @param {import("./svg.js").Box} box @param {number} air */
function frame(rect, box, air) {
  put(rect, "x", box.x - air);
  put(rect, "y", box.y - air);
  put(rect, "width", box.width + 2 * air);
  put(rect, "height", box.height + 2 * air);
}

/** The point of an arrowhead, which Graphviz writes between the two ends of its base. @param {Element|null|undefined} arrow @returns {[number, number]|null} */
function pointOf(arrow) {
  const point = (arrow?.getAttribute("points") ?? "").split(" ")[1];
  return point ? /** @type {[number, number]} */ (point.split(",").map(Number)) : null;
}

/** "= 4", and a long number by itself: the line before it says what it is. @param {string} number */
const equals = (number) => (number.length > 6 ? number : `= ${number}`);

